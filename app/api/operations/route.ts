import { route } from "@/lib/http/route";
import { listOperations } from "@/lib/operations/data";
import { parseOperationQuery } from "@/lib/operations/query";

export const GET = route(({ search }) => listOperations(parseOperationQuery(Object.fromEntries(search))));
