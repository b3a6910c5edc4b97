import { route } from "@/lib/http/route";
import { taskConnection } from "@/lib/tasks/connection";
import { findEarliest } from "@/lib/tasks/start-position/find";

export const GET = route<{ taskId: string }>(async ({ params, signal }) => findEarliest(await taskConnection(params.taskId, "source"), signal));
