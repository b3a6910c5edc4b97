"use client";
import { useQuery } from "@tanstack/react-query";
import { Cpu } from "lucide-react";
import { useTranslations } from "use-intl";
import { runnersOptions } from "@/lib/resources/queries";
import type { RunnerView } from "@/lib/resources/view";
import { Time } from "../formatting/time";
import { useFormat } from "../formatting/use-format";
import { useNow } from "../formatting/use-now";
import { PageHeader } from "../shell/page-header";
import { Badge } from "../ui/badge";
import { CodeBlock } from "../ui/code-block";
import { EmptyState } from "../ui/empty-state";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";
import { NoRunner } from "./no-runner";

/** The processes that carry the tasks: who lives, what each holds, where it comes from. */
export function WorkersScreen({ initial }: { initial: RunnerView[] }) {
  const t = useTranslations("resources.workers");
  const format = useFormat();
  const now = useNow();
  const runners = useQuery({ ...runnersOptions(), initialData: initial });
  const rows = runners.data;
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      {rows.length > 0 && !rows.some((runner) => runner.alive) && <NoRunner className="mb-4" />}
      {rows.length === 0 ? (
        <EmptyState icon={<Cpu />} title={t("none")}>
          <p className="mb-2">{t("start")}</p>
          <CodeBlock className="text-left" code="npm start" label={t("command")} />
        </EmptyState>
      ) : (
        <Table label={t("title")}>
          <TableHead>
            <TableRow>
              <Th>{t("host")}</Th>
              <Th>{t("state")}</Th>
              <Th>{t("region")}</Th>
              <Th className="text-right">{t("tasks")}</Th>
              <Th>{t("seen")}</Th>
              <Th>{t("started")}</Th>
              <Th>{t("addresses")}</Th>
              <Th>{t("version")}</Th>
              <Th>{t("id")}</Th>
            </TableRow>
          </TableHead>
          <tbody>
            {rows.map((runner) => (
              <TableRow key={runner.id}>
                <Td className="font-medium whitespace-nowrap">{runner.hostname}</Td>
                <Td>
                  <Badge tone={runner.alive ? "ok" : "bad"}>{runner.alive ? t("alive") : t("gone")}</Badge>
                </Td>
                <Td className={runner.region === null ? "whitespace-nowrap text-muted" : "code"}>{runner.region ?? t("anyRegion")}</Td>
                <Td className="text-right">{format.count(runner.tasks)}</Td>
                <Td className="whitespace-nowrap text-muted">
                  <Time ms={Math.min(runner.heartbeatAtMs, now ?? runner.heartbeatAtMs)} form="relative" />
                </Td>
                <Td className="whitespace-nowrap text-muted">{runner.alive && now !== null ? format.duration(now - runner.startedAtMs) : "—"}</Td>
                <Td className="code">{runner.addresses.join(", ")}</Td>
                <Td>{runner.version}</Td>
                <Td className="code text-muted">{runner.id}</Td>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </>
  );
}
