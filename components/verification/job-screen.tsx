"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { parseAsString, useQueryStates } from "nuqs";
import { useTranslations } from "use-intl";
import { cancelVerification } from "@/lib/verification/actions";
import { tableStates, type VerificationSettings } from "@/lib/verification/schema";
import { Time } from "../formatting/time";
import { type Format, useFormat } from "../formatting/use-format";
import { CopyBundle } from "../status/copy-bundle";
import { useTask } from "../task-page/task-context";
import { Button, ButtonLink } from "../ui/button";
import { Card } from "../ui/card";
import { Collapsible } from "../ui/collapsible";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";
import { ToggleGroup } from "../ui/toggle-group";
import { DifferencesDrawer } from "./differences-drawer";
import { JobStatusBadge } from "./job-status";
import { jobOptions, verificationKey } from "./queries";

function limitText({ rowsPerSecond, bytesPerSecond, method }: VerificationSettings, t: ReturnType<typeof useTranslations<"verification">>, format: Format): string {
  const [rate, bytes] = [format.rowRate(rowsPerSecond), format.byteRate(bytesPerSecond)];
  const limitsBytes = bytesPerSecond > 0 && method !== "count";
  if (rowsPerSecond > 0) return limitsBytes ? t("limit.both", { rate, bytes }) : t("limit.rows", { rate });
  return limitsBytes ? t("limit.bytes", { bytes }) : t("limit.none");
}

/** One verification: verdict, structures, tables; `?state=different&table=shop.orders` opens the differences of a table. */
export function JobScreen({ number }: { number: number }) {
  const t = useTranslations("verification");
  const format = useFormat();
  const client = useQueryClient();
  const { task } = useTask();
  const [url, setUrl] = useQueryStates({ state: parseAsString, table: parseAsString }, { history: "push", scroll: false });
  const { data: job, error } = useQuery(jobOptions(task.id, number));
  const cancel = useMutation({
    mutationFn: () => cancelVerification({ id: task.id, number }),
    onSettled: () => client.invalidateQueries({ queryKey: verificationKey(task.id) }),
  });
  if (error && !job)
    return (
      <Notice tone="bad" title={t("unknown")} actions={<ButtonLink href={`/sync/${task.id}/verification`}>{t("all")}</ButtonLink>}>
        {t("unknownBody")}
      </Notice>
    );
  if (!job) return <Skeleton className="h-64" />;
  const open = job.status === "waiting" || job.status === "running";
  const rows = job.tables.filter((table) => url.state === null || table.state === url.state);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div className="flex flex-wrap items-center gap-3">
          <h2 className="text-lg font-semibold">{t("run", { number })}</h2>
          <JobStatusBadge status={job.status} />
          <span className="text-sm text-muted">
            {t(`method.${job.settings.method}`)} · {limitText(job.settings, t, format)} · <Time ms={job.startedAtMs ?? job.dueAtMs} /> · {job.startedBy}
          </span>
        </div>
        <div className="flex gap-2">
          <ButtonLink href={`/sync/${task.id}/verification`}>{t("all")}</ButtonLink>
          {open && (
            <Button pending={cancel.isPending || job.cancelRequested} onClick={() => cancel.mutate()}>
              {t("cancel")}
            </Button>
          )}
        </div>
      </div>
      {job.status === "waiting" && (
        <Notice tone="info">
          {t("due")} <Time ms={job.dueAtMs} form="timestamp" />
        </Notice>
      )}
      {job.status === "passed" && <Notice tone="ok">{t(`verdict.passed.${job.settings.method}`, { tables: job.tables.length, rows: format.exact(job.rows) })}</Notice>}
      {job.status === "different" && (
        <Notice tone={job.differences > 0 ? "bad" : "warn"} title={job.differences > 0 ? t("verdict.different", { rows: job.differences, tables: job.counts.different }) : t("verdict.incomplete", { tables: job.counts.skipped + job.counts.different })}>
          {t("verdict.rechecked")}
        </Notice>
      )}
      {job.error && (
        <Notice tone="bad" title={job.error.sentence} actions={<CopyBundle taskId={task.id} />}>
          {job.error.remedy}
          {job.error.serverMessage && (
            <p lang="en" className="code text-xs">
              {job.error.serverMessage}
            </p>
          )}
        </Notice>
      )}
      {job.structures && (
        <Card title={t("structures.title")} description={t("structures.lead")}>
          {job.structures.length === 0 ? (
            <p className="text-sm text-muted">{t("structures.none")}</p>
          ) : (
            <Collapsible summary={t("structures.found", { count: job.structures.length })}>
              <Table label={t("structures.title")} className="mt-2">
                <TableHead>
                  <TableRow>
                    <Th>{t("columns.table")}</Th>
                    <Th>{t("columns.part")}</Th>
                    <Th>{t("columns.source")}</Th>
                    <Th>{t("columns.destination")}</Th>
                  </TableRow>
                </TableHead>
                <tbody>
                  {job.structures.map((line) => (
                    <TableRow key={`${line.table} ${line.what} ${line.source}`}>
                      <Td className="code">{line.table}</Td>
                      <Td className="code">{line.what}</Td>
                      <Td className="code">{line.source}</Td>
                      <Td className="code">{line.destination}</Td>
                    </TableRow>
                  ))}
                </tbody>
              </Table>
            </Collapsible>
          )}
        </Card>
      )}
      <ToggleGroup
        label={t("filter")}
        value={url.state ?? "all"}
        onValueChange={(state) => void setUrl({ state: state === "all" ? null : state })}
        options={[{ value: "all", label: t("allTables"), count: job.tables.length }, ...tableStates.map((state) => ({ value: state as string, label: t(`status.${state}`), count: job.counts[state] }))]}
      />
      <Table label={t("tables")}>
        <TableHead>
          <TableRow>
            <Th>{t("columns.table")}</Th>
            <Th>{t("columns.result")}</Th>
            <Th className="text-right">{t("columns.sourceRows")}</Th>
            <Th className="text-right">{t("columns.destinationRows")}</Th>
            <Th className="text-right">{t("status.different")}</Th>
            <Th className="text-right">{t("columns.missing")}</Th>
            <Th className="text-right">{t("columns.extra")}</Th>
            <Th className="text-right">{t("columns.look")}</Th>
          </TableRow>
        </TableHead>
        <tbody>
          {rows.map((table) => (
            <TableRow key={table.source}>
              <Td className="code">
                {table.source}
                {table.destination !== table.source && <span className="block text-xs text-muted">→ {table.destination}</span>}
              </Td>
              <Td>
                <JobStatusBadge status={table.state} />
                {table.reason && <span className="block text-xs text-muted">{t(`reason.${table.reason}`)}</span>}
              </Td>
              <Td className="nums text-right">{format.exact(table.sourceRows)}</Td>
              <Td className="nums text-right">{format.exact(table.destinationRows)}</Td>
              <Td className="nums text-right">{format.exact(table.different)}</Td>
              <Td className="nums text-right">{format.exact(table.missing)}</Td>
              <Td className="nums text-right">{format.exact(table.extra)}</Td>
              <Td className="text-right">
                {table.listed > 0 && (
                  <Button size="sm" aria-label={t("lookAt", { table: table.source })} onClick={() => void setUrl({ table: table.source })}>
                    {t("look", { count: table.listed })}
                  </Button>
                )}
              </Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
      {rows.length === 0 && <p className="text-sm text-muted">{open ? t("reading") : t("noTables")}</p>}
      {url.table && <DifferencesDrawer taskId={task.id} number={number} table={url.table} onClose={() => void setUrl({ table: null })} />}
    </div>
  );
}
