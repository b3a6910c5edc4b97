import { route } from "@/lib/http/route";
import { listOperations } from "@/lib/operations/data";

export const GET = route(({ search }) =>
  listOperations({
    taskId: search.get("taskId") ?? undefined,
    actor: search.get("actor") ?? undefined,
    result: search.get("result") ?? undefined,
    before: Number(search.get("before")) || undefined,
    limit: Number(search.get("limit")) || undefined,
  }),
);
