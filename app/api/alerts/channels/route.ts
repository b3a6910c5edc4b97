import { listChannels } from "@/lib/alerts/data";
import { route } from "@/lib/http/route";

export const GET = route(() => listChannels());
