import type { RateCaps } from "./plan";

/**
 * Holds loaders back, or the reading of a verification, so that rows and bytes per second stay under the caps. What is sent or read is paid for afterwards:
 * the wait is as long as it takes to earn it, so a single statement may be larger than a second's worth.
 */
export class RateLimit {
  #freeAtMs = 0;

  constructor(
    readonly caps: RateCaps | undefined,
    readonly now: () => number = () => performance.now(),
  ) {}

  /** Milliseconds to wait before sending this much. */
  reserve(rows: number, bytes: number): number {
    const { rowsPerSecond, bytesPerSecond } = this.caps ?? {};
    const costMs = Math.max(rowsPerSecond ? (rows / rowsPerSecond) * 1_000 : 0, bytesPerSecond ? (bytes / bytesPerSecond) * 1_000 : 0);
    if (costMs === 0) return 0;
    const now = this.now();
    const startMs = Math.max(now, this.#freeAtMs);
    this.#freeAtMs = startMs + costMs;
    return startMs - now;
  }

  async take(rows: number, bytes: number, signal: AbortSignal): Promise<void> {
    const waitMs = this.reserve(rows, bytes);
    if (waitMs <= 0) return;
    await new Promise<void>((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", stop);
        resolve();
      }, waitMs);
      signal.addEventListener("abort", stop, { once: true });
    });
  }
}

/** Holds back statements to a server so that not more than so many begin in a second, whoever of several asks. */
export class QueryLimit {
  readonly #limit: RateLimit;

  constructor(queriesPerSecond: number | undefined, now?: () => number) {
    this.#limit = new RateLimit(queriesPerSecond === undefined ? undefined : { rowsPerSecond: queriesPerSecond }, now);
  }

  /** Resolves when the next statement may begin. */
  take(signal: AbortSignal): Promise<void> {
    return this.#limit.take(1, 0, signal);
  }
}
