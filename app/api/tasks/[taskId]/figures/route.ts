import { getSeries } from "@/lib/figures/data";
import { timeWindow } from "@/lib/figures/time-window";
import { route } from "@/lib/http/route";

/** `?from=now-6h&to=now`, or milliseconds. */
export const GET = route<{ taskId: string }>(({ params, search }) => {
  const now = Date.now();
  return getSeries(params.taskId, timeWindow(search.get("from") ?? "", search.get("to") ?? "", now), now);
});
