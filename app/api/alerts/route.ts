import { listAlerts } from "@/lib/alerts/data";
import { route } from "@/lib/http/route";

/** `?task=dts…` for one task. */
export const GET = route(({ search }) => listAlerts(search.get("task") ?? undefined));
