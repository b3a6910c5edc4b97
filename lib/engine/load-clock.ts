import type { Attempt } from "./attempt";
import type { Phase } from "./plan";

/** Once a second during schema and full load: how fast rows are copied. Positions and lag mean nothing yet. */
export class LoadClock implements Disposable {
  #phase: Phase = "schema";
  readonly #timer: NodeJS.Timeout;
  #last: { atMs: number; rows: number; bytes: number };
  readonly #begin: { rows: number; bytes: number };

  constructor(private readonly attempt: Pick<Attempt, "observer" | "sourceFacts" | "book">) {
    this.#begin = attempt.book.copied;
    this.#last = { atMs: Date.now(), ...this.#begin };
    this.#timer = setInterval(() => this.#report(), 1_000);
  }

  begin(phase: Phase): void {
    this.#phase = phase;
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
    });
    this.#last = { atMs, rows, bytes };
  }
}
