/** Totals that only grow. */
export interface Totals {
  readonly rows: number;
  readonly transactions: number;
  readonly bytes: number;
  /** Milliseconds of work, and how many workers share them. */
  readonly busyMs: { readonly reader: number; readonly decoder: number; readonly writer: number };
  readonly writers: number;
}

export interface Rates {
  readonly rowsPerSecond: number;
  readonly transactionsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Share of the time since the last reading, 0-1. */
  readonly busy: { readonly reader: number; readonly decoder: number; readonly writer: number };
}

/** Rates between two readings of totals. */
export class Meter {
  #last: { readonly atMs: number; readonly totals: Totals } | null = null;

  /** Rates since the last call; zero at the first. `atMs` from a clock that never goes back. */
  read(totals: Totals, atMs: number): Rates {
    const last = this.#last;
    this.#last = { atMs, totals };
    const elapsedMs = last ? atMs - last.atMs : 0;
    if (!last || elapsedMs <= 0) return { rowsPerSecond: 0, transactionsPerSecond: 0, bytesPerSecond: 0, busy: { reader: 0, decoder: 0, writer: 0 } };
    const perSecond = (now: number, before: number) => ((now - before) * 1000) / elapsedMs;
    const share = (now: number, before: number, workers: number) => Math.min(1, Math.max(0, (now - before) / elapsedMs / workers));
    return {
      rowsPerSecond: perSecond(totals.rows, last.totals.rows),
      transactionsPerSecond: perSecond(totals.transactions, last.totals.transactions),
      bytesPerSecond: perSecond(totals.bytes, last.totals.bytes),
      busy: {
        reader: share(totals.busyMs.reader, last.totals.busyMs.reader, 1),
        decoder: share(totals.busyMs.decoder, last.totals.busyMs.decoder, 1),
        writer: share(totals.busyMs.writer, last.totals.busyMs.writer, Math.max(1, totals.writers)),
      },
    };
  }
}
