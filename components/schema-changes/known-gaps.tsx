"use client";
import Link from "next/link";
import { FileWarning } from "lucide-react";
import { useTranslations } from "use-intl";
import type { TaskDetail } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { CodeBlock } from "../ui/code-block";
import { Collapsible } from "../ui/collapsible";
import { ResetGaps } from "../position-reset/reset-gaps";
import { SkippedGaps } from "../skipped-transactions/skipped-gaps";
import { GapTables, useGapTables } from "./gap-tables";

/** Schema changes that did not go their usual way, tables that were set aside, rows that were not as expected: for the life of the task, each with what verification found of its tables. */
export function KnownGaps({ task }: { task: TaskDetail }) {
  const t = useTranslations("schemaChanges.gaps");
  const format = useFormat();
  const { knownGaps, skippedTransactions, positionResets, conflictCount } = task;
  const gaps = useGapTables(task.id);
  const aside = task.acceptedRisks.filter(({ kind }) => kind === "table-set-aside");
  const forward = positionResets.filter(({ move }) => move.direction === "forward");
  if (knownGaps.length === 0 && skippedTransactions.length === 0 && forward.length === 0 && conflictCount === 0 && aside.length === 0) return <p className="text-sm text-muted">{t("none")}</p>;
  return (
    <div className="flex flex-col gap-2.5 text-sm">
      {conflictCount > 0 && (
        <div>
          <Link className="link inline-flex min-h-6 items-center" href={`/sync/${task.id}/objects#conflicts`}>
            {t("conflicts", { count: conflictCount, shown: format.count(conflictCount) })}
          </Link>
          <GapTables taskId={task.id} names={gaps?.conflicts ?? []} gaps={gaps} />
        </div>
      )}
      <ul className="flex flex-col gap-2.5">
        {aside.map((risk) => (
          <li key={`aside-${risk.subject}-${risk.atMs}`} className="flex items-start gap-2">
            <FileWarning aria-hidden className="mt-0.5 size-4 shrink-0 text-accepted" />
            <div className="min-w-0 grow">
              <p className="break-words">{t("aside")}</p>
              <GapTables taskId={task.id} names={[risk.subject]} gaps={gaps} />
              <p className="break-words text-muted">{risk.reason}</p>
              <p className="nums text-xs text-muted">{t("by", { actor: risk.actor, time: format.dateTime(risk.atMs) })}</p>
            </div>
          </li>
        ))}
        <ResetGaps task={task} resets={forward} gaps={gaps} />
        <SkippedGaps task={task} gaps={gaps} />
        {knownGaps.map((gap) => (
          <li key={gap.id} className="flex items-start gap-2">
            <FileWarning aria-hidden className="mt-0.5 size-4 shrink-0 text-accepted" />
            <div className="min-w-0 grow">
              <p className="break-words">{t(gap.action)}</p>
              <GapTables taskId={task.id} names={gaps?.ofDecision[gap.id] ?? []} gaps={gaps} />
              <p className="break-words text-muted">{gap.reason}</p>
              <p className="nums text-xs break-all text-muted">
                {t("by", { actor: gap.actor, time: format.dateTime(gap.atMs) })} · {gap.appliedAtMs === null ? t("waiting") : t("passed", { position: gap.position })}
              </p>
              <Collapsible summary={t("statements")}>
                <div className="flex flex-col gap-2">
                  <CodeBlock label={t("original")} code={gap.statement} maxHeight="8rem" />
                  {gap.replacement && <CodeBlock label={t("replacement")} code={gap.replacement.map((one) => `${one};`).join("\n")} maxHeight="8rem" />}
                </div>
              </Collapsible>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
