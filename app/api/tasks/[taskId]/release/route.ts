import { route } from "@/lib/http/route";
import { getReleaseFacts } from "@/lib/tasks/lifecycle/data";

/** What a release would free, delete and take back. */
export const GET = route<{ taskId: string }>(({ params }) => getReleaseFacts(params.taskId));
