import { route } from "@/lib/http/route";
import { operationChoices } from "@/lib/operations/data";

/** Who and what the filters of Operation Logs offer. */
export const GET = route(() => operationChoices());
