import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { queryString } from "../http/fetch-json";
import { answerOf, polled, polledBy } from "../live/queries";
import type { Marks } from "./marks/marks";
import type { TaskEventQuery, TaskListQuery, TaskTableQuery } from "./list-query";
import type { TaskDetail, TaskList } from "./view";
import type { RecentEventView, TaskEventList } from "./event-view";
import type { FigureSeries } from "../figures/series";
import type { OperationLogView } from "../operations/view";
import type { TaskTableList } from "./tables/view";

export const taskKeys = {
  all: ["tasks"] as const,
  lists: ["tasks", "list"] as const,
  list: (query: TaskListQuery) => ["tasks", "list", query] as const,
  task: (id: string) => ["tasks", id] as const,
};

/** Everything here is told by the stream of the page (`components/live`) and polls without it; while the page is hidden both stop. A short status change (starting, pausing …) is asked for more often. */
const fastMs = 1_000;
const calmMs = 5_000;

export function taskListOptions(query: TaskListQuery) {
  return queryOptions({
    queryKey: taskKeys.list(query),
    ...answerOf<TaskList>(`/api/tasks${queryString({ ...query })}`),
    refetchInterval: polled(3_000),
    placeholderData: keepPreviousData,
  });
}

export function taskOptions(id: string) {
  return queryOptions({
    queryKey: [...taskKeys.task(id), "detail"],
    ...answerOf<TaskDetail>(`/api/tasks/${id}`),
    refetchInterval: polledBy((query: { queryHash: string; state: { data: TaskDetail | undefined } }) => (query.state.data === undefined || query.state.data.status.live ? fastMs : calmMs)),
  });
}

export function taskTablesOptions(id: string, query: TaskTableQuery) {
  return queryOptions({
    queryKey: [...taskKeys.task(id), "tables", query],
    ...answerOf<TaskTableList>(`/api/tasks/${id}/tables${queryString({ ...query })}`),
    refetchInterval: polled(2_000),
    placeholderData: keepPreviousData,
  });
}

export function taskEventsOptions(id: string, query: TaskEventQuery) {
  return queryOptions({
    queryKey: [...taskKeys.task(id), "events", query],
    ...answerOf<TaskEventList>(`/api/tasks/${id}/events${queryString({ ...query })}`),
    refetchInterval: polled(3_000),
    placeholderData: keepPreviousData,
  });
}

/** `from` and `to` as in the URL: `lib/figures/time-window.ts`. */
export function taskSeriesOptions(id: string, range: { readonly from: string; readonly to: string }) {
  return queryOptions({
    queryKey: [...taskKeys.task(id), "figures", range],
    ...answerOf<FigureSeries>(`/api/tasks/${id}/figures${queryString(range)}`),
    refetchInterval: polled(10_000),
    placeholderData: keepPreviousData,
  });
}

export function taskMarksOptions(id: string, range: { readonly from: string; readonly to: string }) {
  return queryOptions({
    queryKey: [...taskKeys.task(id), "marks", range],
    ...answerOf<Marks>(`/api/tasks/${id}/marks${queryString(range)}`),
    refetchInterval: polled(15_000),
    placeholderData: keepPreviousData,
  });
}

export function recentEventsOptions() {
  return queryOptions({
    queryKey: ["recent-events"],
    ...answerOf<RecentEventView[]>("/api/events"),
    refetchInterval: polled(5_000),
  });
}

export function operationsOptions(query: { readonly taskId?: string; readonly actor?: string; readonly result?: string; readonly before?: number }) {
  return queryOptions({
    // Below the tasks: whatever changes a task writes an entry.
    queryKey: [...taskKeys.all, "operations", query],
    ...answerOf<{ rows: OperationLogView[]; nextBefore: number | null }>(`/api/operations${queryString(query)}`),
    placeholderData: keepPreviousData,
  });
}
