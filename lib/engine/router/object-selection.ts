import type { TableSelection } from "../../mysql/read-tables";
import type { TableName } from "../../mysql/table-definition";
import type { SelectedDatabase, SelectedTable } from "../plan";

/** What the operator selected, as questions. Names are those of the source. */
export class ObjectSelection {
  readonly #databases = new Map<string, SelectedDatabase>();
  readonly #tables = new Map<string, ReadonlyMap<string, SelectedTable>>();
  readonly #except = new Map<string, ReadonlySet<string>>();

  constructor(
    readonly objects: readonly SelectedDatabase[],
    /** The source has lower_case_table_names other than 0: names that differ in case alone are one name. */
    readonly foldsCase = false,
  ) {
    for (const object of objects) {
      const key = this.fold(object.database);
      this.#databases.set(key, object);
      this.#tables.set(key, new Map((object.tables ?? object.overrides ?? []).map((table) => [this.fold(table.name), table])));
      if (object.except?.length && object.tables === undefined) this.#except.set(key, new Set(object.except.map((table) => this.fold(table))));
    }
  }

  fold(name: string): string {
    return this.foldsCase ? name.toLowerCase() : name;
  }

  database(name: string): SelectedDatabase | null {
    return this.#databases.get(this.fold(name)) ?? null;
  }

  /** The whole database is selected: its views, routines and later tables too. */
  isWhole(database: string): boolean {
    const selected = this.database(database);
    return selected !== null && selected.tables === undefined;
  }

  /** Would a base table of this name be carried? */
  selects(name: TableName): boolean {
    if (!this.isWhole(name.database)) return this.options(name) !== null;
    return this.#except.size === 0 || !this.#except.get(this.fold(name.database))?.has(this.fold(name.table));
  }

  /** Name, filter and columns chosen for this table; null when nothing special (or it is not selected). */
  options(name: TableName): SelectedTable | null {
    return this.#tables.get(this.fold(name.database))?.get(this.fold(name.table)) ?? null;
  }

  /** For `readTables`. Tables set aside of a whole database are in it: ask `selects` of each. */
  toTableSelection(): TableSelection[] {
    return this.objects.map((object) => ({ database: object.database, tables: object.tables?.map((table) => table.name) }));
  }
}
