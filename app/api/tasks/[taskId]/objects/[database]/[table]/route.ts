import { taskConnection } from "@/lib/tasks/connection";
import { listColumns } from "@/lib/endpoints/list-objects";
import { route } from "@/lib/http/route";

export const GET = route<{ taskId: string; database: string; table: string }>(async ({ params, signal }) =>
  listColumns(await taskConnection(params.taskId, "source"), { database: params.database, table: params.table }, signal),
);
