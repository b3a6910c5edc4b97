import { route } from "@/lib/http/route";
import { liveReads } from "@/lib/live/reads";

export const GET = route(liveReads["/api/operations"].read);
