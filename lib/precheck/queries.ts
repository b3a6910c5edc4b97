import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "../http/fetch-json";
import { answerOf, polledBy } from "../live/queries";
import type { AffectedPage } from "./affected/data";
import { keptAffected } from "./check";
import type { PrecheckRunSummary, PrecheckRunView } from "./view";

export const precheckKeys = {
  all: (taskId: string) => ["tasks", taskId, "precheck"] as const,
  run: (taskId: string, number: number | "latest") => ["tasks", taskId, "precheck", number] as const,
};

/** One run; asked for often while it runs. Null = there is none. */
export function precheckRunOptions(taskId: string, number: number | "latest", against: number | null = null) {
  return queryOptions({
    queryKey: [...precheckKeys.run(taskId, number), against],
    ...answerOf<PrecheckRunView | null>(`/api/tasks/${taskId}/precheck/${number}${against === null ? "" : `?against=${against}`}`),
    refetchInterval: polledBy((query: { queryHash: string; state: { data: PrecheckRunView | null | undefined } }) => (query.state.data?.status === "running" ? 700 : 5_000)),
  });
}

export const affectedPageSize = 200;

/** A page of what a finding is about; `sought` in name or note. */
export function affectedOptions(taskId: string, number: number, check: string, page: number, sought: string) {
  return queryOptions({
    queryKey: [...precheckKeys.run(taskId, number), "affected", check, page, sought],
    queryFn: ({ signal }) => fetchJson<AffectedPage>(`/api/tasks/${taskId}/precheck/${number}/affected?${new URLSearchParams({ check, q: sought, offset: String((page - 1) * affectedPageSize), limit: String(affectedPageSize) })}`, signal),
    staleTime: Infinity,
  });
}

/** All that is kept of it. */
export function allAffectedOptions(taskId: string, number: number, check: string) {
  return queryOptions({
    queryKey: [...precheckKeys.run(taskId, number), "affected", check, "all"],
    queryFn: ({ signal }) => fetchJson<AffectedPage>(`/api/tasks/${taskId}/precheck/${number}/affected?${new URLSearchParams({ check, limit: String(keptAffected) })}`, signal),
    staleTime: Infinity,
  });
}

export function precheckRunsOptions(taskId: string) {
  return queryOptions({
    queryKey: [...precheckKeys.all(taskId), "list"],
    ...answerOf<PrecheckRunSummary[]>(`/api/tasks/${taskId}/precheck`),
  });
}
