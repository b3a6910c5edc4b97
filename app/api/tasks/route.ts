import { route } from "@/lib/http/route";
import { listTasks } from "@/lib/tasks/data";
import { parseTaskListQuery } from "@/lib/tasks/query";

export const GET = route(({ search }) => listTasks(parseTaskListQuery(Object.fromEntries(search))));
