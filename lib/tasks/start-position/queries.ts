import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "../../http/fetch-json";
import type { EarliestPosition } from "./view";

/** What is the oldest that the source's log still holds. Asked when somebody is about to choose a position. */
export function earliestPositionOptions(taskId: string) {
  return queryOptions({
    queryKey: ["start-position", taskId],
    queryFn: ({ signal }) => fetchJson<EarliestPosition>(`/api/tasks/${taskId}/start-position`, signal),
    staleTime: 60_000,
    retry: false,
  });
}
