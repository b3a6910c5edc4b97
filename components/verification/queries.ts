import { queryOptions } from "@tanstack/react-query";
import { answerOf, polled, polledBy } from "@/lib/live/queries";
import { taskKeys } from "@/lib/tasks/queries";
import type { JobDetail, JobView } from "@/lib/verification/view";

export const verificationKey = (id: string) => [...taskKeys.task(id), "verification"] as const;

export function jobsOptions(id: string) {
  return queryOptions({ queryKey: verificationKey(id), ...answerOf<JobView[]>(`/api/tasks/${id}/verification`), refetchInterval: polled(3_000) });
}

export function jobOptions(id: string, number: number) {
  return queryOptions({
    queryKey: [...verificationKey(id), number],
    ...answerOf<JobDetail>(`/api/tasks/${id}/verification/${number}`),
    refetchInterval: polledBy(({ state }: { queryHash: string; state: { data: JobDetail | undefined } }) => (state.data && !["waiting", "running"].includes(state.data.status) ? false : 1_500)),
  });
}
