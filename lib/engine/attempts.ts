import { AppError } from "../errors/app-error";
import { errorCatalogue, type ErrorCode } from "../errors/catalogue";
import { runPipeline } from "./pipeline";
import type { EngineObserver, EngineOutcome, EnginePlan, Figures } from "./plan";

export interface AttemptOptions {
  /** Retry time for failed connections, minutes. The window opens at the first failure and closes for good with the first progress after it. */
  readonly retryMinutes: number;
  /** The same for what is retried but is no failed connection (deadlocks, locks, a damaged event). Default: `retryMinutes`. */
  readonly otherRetryMinutes?: number;
  /** First failure of a window that another runner opened, milliseconds since 1970: it goes on instead of beginning anew. */
  readonly failingSince?: number;
  /** Resolves after `ms`, or earlier when an operator asks for a retry now. Rejects or resolves on abort. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random?: () => number;
  readonly now?: () => number;
  /** The pipeline; tests of the loop pass their own. */
  readonly run?: typeof runPipeline;
}

/** First pause, and the longest: a minute is short against any outage that needs people, and long enough not to hammer a server that recovers. */
const firstPauseMs = 500;
const longestPauseMs = 60_000;

/**
 * Runs the pipeline again and again until it ends, is aborted, fails for good, or the retry window has passed. Each attempt has
 * new connections and starts from the durable checkpoint. What may be retried is said by the error catalogue alone.
 *
 * Throws AppError: the attempt's own for dispositions other than `retry`, `retry-window-expired` (with the last error as cause) otherwise.
 */
export async function runWithRetry(plan: EnginePlan, observer: EngineObserver, signal: AbortSignal, options: AttemptOptions): Promise<EngineOutcome> {
  const now = options.now ?? Date.now;
  const random = options.random ?? Math.random;
  const wait = options.wait ?? pause;
  const run = options.run ?? runPipeline;
  let failingSince: number | null = options.failingSince ?? null;
  let failures = 0;
  let begun = plan.begun ?? false;

  for (;;) {
    let progressed = false;
    let first: Figures | null = null;
    const watched: EngineObserver = {
      ...observer,
      tables: (changed) => observer.tables(changed),
      event: (event) => observer.event(event),
      figures: (figures) => {
        first ??= figures;
        begun ||= figures.phase !== "schema";
        if (!progressed && failingSince !== null && hasProgress(first, figures)) {
          observer.event({ kind: "recovered", atMs: now(), afterMs: now() - failingSince });
          failingSince = null;
          failures = 0;
          progressed = true;
        }
        observer.figures({ ...figures, retries: figures.retries + failures });
      },
    };
    try {
      return await run(begun ? { ...plan, begun } : plan, watched, signal);
    } catch (cause) {
      if (signal.aborted) return { kind: "stopped" };
      const error = cause instanceof AppError ? cause : new AppError("unknown", { cause });
      if (errorCatalogue[error.code].disposition !== "retry") throw error;
      failingSince ??= now();
      failures += 1;
      const minutes = connectionCodes.has(error.code) ? options.retryMinutes : (options.otherRetryMinutes ?? options.retryMinutes);
      const windowEndsMs = failingSince + minutes * 60_000;
      if (now() >= windowEndsMs) {
        throw new AppError("retry-window-expired", { cause: error, context: { ...error.context, lastCode: error.code, retryMinutes: minutes } });
      }
      const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures, 16));
      const pauseMs = Math.min(Math.round(longest * (0.5 + random() / 2)), Math.max(0, windowEndsMs - now()));
      observer.event({
        kind: "retrying",
        atMs: now(),
        code: error.code,
        message: typeof error.context["serverMessage"] === "string" ? error.context["serverMessage"] : error.message,
        attempt: failures,
        nextAtMs: now() + pauseMs,
        windowEndsMs,
      });
      await wait(pauseMs, signal);
      if (signal.aborted) return { kind: "stopped" };
    }
  }
}

const connectionCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "source-unreachable",
  "destination-unreachable",
  "source-too-many-connections",
  "destination-too-many-connections",
  "connection-lost",
  "server-shutting-down",
]);

/** A connection alone is no recovery: something must have become durable, or there is nothing left to do. */
export function hasProgress(first: Figures, now: Figures): boolean {
  return now.caughtUp === true || now.rows > first.rows || now.transactions > first.transactions || (now.applied !== null && JSON.stringify(now.applied) !== JSON.stringify(first.applied));
}

/** Resolves after `ms` or when the signal is aborted. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
