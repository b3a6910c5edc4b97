import { listRules } from "@/lib/alerts/data";
import { route } from "@/lib/http/route";

export const GET = route(({ search }) => listRules(search.get("task") ?? undefined));
