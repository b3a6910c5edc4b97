import { type Window, windows } from "@/lib/figures/buckets";
import { getSeries } from "@/lib/figures/data";
import { route } from "@/lib/http/route";

/** `?window=1h`, or `?from=<ms>&to=<ms>`. */
export const GET = route<{ taskId: string }>(({ params, search }) => {
  const now = Date.now();
  const window = search.get("window") ?? "1h";
  const length = window in windows ? windows[window as Window] : windows["1h"];
  const to = Number(search.get("to")) || now;
  const from = Number(search.get("from")) || to - length;
  return getSeries(params.taskId, { fromMs: Math.min(from, to), toMs: to }, now);
});
