import { queryOptions } from "@tanstack/react-query";
import { fetchJson, queryString } from "../http/fetch-json";
import { answerOf, polled } from "../live/queries";
import type { ClusterView, HostView, RegionView, RunnerView } from "./view";

/** Query options for the browser; pass what the page loaded as `initialData`. */
export function regionsOptions() {
  return queryOptions({
    queryKey: ["resources", "regions"],
    ...answerOf<RegionView[]>("/api/resources/regions"),
    staleTime: 30_000,
  });
}

export function hostsOptions(regionId?: string) {
  return queryOptions({
    queryKey: ["resources", "hosts", regionId ?? null],
    queryFn: ({ signal }) => fetchJson<HostView[]>(`/api/resources/hosts${queryString({ region: regionId })}`, signal),
    staleTime: 30_000,
  });
}

export function clustersOptions(regionId?: string) {
  return queryOptions({
    queryKey: ["resources", "clusters", regionId ?? null],
    queryFn: ({ signal }) => fetchJson<ClusterView[]>(`/api/resources/clusters${queryString({ region: regionId })}`, signal),
    staleTime: 30_000,
  });
}

export function runnersOptions() {
  return queryOptions({
    queryKey: ["resources", "runners"],
    ...answerOf<RunnerView[]>("/api/resources/runners"),
    refetchInterval: polled(10_000),
  });
}
