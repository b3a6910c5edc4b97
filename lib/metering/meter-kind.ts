/** Which meter a task's time, rows and bytes count on. Pure and browser-safe. */
import { isInitializing } from "../tasks/status";
import type { TaskStatus } from "../tasks/status";
import type { TaskPhase } from "../tasks/phase";

export const meterKinds = ["schema", "full", "incremental", "retrying", "paused", "held", "failed"] as const;
/** `held`: retrying or paused before incremental synchronization has begun. */
export type MeterKind = (typeof meterKinds)[number];

/**
 * As the vendor bills: schema and full synchronization are free, incremental synchronization is metered, and so are its retries and pauses. A task that
 * is not configured, not started, failed or released costs nothing; of these a failed one is shown, because it still holds its place.
 * (Vendor's billing page; "charges apply while retries are in progress" stands in the set-up guide.)
 */
export const metered: Record<MeterKind, boolean> = { schema: false, full: false, incremental: true, retrying: true, paused: true, held: false, failed: false };

/** Null: this state is not measured. */
export function meterKind(status: TaskStatus, phase: TaskPhase | null): MeterKind | null {
  const initial = isInitializing(phase);
  switch (status) {
    case "starting":
    case "running":
    case "modifying":
    case "pausing":
      return initial ? (phase === "load" ? "full" : "schema") : "incremental";
    case "retrying":
      return initial ? "held" : "retrying";
    case "paused":
      return initial ? "held" : "paused";
    case "failed":
      return "failed";
    default:
      return null;
  }
}

const hourMs = 3_600_000;

/** Cuts a stretch of time at full hours (UTC): [begin of the hour, milliseconds within it]. */
export function byHour(fromMs: number, toMs: number): [number, number][] {
  const parts: [number, number][] = [];
  for (let at = fromMs; at < toMs; ) {
    const begin = Math.floor(at / hourMs) * hourMs;
    const end = Math.min(toMs, begin + hourMs);
    parts.push([begin, end - at]);
    at = end;
  }
  return parts;
}
