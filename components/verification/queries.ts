import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { taskKeys } from "@/lib/tasks/queries";
import type { JobDetail, JobView } from "@/lib/verification/view";

export const verificationKey = (id: string) => [...taskKeys.task(id), "verification"] as const;

export function jobsOptions(id: string) {
  return queryOptions({ queryKey: verificationKey(id), queryFn: ({ signal }) => fetchJson<JobView[]>(`/api/tasks/${id}/verification`, signal), refetchInterval: 3_000 });
}

export function jobOptions(id: string, number: number) {
  return queryOptions({
    queryKey: [...verificationKey(id), number],
    queryFn: ({ signal }) => fetchJson<JobDetail>(`/api/tasks/${id}/verification/${number}`, signal),
    refetchInterval: ({ state }) => (state.data && !["waiting", "running"].includes(state.data.status) ? false : 1_500),
  });
}
