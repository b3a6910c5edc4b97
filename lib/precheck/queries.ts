import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "../http/fetch-json";
import type { PrecheckRunSummary, PrecheckRunView } from "./view";

export const precheckKeys = {
  all: (taskId: string) => ["tasks", taskId, "precheck"] as const,
  run: (taskId: string, number: number | "latest") => ["tasks", taskId, "precheck", number] as const,
};

/** One run; polled fast while it runs. Null = there is none. */
export function precheckRunOptions(taskId: string, number: number | "latest", against: number | null = null) {
  return queryOptions({
    queryKey: [...precheckKeys.run(taskId, number), against],
    queryFn: ({ signal }) => fetchJson<PrecheckRunView | null>(`/api/tasks/${taskId}/precheck/${number}${against === null ? "" : `?against=${against}`}`, signal),
    refetchInterval: (query) => (query.state.data?.status === "running" ? 700 : 5_000),
  });
}

export function precheckRunsOptions(taskId: string) {
  return queryOptions({
    queryKey: [...precheckKeys.all(taskId), "list"],
    queryFn: ({ signal }) => fetchJson<PrecheckRunSummary[]>(`/api/tasks/${taskId}/precheck`, signal),
  });
}
