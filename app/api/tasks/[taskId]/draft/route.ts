import { route } from "@/lib/http/route";
import { getDraft } from "@/lib/tasks/data";

export const GET = route<{ taskId: string }>(({ params }) => getDraft(params.taskId));
