import { fileRoute } from "@/lib/http/route";
import { operationsCsv } from "@/lib/operations/data";
import { parseOperationQuery } from "@/lib/operations/query";

/** The entries that the filters of the page let through, newest first. */
export const GET = fileRoute(async ({ search }) => ({
  name: `operations-${new Date().toISOString().slice(0, 10)}.csv`,
  type: "text/csv; charset=utf-8",
  text: await operationsCsv(parseOperationQuery(Object.fromEntries(search))),
}));
