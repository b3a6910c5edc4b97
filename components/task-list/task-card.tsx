"use client";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { TaskSummary } from "@/lib/tasks/view";
import { attentionTone, useAttentionText } from "../tasks/attention-text";
import { LagValue } from "../tasks/lag-value";
import { ProgressCell } from "../tasks/progress-cell";
import { StatusChip } from "../tasks/status-chip";
import { TaskActions } from "../tasks/task-actions";
import { toneText } from "../ui/badge";
import { cn } from "../ui/class-names";
import { RowDetail } from "./row-detail";
import { StatusReason } from "./status-reason";
import { TaskTags } from "./task-tags";

/** A task on a phone: the same answers in the same order as on its page, the cause of a failure among them, the whole of it behind one press. */
export function TaskCard({ task, stale, expanded, onExpandedChange }: { task: TaskSummary; stale: boolean; expanded: boolean; onExpandedChange: (expanded: boolean) => void }) {
  const t = useTranslations("tasks");
  const attentionText = useAttentionText();
  return (
    <li className="rounded-lg border border-line bg-bg px-3 py-3">
      <div className="flex items-start justify-between gap-2">
        <div className="min-w-0">
          <Link href={`/sync/${task.id}`} className="flex min-h-6 items-center text-base font-semibold text-ink">
            <span className="truncate">{task.name}</span>
          </Link>
          <p className="code truncate text-xs text-muted">{task.id}</p>
        </div>
        <TaskActions task={task} />
      </div>
      <TaskTags tags={task.tags} shown={3} className="mt-1 flex-wrap" />
      <StatusChip className="mt-2" status={task.status} stale={stale} />
      <StatusReason task={task} className="mt-1 line-clamp-3 break-words whitespace-normal" />
      <dl className="mt-2 grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-2 gap-y-1 text-sm">
        <dt className="text-muted">{t("columns.lag")}</dt>
        <dd>
          <LagValue lag={task.lag} stale={stale} />
        </dd>
        <dt className="text-muted">{t("columns.progress")}</dt>
        <dd>
          <ProgressCell task={task} stale={stale} />
        </dd>
        {task.attention.kind !== "none" && (
          <>
            <dt className="sr-only">{t("columns.attention")}</dt>
            <dd className={cn("col-span-2", toneText[attentionTone(task.attention)])}>{attentionText(task.attention, "")}</dd>
          </>
        )}
      </dl>
      <button
        type="button"
        aria-expanded={expanded}
        aria-label={t(expanded ? "collapse" : "expand", { name: task.name })}
        onClick={() => onExpandedChange(!expanded)}
        className="-mb-1 mt-1 flex min-h-8 items-center gap-1 rounded-sm text-sm text-muted hover:text-ink"
      >
        <ChevronRight aria-hidden className={cn("size-4 transition-transform", expanded && "rotate-90")} />
        {t("columns.details")}
      </button>
      {expanded && (
        <div className="mt-2 border-t border-line pt-3">
          <RowDetail task={task} />
        </div>
      )}
    </li>
  );
}
