import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { queryString } from "../../http/fetch-json";
import { answerOf, polled } from "../../live/queries";
import { taskKeys } from "../queries";
import type { ConflictList, ConflictQuery, NotCarriedView } from "./schema";

export function notCarriedOptions(id: string) {
  return queryOptions({
    queryKey: [...taskKeys.task(id), "not-carried"],
    ...answerOf<{ rows: readonly NotCarriedView[] }>(`/api/tasks/${id}/not-carried`),
    refetchInterval: polled(15_000),
  });
}

export function conflictsOptions(id: string, query: ConflictQuery) {
  return queryOptions({
    queryKey: [...taskKeys.task(id), "conflicts", query],
    ...answerOf<ConflictList>(`/api/tasks/${id}/conflicts${queryString({ ...query })}`),
    refetchInterval: polled(5_000),
    placeholderData: keepPreviousData,
  });
}
