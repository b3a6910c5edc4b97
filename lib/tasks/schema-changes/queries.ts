import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchJson, queryString } from "../../http/fetch-json";
import { taskKeys } from "../queries";
import type { ConflictList, ConflictQuery, NotCarriedView } from "./schema";

export function notCarriedOptions(id: string) {
  return queryOptions({
    queryKey: [...taskKeys.task(id), "not-carried"],
    queryFn: ({ signal }) => fetchJson<{ rows: readonly NotCarriedView[] }>(`/api/tasks/${id}/not-carried`, signal),
    refetchInterval: 15_000,
  });
}

export function conflictsOptions(id: string, query: ConflictQuery) {
  return queryOptions({
    queryKey: [...taskKeys.task(id), "conflicts", query],
    queryFn: ({ signal }) => fetchJson<ConflictList>(`/api/tasks/${id}/conflicts${queryString({ ...query })}`, signal),
    refetchInterval: 5_000,
    placeholderData: keepPreviousData,
  });
}
