import { route } from "@/lib/http/route";
import { listTables } from "@/lib/tasks/progress/data";
import { parseTaskTableQuery } from "@/lib/tasks/query";

export const GET = route<{ taskId: string }>(({ params, search }) => listTables(params.taskId, parseTaskTableQuery(Object.fromEntries(search))));
