"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { polled } from "@/lib/live/queries";
import { taskMarksOptions, taskSeriesOptions } from "@/lib/tasks/queries";
import { useTask } from "../task-page/task-context";
import type { ChartWindow } from "./use-time-window";

/** Lines and marks of a window, asked for again as often as they can have changed. */
export function useFigures(window: ChartWindow) {
  const { task, paused } = useTask();
  const moves = !paused && task.status.live && window.live;
  const short = window.toMs - window.fromMs <= 2 * 3_600_000;
  const figures = useQuery({ ...taskSeriesOptions(task.id, window.range), placeholderData: keepPreviousData, refetchInterval: moves ? (polled(short ? 5_000 : 30_000)) : false });
  const marks = useQuery({ ...taskMarksOptions(task.id, window.range), placeholderData: keepPreviousData, refetchInterval: moves ? polled(15_000) : false });
  return { figures, marks: marks.data };
}
