"use client";
import { useQuery } from "@tanstack/react-query";
import { ClipboardCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { precheckRunsOptions } from "@/lib/precheck/queries";
import type { PrecheckRunSummary, ReportStatus } from "@/lib/precheck/view";
import { isConfigured, stepPath } from "@/lib/tasks/steps";
import type { TaskDraft } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { Time } from "../formatting/time";
import { Badge, type Tone } from "../ui/badge";
import { Button, ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";
import { usePrecheckActions } from "./use-precheck-actions";

const tones: Record<ReportStatus, Tone> = { running: "info", passed: "ok", warning: "warn", failed: "bad", error: "bad", cancelled: "idle" };

/** Every kept run of a task, newest first. */
export function RunsScreen({ draft, initial }: { draft: TaskDraft; initial: readonly PrecheckRunSummary[] }) {
  const t = useTranslations("precheck");
  const format = useFormat();
  const actions = usePrecheckActions(draft.id, 0);
  const runs = useQuery({ ...precheckRunsOptions(draft.id), initialData: initial as PrecheckRunSummary[], refetchInterval: 5_000 }).data;
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
  return (
    <>
      <h2 className="mb-3 text-lg font-semibold">{t("runs.title")}</h2>
      <Table label={t("runs.title")}>
        <TableHead>
          <tr>
            <Th>{t("runs.number")}</Th>
            <Th>{t("runs.status")}</Th>
            <Th>{t("runs.findings")}</Th>
            <Th>{t("runs.started")}</Th>
            <Th>{t("runs.by")}</Th>
            <Th>{t("runs.duration")}</Th>
          </tr>
        </TableHead>
        <tbody>
          {runs.map((run) => (
            <TableRow key={run.number}>
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
