import { route } from "@/lib/http/route";
import { getBacklog } from "@/lib/tasks/backlog/data";

export const GET = route<{ taskId: string }>(({ params }) => getBacklog(params.taskId));
