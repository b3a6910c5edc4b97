import { timeWindow } from "@/lib/figures/time-window";
import { route } from "@/lib/http/route";
import { getMarks } from "@/lib/tasks/marks/data";

/** `?from=now-6h&to=now`, or milliseconds. */
export const GET = route<{ taskId: string }>(({ params, search }) => getMarks(params.taskId, timeWindow(search.get("from") ?? "", search.get("to") ?? "", Date.now())));
