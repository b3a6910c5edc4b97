import type { ItemStatus, ReportStatus } from "./view";

/** A run's verdict. `error` (a check could not run) blocks like a failure; a skipped check is named by the one it waited for. Pure. */
export function verdictOf(statuses: readonly ItemStatus[]): ReportStatus {
  const has = (status: ItemStatus) => statuses.includes(status);
  if (has("failed") || has("error")) return "failed";
  if (has("warning")) return "warning";
  return "passed";
}
