/** How long a task may stand still before its source may have purged what it needs. Pure: the clock comes in by argument. */
import type { Figures } from "../engine/plan";
import { catchUp } from "../figures/catch-up";
import type { TaskRecord } from "./record";
import type { Tone } from "./status";
import type { TaskFacts } from "./summary";
import type { RunwayView } from "./view";

const hour = 3_600_000;
/** Rates older than this forecast nothing. */
const rateStaleMs = 15_000;

/**
 * The log that holds the next event we need is purged one horizon after it was last written, hence not before one horizon after that event. MySQL tells
 * nobody when its files were written: what is known is when the event was. Deadlines are in our clock, milliseconds since 1970.
 */
export function runwayView(facts: Pick<TaskFacts, "record" | "figures" | "runwayHours">, now: number): RunwayView {
  const figures = facts.figures?.figures ?? null;
  const unknown: RunwayView = { remainingMs: null, deadlineMs: null, unlimited: false, tone: "idle" };
  if (figures === null || figures.logRetentionSeconds === null || facts.record.status === "not_configured") return unknown;
  if (figures.logRetentionSeconds === 0) return { remainingMs: null, deadlineMs: null, unlimited: true, tone: "ok" };
  const neededSince = neededSinceMs(facts.record, figures, facts.figures?.atMs ?? now);
  if (neededSince === null) return unknown;
  const deadlineMs = neededSince + figures.logRetentionSeconds * 1_000;
  const remainingMs = Math.max(0, deadlineMs - now);
  const fresh = facts.figures !== null && now - facts.figures.atMs <= rateStaleMs;
  const tone: Tone = remainingMs < facts.runwayHours.bad * hour || (fresh && remainingMs < catchUpMs(figures)) ? "bad" : remainingMs < facts.runwayHours.warn * hour ? "warn" : "ok";
  return { remainingMs, deadlineMs, unlimited: false, tone };
}

/** When the oldest event that we still need was written, in our clock; null = not known. */
function neededSinceMs(record: TaskRecord, figures: Figures, figuresAtMs: number): number | null {
  // Near its end the log is being written as long as we are there.
  if (figures.caughtUp === true) return figuresAtMs;
  if (figures.lastCommitMs !== null) return figures.lastCommitMs - (figures.clockOffsetMs ?? 0);
  // Nothing is applied yet: all since P0 is needed, which is read when the first phase begins. An attempt that goes on later begins with an empty hand too, at a place that only the destination knows.
  if (figures.phase === "stream") return null;
  const position = record.initialization?.position;
  if (record.initialization?.data === false && position !== undefined && position.kind !== "now") return null;
  const begun = Object.values(record.phaseTimes).map((time) => time.startedAtMs);
  return begun.length === 0 ? null : Math.min(...begun);
}

/** How long it takes to catch up at today's rates; 0 when that is not known, or when it is not catching up: rates of one moment do not say for ever. */
function catchUpMs(figures: Figures): number {
  if (figures.caughtUp !== false) return 0;
  const ahead = catchUp(figures.lagBytes, figures.bytesPerSecond, figures.stages?.source.bytesPerSecond ?? null);
  return ahead.kind === "eta" ? ahead.ms : 0;
}
