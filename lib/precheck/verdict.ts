import { isUnchecked } from "./unchecked";
import type { ReportStatus } from "./view";

/** A run's verdict. What could not be checked, or was not (a prerequisite stood in its way, the run was cut short), blocks like a failure. Pure. */
export function verdictOf(items: readonly { readonly status: string; readonly result: unknown }[]): ReportStatus {
  const has = (status: string) => items.some((item) => item.status === status);
  if (has("failed") || has("error") || items.some(isUnchecked)) return "failed";
  if (has("warning")) return "warning";
  return "passed";
}

/** Does the warning wait for somebody to take its risk? */
export function isOpenWarning(item: { readonly status: string; readonly acknowledgedBy: string | null }): boolean {
  return item.status === "warning" && item.acknowledgedBy === null;
}
