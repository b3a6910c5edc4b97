import { taskConnection } from "@/lib/tasks/connection";
import { listDatabases } from "@/lib/endpoints/list-objects";
import { route } from "@/lib/http/route";

export const GET = route<{ taskId: string }>(async ({ params, signal }) => listDatabases(await taskConnection(params.taskId, "source"), signal));
