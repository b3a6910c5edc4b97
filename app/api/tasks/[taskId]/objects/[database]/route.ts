import { taskConnection } from "@/lib/tasks/connection";
import { listDatabaseObjects } from "@/lib/endpoints/list-objects";
import { route } from "@/lib/http/route";

/** `?as=` is the database's name in the destination. */
export const GET = route<{ taskId: string; database: string }>(async ({ params, search, signal }) => {
  const [source, destination] = await Promise.all([taskConnection(params.taskId, "source"), taskConnection(params.taskId, "destination")]);
  return listDatabaseObjects(source, params.database, { settings: destination, database: search.get("as") ?? params.database }, signal);
});
