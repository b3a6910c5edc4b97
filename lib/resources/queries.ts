import { queryOptions } from "@tanstack/react-query";
import { fetchJson, queryString } from "../http/fetch-json";
import type { ClusterView, HostView, RegionView, RunnerView } from "./view";

/** Query options for the browser; pass what the page loaded as `initialData`. */
export function regionsOptions() {
  return queryOptions({
    queryKey: ["resources", "regions"],
    queryFn: ({ signal }) => fetchJson<RegionView[]>("/api/resources/regions", signal),
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
    queryFn: ({ signal }) => fetchJson<RunnerView[]>("/api/resources/runners", signal),
    refetchInterval: 10_000,
  });
}
