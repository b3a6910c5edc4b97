import { route } from "@/lib/http/route";
import { getSystem } from "@/lib/settings/data";

export const GET = route(() => getSystem());
