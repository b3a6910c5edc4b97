import { environment } from "@/lib/config/env";
import { route } from "@/lib/http/route";
import { taskLogFolder } from "@/lib/logging/task-log";
import { getTaskRow } from "@/lib/tasks/data";
import { readTaskLog } from "@/lib/task-logs/read";
import { logLevels } from "@/lib/task-logs/view";

/** Lines of the runner's log of this task: the newest, `?after=` or `?before=` a place, or around `?at=<ms>`; `level`, `component`, `q`. */
export const GET = route<{ taskId: string }>(async ({ params, search }) => {
  const { id } = await getTaskRow(params.taskId);
  const text = (name: string) => search.get(name) || undefined;
  const at = Number(search.get("at"));
  const level = logLevels.find((each) => each === search.get("level"));
  return readTaskLog(taskLogFolder(environment().dataDir, id), {
    ...(text("after") ? { after: text("after")! } : {}),
    ...(text("before") ? { before: text("before")! } : {}),
    ...(at > 0 ? { atMs: at } : {}),
    ...(level ? { level } : {}),
    ...(text("component") ? { component: text("component")! } : {}),
    ...(text("q") ? { text: text("q")! } : {}),
    limit: 300,
  });
});
