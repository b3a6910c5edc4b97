import { route } from "@/lib/http/route";
import { listEvents } from "@/lib/tasks/progress/data";
import { parseTaskEventQuery } from "@/lib/tasks/query";

export const GET = route<{ taskId: string }>(({ params, search }) => listEvents(params.taskId, parseTaskEventQuery(Object.fromEntries(search))));
