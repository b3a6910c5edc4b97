"use client";
import type { TaskSummary } from "@/lib/tasks/view";
import { FinalDialog } from "./final-dialog";
import { PauseDialog } from "./pause-dialog";
import { RenameDialog } from "./rename-dialog";
import { TagsDialog } from "./tags-dialog";
import type { DoableAction } from "./use-task-action";

export type TaskDialog = "pause" | "release" | "reset" | "rename" | "tags";

/** The question that an action asks before it happens. */
export function TaskDialogs({
  task,
  dialog,
  pending,
  onRun,
  onClose,
}: {
  task: TaskSummary;
  dialog: TaskDialog;
  pending: boolean;
  onRun: (kind: DoableAction, extra?: { reason?: string; confirmName?: string; removeRules?: boolean; remindAtMs?: number }) => void;
  onClose: () => void;
}) {
  switch (dialog) {
    case "pause":
      return <PauseDialog task={task} open onOpenChange={onClose} pending={pending} onConfirm={(reason, remindAtMs) => onRun("pause", { reason, ...(remindAtMs !== null && { remindAtMs }) })} />;
    case "rename":
      return <RenameDialog task={task} onClose={onClose} />;
    case "tags":
      return <TagsDialog task={task} onClose={onClose} />;
    case "release":
    case "reset":
      return <FinalDialog task={task} kind={dialog} pending={pending} onRun={onRun} onClose={onClose} />;
  }
}
