import { countActiveAlerts } from "@/lib/alerts/data";
import { route } from "@/lib/http/route";

export const GET = route(async () => ({ active: await countActiveAlerts() }));
