/** Between which of its limits a task's binlog runway is. Pure. */
export type RunwayLevel = "ok" | "warn" | "bad";

const hour = 3_600_000;
/** A runway at a limit swings around it as the task catches up: it is back above only with this much more. */
const backAbove = 1.05;

/** `limits`: hours below which it is amber, and red. */
export function runwayLevel(remainingMs: number, limits: { readonly warn: number; readonly bad: number }, before: RunwayLevel): RunwayLevel {
  const below = (hours: number, was: boolean) => remainingMs < hours * hour * (was ? backAbove : 1);
  if (below(limits.bad, before === "bad")) return "bad";
  return below(limits.warn, before !== "ok") ? "warn" : "ok";
}
