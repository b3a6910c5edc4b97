import { recentRates } from "../../figures/data";
import { etaRange } from "../eta/eta";
import type { TaskRecord } from "../record";
import type { ProgressView } from "../view";
import { tablesBeingCopied } from "./data";
import { slowTables } from "./slow-tables";

/** Full load: how long it still takes, by the rates of the last five minutes — of bytes where sizes are known, else of rows — and the tables that take longest. */
export async function withForecast(record: TaskRecord, progress: ProgressView, now: number): Promise<ProgressView> {
  const started = record.phaseTimes.load;
  if (record.status !== "running" || record.phase !== "load" || !started) return progress;
  const { load } = progress;
  const [rates, copying] = await Promise.all([recentRates(record.id, now), tablesBeingCopied(record.id)]);
  const ahead = load.bytesEstimated === null ? Math.max(0, load.rowsEstimated - load.rows) : Math.max(0, load.bytesEstimated - load.bytes);
  const eta = etaRange({
    ahead,
    percent: load.percent ?? 0,
    loadStartedAtMs: started.startedAtMs,
    nowMs: now,
    rates: rates.map(({ atMs, rowsPerSecond, bytesPerSecond }) => ({ atMs, perSecond: load.bytesEstimated === null ? rowsPerSecond : bytesPerSecond })),
  });
  const slowest = slowTables(copying, now, started.heldMs ?? 0);
  return { ...progress, load: { ...load, eta, etaMs: eta === null ? null : Math.round((eta.lowMs + eta.highMs) / 2), slowest } };
}
