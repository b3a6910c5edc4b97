"use client";
import { useEffect, useRef } from "react";
import type { TaskActionKind } from "@/lib/tasks/action-rules";
import type { TaskSummary } from "@/lib/tasks/view";
import { TaskDialogs, type TaskDialog } from "../tasks/task-dialogs";
import { useTaskAction, type DoableAction } from "../tasks/use-task-action";

const asksFirst: readonly string[] = ["pause", "release", "reset", "rename", "tags"];

/** Asks what the action asks, or does it at once. */
export function RunCommand({ task, kind, onDone }: { task: TaskSummary; kind: TaskActionKind; onDone: () => void }) {
  const { mutate, isPending } = useTaskAction(task);
  const asks = asksFirst.includes(kind);
  const begun = useRef(false);
  useEffect(() => {
    if (asks || begun.current) return;
    begun.current = true;
    mutate({ kind: kind as DoableAction }, { onSettled: onDone });
  }, [asks, kind, mutate, onDone]);
  if (!asks) return null;
  const run = (what: DoableAction, extra: { reason?: string; confirmName?: string } = {}) => mutate({ kind: what, ...extra }, { onSuccess: (result) => result.ok && onDone() });
  return <TaskDialogs task={task} dialog={kind as TaskDialog} pending={isPending} onRun={run} onClose={onDone} />;
}
