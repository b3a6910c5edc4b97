import { fileRoute } from "@/lib/http/route";
import { usageCsv } from "@/lib/metering/data";
import { parseUsageRange, usageRange } from "@/lib/metering/range";

/** `?range=30d`: one line per task, hour and kind. */
export const GET = fileRoute(async ({ search }) => {
  const range = parseUsageRange(search.get("range"));
  const now = Date.now();
  return { name: `usage-${range}-${new Date(now).toISOString().slice(0, 10)}.csv`, type: "text/csv; charset=utf-8", text: await usageCsv(usageRange(range, now), now) };
});
