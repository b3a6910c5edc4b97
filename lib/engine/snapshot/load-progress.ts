import { tableKey } from "../../mysql/identifier";
import type { RoutedTable } from "../change";
import type { EngineObserver, TableProgress, TableState } from "../plan";
import type { ErrorCode } from "../../errors/catalogue";

const reportEveryMs = 500;

interface Entry {
  readonly table: RoutedTable;
  state: TableState;
  rowsEstimated: number;
  rowsCopied: number;
  bytesCopied: number;
  startedAt: number | null;
  endedAt: number | null;
  errorCode: ErrorCode | null;
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

  add(table: RoutedTable, rowsEstimated: number, done: { rows: number; bytes: number }, copied: boolean): void {
    const entry: Entry = {
      table,
      state: copied ? "copied" : "waiting",
      rowsEstimated: copied ? done.rows : Math.max(rowsEstimated, done.rows),
      rowsCopied: done.rows,
      bytesCopied: done.bytes,
      startedAt: null,
      endedAt: null,
      errorCode: null,
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

  copied(table: RoutedTable): void {
    const entry = this.#entry(table);
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
  const { table, ...counts } = entry;
  return { source: table.source, destination: table.destination, ...counts, inserts: 0, updates: 0, deletes: 0, ddls: 0, lastAppliedAt: null };
}
