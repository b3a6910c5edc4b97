"use client";
import { Crosshair } from "lucide-react";
import { useTranslations } from "use-intl";
import type { GapTables as GapTablesView } from "@/lib/tasks/gaps/view";
import type { PositionResetView } from "@/lib/tasks/position-reset/schema";
import type { TaskDetail } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { GapTables } from "../schema-changes/gap-tables";

/** So many tables of one stretch are listed. */
const gapTables = 20;

/** Stretches of the log that were passed over because a person set the position forward: entries of the list of known gaps. */
export function ResetGaps({ task, resets, gaps }: { task: TaskDetail; resets: readonly PositionResetView[]; gaps: GapTablesView | undefined }) {
  const t = useTranslations("positionReset.gap");
  const format = useFormat();
  return resets.map(({ id, move, reason, actor, atMs, appliedAtMs }) => (
    <li key={`position-${id}`} className="flex items-start gap-2">
      <Crosshair aria-hidden className="mt-0.5 size-4 shrink-0 text-accepted" />
      <div className="min-w-0 grow">
        <p className="break-words">{t("title", { count: move.transactions, shown: format.count(move.transactions) })}</p>
        {move.firstMs !== null && move.lastMs !== null && <p className="nums">{t("committed", { from: format.dateTime(move.firstMs), to: format.dateTime(move.lastMs) })}</p>}
        <GapTables taskId={task.id} names={move.tables.slice(0, gapTables)} gaps={gaps} />
        <p className="break-words text-muted">{reason}</p>
        <p className="nums text-xs break-all text-muted">
          {t("by", { actor, time: format.dateTime(atMs) })} · {appliedAtMs === null ? t("open") : t("places", { from: `${move.from.file}:${move.from.offset}`, to: move.to.file === "" ? (move.to.gtidSet ?? "") : `${move.to.file}:${move.to.offset}` })}
        </p>
      </div>
    </li>
  ));
}
