import type { CheckResult } from "./check";

/** A check older than this is run again before a start. */
export const precheckValidMs = 30 * 60_000;

/** Does every result of the run still count? One that was carried over from an earlier run keeps its age; one that never ran is of no age. Pure. */
export function isFresh(items: readonly { readonly result: unknown }[], now: number): boolean {
  return items.length > 0 && items.every(({ result }) => Date.parse((result as CheckResult | null)?.ran.at ?? "") > now - precheckValidMs);
}
