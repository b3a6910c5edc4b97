import { taskConnection } from "@/lib/tasks/connection";
import { listColumns } from "@/lib/endpoints/list-objects";
import { route } from "@/lib/http/route";

export const GET = route<{ taskId: string; database: string; table: string }>(async ({ params, signal }) =>
  listColumns(await taskConnection(params.taskId, "source"), { database: decodeURIComponent(params.database), table: decodeURIComponent(params.table) }, signal),
);
