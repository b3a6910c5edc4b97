"use client";
import { SkipForward } from "lucide-react";
import { useTranslations } from "use-intl";
import type { GapTables as GapTablesView } from "@/lib/tasks/gaps/view";
import type { TaskDetail } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { GapTables } from "../schema-changes/gap-tables";
import { ChangedTables } from "./changed-tables";

/** Transactions that the destination does not hold because a person decided so: entries of the list of known gaps. */
export function SkippedGaps({ task, gaps }: { task: TaskDetail; gaps: GapTablesView | undefined }) {
  const t = useTranslations("skips.gap");
  const format = useFormat();
  return task.skippedTransactions.map((gap) => (
    <li key={`transaction-${gap.id}`} className="flex items-start gap-2">
      <SkipForward aria-hidden className="mt-0.5 size-4 shrink-0 text-accepted" />
      <div className="min-w-0 grow">
        <p className="break-words">{t("title")}</p>
        <ChangedTables tables={gap.tables} />
        <p className="break-words text-muted">{gap.reason}</p>
        <p className="nums text-xs break-all text-muted">
          {t("by", { actor: gap.actor, time: format.dateTime(gap.atMs) })} · {gap.appliedAtMs === null ? t("waiting", { position: gap.position }) : t("passed", { position: gap.position })}
        </p>
        <GapTables taskId={task.id} names={gap.tables.map(({ source }) => source)} gaps={gaps} />
      </div>
    </li>
  ));
}
