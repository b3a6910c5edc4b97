import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "../../http/fetch-json";
import { taskKeys } from "../queries";
import type { ModificationView } from "./view";

/** The newest modification of a task; asked for often while something happens. */
export function modificationOptions(id: string) {
  return queryOptions({
    queryKey: [...taskKeys.task(id), "modification"],
    queryFn: ({ signal }) => fetchJson<{ modification: ModificationView | null }>(`/api/tasks/${id}/modification`, signal).then((answer) => answer.modification),
    refetchInterval: (query) => {
      const state = query.state.data?.state;
      return state === "checking" || state === "confirmed" || state === "running" || state === "left" ? 1_000 : 5_000;
    },
  });
}
