import { fileRoute } from "@/lib/http/route";
import { listAllTasks } from "@/lib/tasks/data";
import { tasksCsv } from "@/lib/tasks/export";
import { parseTaskListQuery } from "@/lib/tasks/query";

/** The filtered list, whole, in its order. */
export const GET = fileRoute(async ({ search }) => ({
  name: `synchronization-tasks-${new Date().toISOString().slice(0, 16).replaceAll(":", "")}.csv`,
  type: "text/csv; charset=utf-8",
  text: tasksCsv(await listAllTasks(parseTaskListQuery(Object.fromEntries(search)))),
}));
