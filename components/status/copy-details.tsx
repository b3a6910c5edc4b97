"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { isFlowing } from "@/lib/tasks/status";
import type { SlowTableView, TaskDetail } from "@/lib/tasks/view";
import { Exact } from "../formatting/exact";
import { useFormat } from "../formatting/use-format";
import { useNow } from "../formatting/use-now";
import { tablePath } from "../task-page/table-path";
import { Card } from "../ui/card";
import { Progress } from "../ui/progress";
import { floorPercent } from "../formatting/quantity";

/** While rows are copied: what the source writes meanwhile is not lost, how much of it waits, and which tables hold the copy up. */
export function CopyDetails({ task, stale }: { task: TaskDetail; stale: boolean }) {
  const t = useTranslations("status.copy");
  const slowest = task.progress?.load.slowest ?? [];
  return (
    <Card
      title={t("title")}
      actions={
        <Link className="link inline-flex min-h-6 items-center text-sm" href={`/sync/${task.id}/progress`}>
          {t("all")}
        </Link>
      }
    >
      <div className="flex flex-col gap-3">
        <KeptChanges task={task} stale={stale} />
        {slowest.length > 0 && (
          <ol aria-label={t("slowest")} className="grid gap-x-8 gap-y-2.5 text-sm lg:grid-cols-2">
            {slowest.map((table) => (
              <SlowTable key={`${table.database}.${table.table}`} table={table} taskId={task.id} still={stale} />
            ))}
          </ol>
        )}
      </div>
    </Card>
  );
}

function KeptChanges({ task, stale }: { task: TaskDetail; stale: boolean }) {
  const t = useTranslations("status.copy");
  const format = useFormat();
  const now = useNow();
  const startedAtMs = (task.phaseTimes.schema ?? task.phaseTimes.load)?.startedAtMs;
  if (startedAtMs === undefined) return null;
  const duration = now === null ? "…" : format.duration(now - startedAtMs);
  // Nobody asks the source while the task stands still, and it writes on.
  const bytes = stale || !isFlowing(task.status.status) ? null : (task.figures?.keptBytes ?? null);
  return <p className="nums text-sm">{bytes === null ? t("keptUncounted", { duration }) : t("kept", { bytes: format.bytes(bytes), duration })}</p>;
}

function SlowTable({ table, taskId, still }: { table: SlowTableView; taskId: string; still: boolean }) {
  const t = useTranslations("status.copy");
  const tProgress = useTranslations("taskPage.progress");
  const format = useFormat();
  const name = `${table.database}.${table.table}`;
  const over = table.rowsCopied > table.rowsEstimated;
  const rows = (count: (value: number) => string) => tProgress(over ? "rowsOver" : "rowsOf", { rows: count(table.rowsCopied), estimate: count(table.rowsEstimated) });
  return (
    <li className="min-w-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <Link className="link code inline-flex min-h-6 min-w-0 items-center break-all" href={tablePath(taskId, table)}>
          {name}
        </Link>
        <span className="nums text-xs text-muted">{table.etaMs === null ? t(over ? "over" : "estimating") : t("left", { duration: format.duration(table.etaMs) })}</span>
      </div>
      <Progress className="h-1" label={tProgress("rowsBar", { table: name })} value={over ? null : floorPercent(table.rowsCopied, table.rowsEstimated, false)} tone={still ? "idle" : "info"} />
      <p className="nums mt-1 text-xs text-muted">
        <Exact exact={rows(format.exact)}>{rows(format.count)}</Exact>
        {table.rowsPerSecond !== null && ` · ${format.rowRate(Math.round(table.rowsPerSecond))}`}
      </p>
    </li>
  );
}
