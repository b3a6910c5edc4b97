import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "../../http/fetch-json";
import type { BacklogView } from "./view";

/** Asks again while somebody looks; not while updates are paused. */
export function backlogOptions(taskId: string, paused: boolean) {
  return queryOptions({
    queryKey: ["tasks", taskId, "backlog"],
    queryFn: ({ signal }) => fetchJson<BacklogView>(`/api/tasks/${taskId}/backlog`, signal),
    refetchInterval: paused ? false : 10_000,
    staleTime: 3_000,
  });
}
