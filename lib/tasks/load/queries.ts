import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "../../http/fetch-json";
import type { TaskLoad } from "./view";

/** Asks both servers again while somebody looks. */
export function taskLoadOptions(taskId: string) {
  return queryOptions({
    queryKey: ["tasks", taskId, "load"],
    queryFn: ({ signal }) => fetchJson<TaskLoad>(`/api/tasks/${taskId}/load`, signal),
    refetchInterval: 10_000,
    staleTime: 5_000,
  });
}
