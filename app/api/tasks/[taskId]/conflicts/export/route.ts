import { fileRoute } from "@/lib/http/route";
import { conflictsCsv } from "@/lib/tasks/schema-changes/data";
import { conflictQuerySchema } from "@/lib/tasks/schema-changes/schema";

export const GET = fileRoute<{ taskId: string }>(async ({ params, search }) => ({
  name: `conflicts-${params.taskId}.csv`,
  type: "text/csv; charset=utf-8",
  text: await conflictsCsv(params.taskId, conflictQuerySchema.parse(Object.fromEntries(search))),
}));
