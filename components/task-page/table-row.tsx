"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { TaskTableView } from "@/lib/tasks/tables/view";
import { Exact } from "../formatting/exact";
import { Time } from "../formatting/time";
import { floorPercent } from "../formatting/quantity";
import { useFormat } from "../formatting/use-format";
import { useNow } from "../formatting/use-now";
import { TableDecisions } from "../modification/table-decisions";
import { Progress } from "../ui/progress";
import { TableRow, Td } from "../ui/table";
import { tablePath } from "./table-path";
import { TableStateBadge } from "./table-state";
import { useTask } from "./task-context";

const dash = <span className="text-muted">—</span>;

/** One table: names, state, copy with an honest bar, changes applied. Its clock runs from its own start to its own end. */
export function TableRowView({ row, still }: { row: TaskTableView; still: boolean }) {
  const t = useTranslations("taskPage.progress");
  const format = useFormat();
  const now = useNow();
  const { task } = useTask();
  const source = `${row.source.database}.${row.source.table}`;
  const destination = `${row.destination.database}.${row.destination.table}`;
  const over = row.rowsCopied > row.rowsEstimated;
  const copying = row.state === "copying";
  const changes = (count: (value: number) => string) => ({ inserts: count(row.inserts), updates: count(row.updates), deletes: count(row.deletes), ddls: count(row.ddls) });
  const rows = (count: (value: number) => string) => {
    if (row.endedAtMs !== null || !copying) return count(row.rowsCopied);
    return t(over ? "rowsOver" : "rowsOf", { rows: count(row.rowsCopied), estimate: count(row.rowsEstimated) });
  };
  const total = row.inserts + row.updates + row.deletes + row.ddls;
  const end = row.endedAtMs ?? (copying && !still ? now : null);
  return (
    <TableRow>
      <Td className="max-w-88">
        <Link className="link code block truncate" title={source} href={tablePath(task.id, row.source)}>
          {source}
        </Link>
        {destination !== source && (
          <span className="code block truncate text-xs text-muted" title={destination}>
            → {destination}
          </span>
        )}
        {row.error && (
          <span className="block max-w-prose text-xs text-bad">
            {row.error.sentence} {row.error.remedy}
          </span>
        )}
      </Td>
      <Td>
        <TableStateBadge state={row.state} still={still} />
      </Td>
      <Td className="min-w-40 text-right">
        {row.startedAtMs === null ? (
          row.rowsEstimated > 0 ? (
            <Exact className="text-muted" exact={`≈ ${format.exact(row.rowsEstimated)}`}>{`≈ ${format.count(row.rowsEstimated)}`}</Exact>
          ) : (
            dash
          )
        ) : (
          <>
            <Exact className="whitespace-nowrap" exact={rows(format.exact)}>
              {rows(format.count)}
            </Exact>
            {copying && (
              <Progress
                className="mt-1 h-1"
                label={t("rowsBar", { table: source })}
                value={over ? null : floorPercent(row.rowsCopied, row.rowsEstimated, false)}
                tone={still ? "idle" : "info"}
              />
            )}
          </>
        )}
      </Td>
      <Td className="text-right whitespace-nowrap">{row.bytesCopied > 0 ? format.bytes(row.bytesCopied) : dash}</Td>
      <Td className="text-right whitespace-nowrap">
        {total === 0 ? (
          dash
        ) : (
          <Exact exact={t("changesLong", changes(format.exact))}>{t("changes", changes(format.count))}</Exact>
        )}
      </Td>
      <Td className="whitespace-nowrap text-muted">{row.lastAppliedAtMs === null ? dash : <Time ms={row.lastAppliedAtMs} form="relative" />}</Td>
      <Td className="text-right whitespace-nowrap text-muted">{row.startedAtMs !== null && end !== null ? format.duration(end - row.startedAtMs) : dash}</Td>
      <Td className="w-10 text-right">
        <TableDecisions row={row} as="menu" />
      </Td>
    </TableRow>
  );
}
