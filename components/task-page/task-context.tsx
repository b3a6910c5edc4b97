"use client";
import { createContext, useContext } from "react";
import type { TaskDetail } from "@/lib/tasks/view";

export interface TaskState {
  readonly task: TaskDetail;
  /** What is shown about a running task is out of date: nothing may be green. */
  readonly stale: boolean;
  /** Stale for more than a minute: the strip loses its colours. */
  readonly dead: boolean;
  /** The operator stopped the updates of this page. */
  readonly paused: boolean;
}

const TaskContext = createContext<TaskState | null>(null);
export const TaskProvider = TaskContext.Provider;

/** The task of this page, kept fresh by `TaskFrame`. */
export function useTask(): TaskState {
  const state = useContext(TaskContext);
  if (state === null) throw new Error("useTask needs a TaskFrame above it");
  return state;
}
