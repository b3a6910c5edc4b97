"use client";
import { useQuery } from "@tanstack/react-query";
import { ClipboardCheck, GitCompareArrows } from "lucide-react";
import Link from "next/link";
import { parseAsArrayOf, parseAsInteger, useQueryState } from "nuqs";
import { useTranslations } from "use-intl";
import { polled } from "@/lib/live/queries";
import { precheckRunsOptions } from "@/lib/precheck/queries";
import type { PrecheckRunSummary, ReportStatus } from "@/lib/precheck/view";
import { isConfigured, stepPath } from "@/lib/tasks/steps";
import type { TaskDraft } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { Time } from "../formatting/time";
import { Badge, type Tone } from "../ui/badge";
import { Button, ButtonLink } from "../ui/button";
import { CheckboxBox } from "../ui/checkbox";
import { EmptyState } from "../ui/empty-state";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";
import { usePrecheckActions } from "./use-precheck-actions";

const tones: Record<ReportStatus, Tone> = { running: "info", passed: "ok", warning: "warn", failed: "bad", error: "bad", cancelled: "idle" };

/** Every kept run of a task, newest first. */
export function RunsScreen({ draft, initial }: { draft: TaskDraft; initial: readonly PrecheckRunSummary[] }) {
  const t = useTranslations("precheck");
  const format = useFormat();
  const actions = usePrecheckActions(draft.id, 0);
  const [picked, setPicked] = useQueryState("compare", parseAsArrayOf(parseAsInteger).withDefault([]).withOptions({ history: "replace", scroll: false }));
  const runs = useQuery({ ...precheckRunsOptions(draft.id), initialData: initial as PrecheckRunSummary[], refetchInterval: polled(5_000) }).data;
  if (runs.length === 0) {
    return (
      <EmptyState
        icon={<ClipboardCheck />}
        title={t("runs.none")}
        actions={
          isConfigured(draft.progress) ? (
            <Button variant="primary" pending={actions.pending === "again"} onClick={actions.runAgain}>
              {t("runs.first")}
            </Button>
          ) : (
            <ButtonLink variant="primary" href={stepPath(draft.id, draft.nextStep)}>
              {t("runs.configure")}
            </ButtonLink>
          )
        }
      >
        {t("runs.noneHelp")}
      </EmptyState>
    );
  }
  // The two picked last.
  const pick = (number: number, on: boolean) => {
    const next = [...picked.filter((each) => each !== number), ...(on ? [number] : [])].slice(-2);
    void setPicked(next.length > 0 ? next : null);
  };
  const [older, newer] = picked.toSorted((one, other) => one - other);
  return (
    <>
      <div className="mb-3 flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
        <h2 className="text-lg font-semibold">{t("runs.title")}</h2>
        {older !== undefined && newer !== undefined ? (
          <ButtonLink icon={<GitCompareArrows aria-hidden />} href={`/sync/${draft.id}/precheck/${newer}?against=${older}`}>
            {t("runs.compare", { older, newer })}
          </ButtonLink>
        ) : (
          runs.length > 1 && <p className="text-sm text-muted">{t("runs.compareHelp")}</p>
        )}
      </div>
      <Table label={t("runs.title")}>
        <TableHead>
          <tr>
            {runs.length > 1 && (
              <Th className="w-8">
                <span className="sr-only">{t("runs.pick")}</span>
              </Th>
            )}
            <Th>{t("runs.number")}</Th>
            <Th>{t("runs.status")}</Th>
            <Th>{t("runs.findings")}</Th>
            <Th>{t("runs.configuration")}</Th>
            <Th>{t("runs.started")}</Th>
            <Th>{t("runs.by")}</Th>
            <Th>{t("runs.duration")}</Th>
          </tr>
        </TableHead>
        <tbody>
          {runs.map((run) => (
            <TableRow key={run.number}>
              {runs.length > 1 && (
                <Td>
                  <CheckboxBox aria-label={t("runs.pickRun", { number: run.number })} checked={picked.includes(run.number)} onCheckedChange={(on) => pick(run.number, on)} />
                </Td>
              )}
              <Td>
                <Link href={`/sync/${draft.id}/precheck/${run.number}`} aria-label={t("runs.open", { number: run.number })} className="link inline-flex min-h-6 min-w-6 items-center font-medium">
                  {run.number}
                </Link>
              </Td>
              <Td>
                <Badge tone={tones[run.status]}>{t(`reportStatus.${run.status}`)}</Badge>
              </Td>
              <Td className="whitespace-nowrap text-muted">
                {(["failed", "error", "warning", "ignored", "passed"] as const)
                  .filter((status) => run.counts[status] > 0)
                  .map((status) => t(`count.${status}`, { count: run.counts[status] }))
                  .join(" · ")}
              </Td>
              <Td className="code whitespace-nowrap">{run.modification === null ? run.configHash.slice(0, 4) : t("runs.proposal", { number: run.modification })}</Td>
              <Td className="whitespace-nowrap">
                <Time ms={run.startedAtMs} form="relative" />
              </Td>
              <Td>{run.startedBy}</Td>
              <Td className="whitespace-nowrap">{run.endedAtMs === null ? "—" : format.duration(run.endedAtMs - run.startedAtMs)}</Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </>
  );
}
