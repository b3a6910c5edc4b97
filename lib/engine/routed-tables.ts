import { tableKey } from "../mysql/identifier";
import type { TableName } from "../mysql/table-definition";
import type { RoutedTable } from "./change";
import type { SourcePosition } from "./position/position";
import type { Router } from "./router/router";
import type { SchemaHistory } from "./schema/schema-history";

/** The selected tables as of now with their routes; made anew behind each schema change. */
export class RoutedTables {
  #routed = new Map<string, RoutedTable>();
  #copiedUpTo: ReadonlyMap<string, SourcePosition> = new Map();
  #readBy: ReadonlyMap<string, SourcePosition> = new Map();

  constructor(
    private readonly router: Router,
    private readonly history: SchemaHistory,
  ) {
    this.rebuild();
  }

  get all(): readonly RoutedTable[] {
    return [...this.#routed.values()];
  }

  /** Where the copies of the initial load stand, by `tableKey` of their source name: those of keyless tables exactly, the others somewhere before. */
  setCopies({ copiedUpTo, readBy }: { readonly copiedUpTo: ReadonlyMap<string, SourcePosition>; readonly readBy: ReadonlyMap<string, SourcePosition> }): void {
    this.#copiedUpTo = copiedUpTo;
    this.#readBy = readBy;
    this.rebuild();
  }

  /** Where the copy of a table stands; null for a table that the initial load has not copied. */
  copyOf(name: TableName): { readonly position: SourcePosition; readonly exact: boolean } | null {
    const key = tableKey(name);
    const exact = this.#copiedUpTo.get(key);
    const position = exact ?? this.#readBy.get(key);
    return position === undefined ? null : { position, exact: exact !== undefined };
  }

  /** Routes what the history holds now. Foreign keys of one table are facts about another, so all are made anew. */
  rebuild(): void {
    const routed = this.router.routeAll(this.history.tables, (name) => this.#copiedUpTo.get(tableKey(name)) ?? null);
    this.#routed = new Map(routed.map((table) => [this.history.key(table.source), table]));
  }

  /** For the decoder: null = not carried. Throws `schema-mismatch` for a selected table that no statement has made. */
  resolve(database: string, table: string): RoutedTable | null {
    const name: TableName = { database, table };
    if (!this.router.selection.selects(name)) return null;
    if (this.history.rowsOf(name) === null) return null;
    return this.#routed.get(this.history.key(name)) ?? null;
  }
}
