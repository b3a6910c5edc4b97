import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "../../http/fetch-json";
import { polledBy } from "../../live/queries";
import { taskKeys } from "../queries";
import type { ModificationView } from "./view";

interface Answer {
  readonly modification: ModificationView | null;
}
const take = ({ modification }: Answer): ModificationView | null => modification;

/** The newest modification of a task; asked for often while something happens. */
export function modificationOptions(id: string) {
  const path = `/api/tasks/${id}/modification`;
  return queryOptions({
    queryKey: [...taskKeys.task(id), "modification"],
    queryFn: ({ signal }) => fetchJson<Answer>(path, signal).then(take),
    meta: { live: { path, take } },
    refetchInterval: polledBy((query: { queryHash: string; state: { data: ModificationView | null | undefined } }) => {
      const state = query.state.data?.state;
      return state === "checking" || state === "confirmed" || state === "running" || state === "left" ? 1_000 : 5_000;
    }),
  });
}
