import { tableKey } from "../mysql/identifier";
import type { TableName } from "../mysql/table-definition";
import type { RoutedTable } from "./change";
import type { EngineObserver, TableProgress, TableState } from "./plan";

const untouched = { rowsEstimated: 0, rowsCopied: 0, bytesCopied: 0, startedAt: null, endedAt: null, inserts: 0, updates: 0, deletes: 0, ddls: 0, lastAppliedAt: null, errorCode: null };

/** What is known of each table in this attempt: every phase adds its part and the observer always gets the whole. */
export class TableBook {
  readonly #tables = new Map<string, TableProgress>();

  constructor(private readonly observer: Pick<EngineObserver, "tables">) {}

  /** Totals over all tables, for rates. */
  get copied(): { readonly rows: number; readonly bytes: number } {
    let rows = 0;
    let bytes = 0;
    for (const table of this.#tables.values()) {
      rows += table.rowsCopied;
      bytes += table.bytesCopied;
    }
    return { rows, bytes };
  }

  /** A whole report, as the full load makes them. */
  put(changed: readonly TableProgress[]): void {
    for (const table of changed) this.#tables.set(tableKey(table.source), table);
    if (changed.length > 0) this.observer.tables(changed);
  }

  /** Parts of a table's progress; the rest stays. */
  patch(tables: readonly ({ readonly source: TableName; readonly destination: TableName } & Partial<TableProgress>)[]): void {
    this.put(tables.map((table) => ({ ...untouched, state: "waiting" as const, ...this.#tables.get(tableKey(table.source)), ...table })));
  }

  /** All these tables have come to the same state. */
  all(tables: readonly RoutedTable[], state: TableState): void {
    this.patch(tables.map(({ source, destination }) => ({ source, destination, state })));
  }
}
