/** Which of the tables being copied take longest, each by its own rate. Pure. */
import type { TaskTableView } from "../tables/view";
import type { SlowTableView } from "../view";

/** So many are shown. */
const shown = 5;
/** A table that was begun later has no rate yet. */
const leastMs = 10_000;

type Copying = Pick<TaskTableView, "source" | "rowsCopied" | "rowsEstimated" | "startedAtMs">;

/**
 * Longest first; those whose end cannot be foreseen (just begun, more rows than estimated) behind them, the largest first. `heldMs`: how long the load
 * stood still; when that was is not kept, so a table that is not older than that has no rate.
 */
export function slowTables(tables: readonly Copying[], nowMs: number, heldMs: number): SlowTableView[] {
  return tables
    .map(({ source, rowsCopied, rowsEstimated, startedAtMs }): SlowTableView => {
      const workedMs = startedAtMs === null ? 0 : nowMs - startedAtMs - heldMs;
      const rowsPerSecond = workedMs >= leastMs && rowsCopied > 0 ? (rowsCopied * 1_000) / workedMs : null;
      const left = rowsEstimated - rowsCopied;
      return { ...source, rowsCopied, rowsEstimated, rowsPerSecond, etaMs: rowsPerSecond === null || left <= 0 ? null : Math.round((left / rowsPerSecond) * 1_000) };
    })
    .sort((a, b) => (b.etaMs ?? -1) - (a.etaMs ?? -1) || b.rowsEstimated - a.rowsEstimated)
    .slice(0, shown);
}
