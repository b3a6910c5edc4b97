import { route } from "@/lib/http/route";
import { listNotCarried } from "@/lib/tasks/schema-changes/data";

export const GET = route<{ taskId: string }>(({ params }) => listNotCarried(params.taskId));
