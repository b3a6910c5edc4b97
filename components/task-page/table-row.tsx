"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { TaskTableView } from "@/lib/tasks/tables/view";
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
  const changes = { inserts: format.count(row.inserts), updates: format.count(row.updates), deletes: format.count(row.deletes), ddls: format.count(row.ddls) };
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
            <span className="text-muted">≈ {format.count(row.rowsEstimated)}</span>
          ) : (
            dash
          )
        ) : (
          <>
            <span className="whitespace-nowrap" title={format.exact(row.rowsCopied)}>
              {row.endedAtMs !== null || !copying
                ? format.count(row.rowsCopied)
                : over
                  ? t("rowsOver", { rows: format.count(row.rowsCopied), estimate: format.count(row.rowsEstimated) })
                  : t("rowsOf", { rows: format.count(row.rowsCopied), estimate: format.count(row.rowsEstimated) })}
            </span>
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
          <span title={t("changesLong", changes)}>
            <span aria-hidden>{t("changes", changes)}</span>
            <span className="sr-only">{t("changesLong", changes)}</span>
          </span>
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
