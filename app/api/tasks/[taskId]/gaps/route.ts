import { route } from "@/lib/http/route";
import { listGapTables } from "@/lib/tasks/gaps/data";

/** Tables behind the known gaps, with their newest comparison. */
export const GET = route<{ taskId: string }>(({ params }) => listGapTables(params.taskId));
