import { route } from "@/lib/http/route";
import { listRegions } from "@/lib/resources/data";

export const GET = route(() => listRegions());
