import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { taskKeys } from "@/lib/tasks/queries";
import type { TaskDraft } from "@/lib/tasks/view";

/** The draft as the server has it; asked again when the window comes back, so that another tab's work is seen. */
export function draftOptions(id: string) {
  return queryOptions({ queryKey: [...taskKeys.task(id), "draft"], queryFn: ({ signal }) => fetchJson<TaskDraft>(`/api/tasks/${id}/draft`, signal) });
}

/** Which of two copies is newer? A page from the browser's history may be older than what this tab saved since. */
export function newerDraft(one: TaskDraft, other: TaskDraft | undefined): TaskDraft {
  if (other === undefined || other.version < one.version) return one;
  return other.version > one.version || (other.savedAtMs ?? 0) > (one.savedAtMs ?? 0) ? other : one;
}
