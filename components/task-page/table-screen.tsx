"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { taskKeys } from "@/lib/tasks/queries";
import type { ChunkProgress } from "@/lib/engine/plan";
import { answerOf, polled } from "@/lib/live/queries";
import type { TablePage } from "@/lib/tasks/tables/data";
import { floorPercent } from "../formatting/quantity";
import { Time } from "../formatting/time";
import { useFormat } from "../formatting/use-format";
import { useNow } from "../formatting/use-now";
import { TableDecisions } from "../modification/table-decisions";
import { EventList } from "../status/event-list";
import { Card } from "../ui/card";
import { KeyValueList } from "../ui/key-value-list";
import { Notice } from "../ui/notice";
import { Progress } from "../ui/progress";
import { QueryPanel } from "../ui/query-panel";
import { Skeleton } from "../ui/skeleton";
import { TableStateBadge } from "./table-state";
import { useTask } from "./task-context";

/** One table: what was copied, what was applied, what happened to it. */
export function TableScreen({ database, table }: { database: string; table: string }) {
  const t = useTranslations("taskPage.table");
  const tProgress = useTranslations("taskPage.progress");
  const format = useFormat();
  const now = useNow();
  const { task, paused, stale } = useTask();
  const query = useQuery({
    queryKey: [...taskKeys.task(task.id), "table", database, table],
    ...answerOf<TablePage | null>(`/api/tasks/${task.id}/tables/${encodeURIComponent(database)}/${encodeURIComponent(table)}`),
    refetchInterval: paused || !task.status.live ? false : polled(3_000),
  });
  const { data } = query;
  const back = (
    <Link className="link inline-flex min-h-6 w-fit items-center gap-1 text-sm" href={`/sync/${task.id}/progress`}>
      <ArrowLeft aria-hidden className="size-4" />
      {t("back")}
    </Link>
  );
  if (data === null)
    return (
      <div className="flex flex-col gap-3">
        {back}
        <Notice tone="idle" title={t("missing", { table: `${database}.${table}` })} />
      </div>
    );
  if (data === undefined)
    return (
      <div className="flex flex-col gap-3">
        {back}
        <QueryPanel query={query} skeleton={<Skeleton className="h-40" />}>
          {() => null}
        </QueryPanel>
      </div>
    );
  const row = data.table;
  const still = stale || !task.status.live;
  const copying = row.state === "copying";
  const over = copying && row.rowsCopied > row.rowsEstimated;
  const end = row.endedAtMs ?? (copying && !still ? now : null);
  const took = row.startedAtMs !== null && end !== null ? end - row.startedAtMs : null;
  const dash = <span className="text-muted">—</span>;
  const copied = over
    ? tProgress("rowsOver", { rows: format.exact(row.rowsCopied), estimate: format.exact(row.rowsEstimated) })
    : copying
      ? tProgress("rowsOf", { rows: format.exact(row.rowsCopied), estimate: format.exact(row.rowsEstimated) })
      : format.exact(row.rowsCopied);
  return (
    <div className="flex flex-col gap-4">
      {back}
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="code text-lg font-semibold break-all">
          {database}.{table}
        </h2>
        <TableStateBadge state={row.state} still={still} />
        <span className="flex flex-1 flex-wrap justify-end gap-2">
          <TableDecisions row={row} as="buttons" />
        </span>
      </div>
      {row.error && (
        <Notice tone="bad" title={row.error.sentence}>
          {row.error.remedy}
        </Notice>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t("copy")}>
          <KeyValueList
            items={[
              { key: "destination", label: t("destination"), value: <span className="code break-all">{`${row.destination.database}.${row.destination.table}`}</span> },
              {
                key: "rows",
                label: t("rows"),
                value: (
                  <span className="nums block">
                    {row.startedAtMs === null ? `≈ ${format.exact(row.rowsEstimated)}` : copied}
                    {copying && (
                      <Progress className="mt-1" label={tProgress("rowsBar", { table: `${database}.${table}` })} value={over ? null : floorPercent(row.rowsCopied, row.rowsEstimated, false)} tone={still ? "idle" : "info"} />
                    )}
                  </span>
                ),
              },
              {
                key: "chunks",
                label: t("chunks"),
                value: row.chunks === null ? dash : <ChunkText chunks={row.chunks} moving={copying && !still} />,
              },
              { key: "bytes", label: t("bytes"), value: row.bytesCopied > 0 ? format.bytes(row.bytesCopied) : dash },
              { key: "started", label: t("started"), value: row.startedAtMs === null ? dash : <Time ms={row.startedAtMs} form="timestamp" /> },
              { key: "ended", label: t("ended"), value: row.endedAtMs === null ? dash : <Time ms={row.endedAtMs} form="timestamp" /> },
              {
                key: "took",
                label: t("took"),
                value: took === null ? dash : `${format.duration(took)}${took >= 1_000 && row.rowsCopied > 0 ? ` · ${format.rowRate(Math.round(row.rowsCopied / (took / 1_000)))}` : ""}`,
              },
            ]}
          />
        </Card>
        <Card title={t("changes")}>
          <KeyValueList
            items={[
              { key: "inserts", label: t("inserts"), value: <span className="nums">{format.exact(row.inserts)}</span> },
              { key: "updates", label: t("updates"), value: <span className="nums">{format.exact(row.updates)}</span> },
              { key: "deletes", label: t("deletes"), value: <span className="nums">{format.exact(row.deletes)}</span> },
              { key: "ddls", label: t("ddls"), value: <span className="nums">{format.exact(row.ddls)}</span> },
              { key: "last", label: t("lastApplied"), value: row.lastAppliedAtMs === null ? dash : <Time ms={row.lastAppliedAtMs} form="timestamp" /> },
            ]}
          />
        </Card>
      </div>
      <Card title={t("events")} padded={false}>
        {data.events.length === 0 ? <p className="p-4 text-sm text-muted">{t("noEvents")}</p> : <EventList label={t("events")} events={data.events} taskId={task.id} />}
      </Card>
    </div>
  );
}

function ChunkText({ chunks: { done, total, exact, underWay }, moving }: { chunks: ChunkProgress; moving: boolean }) {
  const t = useTranslations("taskPage.table");
  const format = useFormat();
  const ended = exact && done === total;
  return (
    <span className="nums block">
      {ended ? format.exact(done) : t(exact ? "chunksOf" : "chunksAbout", { done: format.exact(done), total: format.exact(total) })}
      {moving && underWay.length > 0 && ` · ${t("chunksUnderWay", { count: underWay.length, numbers: underWay.map((number) => format.exact(number)).join(", ") })}`}
      {!ended && <span className="block text-xs text-muted">{t("chunksHelp")}</span>}
    </span>
  );
}
