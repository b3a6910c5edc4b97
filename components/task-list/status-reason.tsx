"use client";
import { useTranslations } from "use-intl";
import type { TaskSummary } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { cn } from "../ui/class-names";

/** Why the task is in its state, where one line can say it; the whole of it is in the row's details. */
export function StatusReason({ task, className }: { task: TaskSummary; className?: string }) {
  const t = useTranslations("list.reason");
  const format = useFormat();
  const said =
    task.pause !== null
      ? task.pause.reason
        ? t("pausedWhy", { name: task.pause.by, reason: task.pause.reason })
        : task.pause.by && t("paused", { name: task.pause.by })
      : task.error !== null
        ? (task.error.serverMessage ?? task.error.detail)
        : task.retry !== null
          ? (task.retry.serverMessage ?? task.retry.sentence)
          : task.releasedAtMs !== null
            ? t("released", { time: format.dateTime(task.releasedAtMs) })
            : null;
  return said ? (
    <span title={said} className={cn("mt-0.5 block truncate text-xs text-muted", className)}>
      {said}
    </span>
  ) : null;
}
