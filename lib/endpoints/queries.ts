import { queryOptions } from "@tanstack/react-query";
import { fetchJson, queryString } from "../http/fetch-json";
import type { CatalogColumn, CatalogDatabase, CatalogDatabaseObjects } from "./view";

/** What the source holds. Kept for a minute: a refresh button invalidates `["catalog", taskId]`. */
export function catalogOptions(taskId: string) {
  return queryOptions({
    queryKey: ["catalog", taskId, "databases"],
    queryFn: ({ signal }) => fetchJson<CatalogDatabase[]>(`/api/tasks/${taskId}/objects`, signal),
    staleTime: 60_000,
    retry: false,
  });
}

/** `as` = its name in the destination, for the badge "exists in destination". */
export function databaseObjectsOptions(taskId: string, database: string, as?: string) {
  return queryOptions({
    queryKey: ["catalog", taskId, "objects", database, as ?? database],
    queryFn: ({ signal }) => fetchJson<CatalogDatabaseObjects>(`/api/tasks/${taskId}/objects/${encodeURIComponent(database)}${queryString({ as })}`, signal),
    staleTime: 60_000,
    retry: false,
  });
}

export function columnsOptions(taskId: string, database: string, table: string) {
  return queryOptions({
    queryKey: ["catalog", taskId, "columns", database, table],
    queryFn: ({ signal }) => fetchJson<CatalogColumn[]>(`/api/tasks/${taskId}/objects/${encodeURIComponent(database)}/${encodeURIComponent(table)}`, signal),
    staleTime: 60_000,
    retry: false,
  });
}
