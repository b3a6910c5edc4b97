import { route } from "@/lib/http/route";
import { listConflicts } from "@/lib/tasks/schema-changes/data";
import { conflictQuerySchema } from "@/lib/tasks/schema-changes/schema";

export const GET = route<{ taskId: string }>(({ params, search }) => listConflicts(params.taskId, conflictQuerySchema.parse(Object.fromEntries(search))));
