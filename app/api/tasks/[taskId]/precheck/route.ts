import { route } from "@/lib/http/route";
import { listPrecheckRuns } from "@/lib/precheck/data";

export const GET = route<{ taskId: string }>(({ params }) => listPrecheckRuns(params.taskId));
