import { route } from "@/lib/http/route";
import { getTable } from "@/lib/tasks/tables/data";

export const GET = route<{ taskId: string; database: string; table: string }>(({ params }) =>
  getTable(params.taskId, { database: decodeURIComponent(params.database), table: decodeURIComponent(params.table) }),
);
