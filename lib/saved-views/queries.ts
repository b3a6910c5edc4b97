import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "../http/fetch-json";
import type { SavedView } from "./schema";

export const savedViewsKey = ["saved-views"] as const;

export function savedViewsOptions() {
  return queryOptions({ queryKey: savedViewsKey, queryFn: ({ signal }) => fetchJson<SavedView[]>("/api/saved-views", signal), staleTime: 30_000 });
}
