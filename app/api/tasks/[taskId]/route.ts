import { route } from "@/lib/http/route";
import { getTask } from "@/lib/tasks/data";

export const GET = route<{ taskId: string }>(({ params }) => getTask(params.taskId));
