import { route } from "@/lib/http/route";
import { readTaskLoad } from "@/lib/tasks/load/data";

export const GET = route<{ taskId: string }>(({ params, signal }) => readTaskLoad(params.taskId, signal));
