import { route } from "@/lib/http/route";
import { listRunners } from "@/lib/resources/data";

export const GET = route(() => listRunners());
