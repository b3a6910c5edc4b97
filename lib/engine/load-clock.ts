import type { Attempt } from "./attempt";
import type { Phase } from "./plan";
import { bytesBetween } from "./position/log-distance";
import type { SourcePosition } from "./position/position";
import { readBinaryLogs, readSourcePosition } from "./position/read-position";

/** The source is asked this often how much it has written since the start position. */
const keptEveryMs = 5_000;
/** An answer older than this says nothing any more. */
const keptStaleMs = 30_000;

/** Once a second during schema and full load: how fast rows are copied, and how much log waits at the source meanwhile. Lag means nothing yet. */
export class LoadClock implements Disposable {
  #phase: Phase = "schema";
  readonly #timer: NodeJS.Timeout;
  #last: { atMs: number; rows: number; bytes: number };
  readonly #begin: { rows: number; bytes: number };
  #start: SourcePosition | null = null;
  #kept: { readonly bytes: number | null; readonly atMs: number } | null = null;
  #askedAtMs = 0;
  #asking = false;

  constructor(private readonly attempt: Pick<Attempt, "observer" | "sourceFacts" | "book" | "source">) {
    this.#begin = attempt.book.copied;
    this.#last = { atMs: Date.now(), ...this.#begin };
    this.#timer = setInterval(() => this.#report(), 1_000);
  }

  /** `start`: where the log will be read from, once that is known. */
  begin(phase: Phase, start: SourcePosition | null): void {
    this.#phase = phase;
    this.#start = start;
    this.attempt.observer.event({ kind: "phase", atMs: Date.now(), phase });
    this.#report();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #report(): void {
    const { observer, sourceFacts, book } = this.attempt;
    const atMs = Date.now();
    const { rows, bytes } = book.copied;
    const seconds = Math.max(0.001, (atMs - this.#last.atMs) / 1000);
    // What an earlier attempt has copied appears in one step: that is no rate.
    const rate = (now: number, before: number) => (before === 0 && now > 0 && this.#begin.rows === 0 ? 0 : Math.max(0, (now - before) / seconds));
    observer.figures({
      atMs,
      phase: this.#phase,
      rowsPerSecond: rate(rows, this.#last.rows),
      transactionsPerSecond: 0,
      bytesPerSecond: rate(bytes, this.#last.bytes),
      rows,
      transactions: 0,
      bytes,
      applied: null,
      read: null,
      source: null,
      caughtUp: null,
      lagMs: null,
      lagBytes: null,
      lastCommitMs: null,
      clockOffsetMs: sourceFacts.clockOffsetMs,
      queues: { readerBytes: 0, laneTransactions: 0, laneBytes: 0 },
      busy: { reader: 0, decoder: 0, writer: 0 },
      commitMs: null,
      conflicts: 0,
      retries: 0,
      logRetentionSeconds: sourceFacts.binlogRetentionSeconds,
      keptBytes: this.#kept !== null && atMs - this.#kept.atMs <= keptStaleMs ? this.#kept.bytes : null,
    });
    this.#last = { atMs, rows, bytes };
    void this.#ask(atMs);
  }

  async #ask(now: number): Promise<void> {
    if (this.#start === null || this.#asking || now - this.#askedAtMs < keptEveryMs) return;
    this.#asking = true;
    this.#askedAtMs = now;
    const start = this.#start;
    try {
      const here = await readSourcePosition(this.attempt.source);
      const logs = await readBinaryLogs(this.attempt.source);
      // A file that is gone, or of another server after a failover: there is nothing to count from.
      const counted = here.file === start.file || logs.some(({ file }) => file === start.file);
      this.#kept = { bytes: counted ? bytesBetween(logs, start, here) : null, atMs: Date.now() };
    } catch {
      // The load's own connections say when the source is gone; until then the amount is unknown, which the figures show.
    } finally {
      this.#asking = false;
    }
  }
}
