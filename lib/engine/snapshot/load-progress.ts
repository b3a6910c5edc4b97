import { tableKey } from "../../mysql/identifier";
import type { RoutedTable } from "../change";
import type { ChunkProgress, EngineObserver, TableProgress, TableState } from "../plan";
import type { ErrorCode } from "../../errors/catalogue";

const reportEveryMs = 500;

interface Entry {
  readonly table: RoutedTable;
  state: TableState;
  rowsEstimated: number;
  readonly bytesEstimated: number;
  rowsCopied: number;
  bytesCopied: number;
  startedAt: number | null;
  endedAt: number | null;
  errorCode: ErrorCode | null;
  chunks: { done: number; expected: number; last: number | null; readonly underWay: Set<number> } | null;
}

/** Per-table progress for the observer: changes of state at once, counts twice a second. */
export class LoadProgress {
  readonly #entries = new Map<string, Entry>();
  readonly #changed = new Set<Entry>();
  readonly #timer: NodeJS.Timeout;

  constructor(readonly observer: Pick<EngineObserver, "tables" | "event">) {
    this.#timer = setInterval(() => this.flush(), reportEveryMs);
    this.#timer.unref();
  }

  /** `chunks`: how many are done, and how many are expected in all; null where there are none to tell of. */
  add(table: RoutedTable, estimated: { rows: number; bytes: number }, done: { rows: number; bytes: number }, copied: boolean, chunks: { readonly done: number; readonly expected: number } | null = null): void {
    const entry: Entry = {
      table,
      state: copied ? "copied" : "waiting",
      rowsEstimated: copied ? done.rows : Math.max(estimated.rows, done.rows),
      bytesEstimated: estimated.bytes,
      rowsCopied: done.rows,
      bytesCopied: done.bytes,
      startedAt: null,
      endedAt: null,
      errorCode: null,
      chunks: chunks && { ...chunks, last: null, underWay: new Set() },
    };
    this.#entries.set(tableKey(table.source), entry);
    this.#changed.add(entry);
  }

  copying(table: RoutedTable): void {
    const entry = this.#entry(table);
    if (entry.state !== "waiting") return;
    entry.state = "copying";
    entry.startedAt = Date.now();
    this.#event(entry);
  }

  count(table: RoutedTable, rows: number, bytes: number): void {
    const entry = this.#entry(table);
    entry.rowsCopied += rows;
    entry.bytesCopied += bytes;
    this.#changed.add(entry);
  }

  /** Numbers of chunks begin at 0. */
  chunkBegan(table: RoutedTable, number: number, isLast: boolean): void {
    const entry = this.#entry(table);
    if (entry.chunks === null) return;
    entry.chunks.underWay.add(number);
    if (isLast) entry.chunks.last = number;
    this.#changed.add(entry);
  }

  chunkDone(table: RoutedTable, number: number): void {
    const entry = this.#entry(table);
    if (!entry.chunks?.underWay.delete(number)) return;
    entry.chunks.done += 1;
    this.#changed.add(entry);
  }

  copied(table: RoutedTable): void {
    const entry = this.#entry(table);
    if (entry.chunks) entry.chunks.last = entry.chunks.done - 1;
    entry.state = "copied";
    entry.rowsEstimated = entry.rowsCopied;
    entry.endedAt = Date.now();
    this.#event(entry);
  }

  failed(table: RoutedTable, code: ErrorCode): void {
    const entry = this.#entry(table);
    entry.errorCode = code;
    this.#changed.add(entry);
  }

  totals(table: RoutedTable): { rows: number; bytes: number } {
    const entry = this.#entry(table);
    return { rows: entry.rowsCopied, bytes: entry.bytesCopied };
  }

  flush(): void {
    if (this.#changed.size === 0) return;
    const changed = [...this.#changed].map(progressOf);
    this.#changed.clear();
    this.observer.tables(changed);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const entry of this.#entries.values()) {
      if (!entry.chunks || entry.chunks.underWay.size === 0) continue;
      // Nobody copies them any more; they begin again with the next attempt.
      entry.chunks.underWay.clear();
      this.#changed.add(entry);
    }
    this.flush();
  }

  #entry(table: RoutedTable): Entry {
    return this.#entries.get(tableKey(table.source))!;
  }

  #event(entry: Entry): void {
    this.#changed.add(entry);
    this.observer.event({ atMs: Date.now(), kind: "table", table: entry.table.source, state: entry.state, ...(entry.state === "copied" ? { rows: entry.rowsCopied } : {}) });
  }
}

function progressOf(entry: Entry): TableProgress {
  const { table, chunks, ...counts } = entry;
  return { source: table.source, destination: table.destination, ...counts, ...(chunks && { chunks: chunkProgress(chunks) }), inserts: 0, updates: 0, deletes: 0, ddls: 0, lastAppliedAt: null };
}

function chunkProgress({ done, expected, last, underWay }: NonNullable<Entry["chunks"]>): ChunkProgress {
  return { done, total: last === null ? Math.max(expected, done + underWay.size) : last + 1, exact: last !== null, underWay: [...underWay].map((number) => number + 1).sort((a, b) => a - b) };
}
