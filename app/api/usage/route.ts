import { route } from "@/lib/http/route";
import { getUsage, getUsageHours } from "@/lib/metering/data";
import { parseUsageRange, usageRange } from "@/lib/metering/range";

/** `?range=30d`: tasks; with `&task=<id>`: that task's hours. */
export const GET = route(({ search }) => {
  const now = Date.now();
  const range = usageRange(parseUsageRange(search.get("range")), now);
  const task = search.get("task");
  return task === null ? getUsage(range, now) : getUsageHours(task, range, now);
});
