import { route } from "@/lib/http/route";
import { listRecentEvents } from "@/lib/tasks/across/data";

export const GET = route(() => listRecentEvents(8));
