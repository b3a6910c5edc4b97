import { setTimeout as wait } from "node:timers/promises";
import type { RateCaps } from "../plan";
import { RateLimit } from "../rate-limit";

/** Shorter waits than this are added up: a timer for each row would be slower than the limit. */
const shortestWaitMs = 20;
/** Rows of a table's first range, while nobody knows how large they are. */
const firstRows = 200;

/**
 * Holds the reading of one side back, over all tables of a verification: rows and bytes of what was read, a server's row being as long as its text. `took`
 * is told in the middle of a range too, so that neither a large row nor a table without a key is read faster than the limit.
 */
export class ReadPace {
  readonly #limit: RateLimit;
  #waiting: Promise<void> | null = null;

  constructor(
    readonly caps: RateCaps,
    readonly signal: AbortSignal,
  ) {
    this.#limit = new RateLimit(caps);
  }

  /** Counts what was read. A returned promise asks the reader to wait; it rejects when the verification ends. */
  took(rows: number, bytes: number): Promise<void> | undefined {
    const waitMs = this.#limit.reserve(rows, bytes);
    if (waitMs < shortestWaitMs || this.#waiting) return undefined;
    this.#waiting = wait(waitMs, undefined, { signal: this.signal }).finally(() => {
      this.#waiting = null;
    });
    return this.#waiting;
  }

  /** Rows of a range that are read in about a second, where rows have been of that size (null: not known yet), and never more than `most`. */
  rangeRows(most: number, bytesPerRow: number | null): number {
    const { rowsPerSecond, bytesPerSecond } = this.caps;
    const byRows = rowsPerSecond ? Math.max(100, rowsPerSecond) : most;
    const byBytes = bytesPerSecond ? (bytesPerRow === null ? firstRows : Math.max(1, Math.floor(bytesPerSecond / Math.max(1, bytesPerRow)))) : most;
    return Math.min(most, byRows, byBytes);
  }
}

export type SidePaces = Readonly<Record<"source" | "destination", ReadPace>>;

/** Both sides have the limit, each for itself. Undefined without any. */
export function pacesFor(caps: RateCaps, signal: AbortSignal): SidePaces | undefined {
  if (!caps.rowsPerSecond && !caps.bytesPerSecond) return undefined;
  return { source: new ReadPace(caps, signal), destination: new ReadPace(caps, signal) };
}
