import type { TableSelection } from "../../mysql/read-tables";
import { tableKey } from "../../mysql/identifier";
import type { TableName } from "../../mysql/table-definition";
import { ddlKinds, dmlKinds, type ChangeKinds, type DdlKind, type DmlKind } from "../../change-kinds/change-kinds";
import type { SelectedDatabase, SelectedTable } from "../plan";

/** A table selected by itself that bears another name at the source by now. */
export interface FollowedTable {
  readonly name: TableName;
  /** The name that it was selected by. */
  readonly origin: TableName;
}

/** What the operator selected, as questions. Names are those of the source. */
export class ObjectSelection {
  readonly #databases = new Map<string, SelectedDatabase>();
  readonly #tables = new Map<string, ReadonlyMap<string, SelectedTable>>();
  readonly #except = new Map<string, ReadonlySet<string>>();
  #followed = new Map<string, FollowedTable>();
  /** Names that followed tables have left: they mean nothing any more. */
  #left = new Set<string>();

  constructor(
    readonly objects: readonly SelectedDatabase[],
    /** The source has lower_case_table_names other than 0: names that differ in case alone are one name. */
    readonly foldsCase = false,
    /** The task's own choice. */
    private readonly kinds: ChangeKinds = {},
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

  #key(name: TableName): string {
    return tableKey({ database: this.fold(name.database), table: this.fold(name.table) });
  }

  /** Takes over where the followed tables are as of now. */
  follow(tables: readonly FollowedTable[]): void {
    this.#followed = new Map(tables.map((table) => [this.#key(table.name), table]));
    this.#left = new Set(tables.map((table) => this.#key(table.origin)).filter((key) => !this.#followed.has(key)));
  }

  /** The name that a table was selected by: its own, unless it was followed. */
  originOf(name: TableName): TableName {
    return this.#followed.get(this.#key(name))?.origin ?? name;
  }

  isFollowed(name: TableName): boolean {
    return this.#followed.has(this.#key(name));
  }

  /** Databases that a statement may mean: the selected ones, and those into which tables were followed. */
  get databaseNames(): readonly string[] {
    return [...new Set([...this.objects.map((object) => object.database), ...[...this.#followed.values()].map(({ name }) => name.database)])];
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
    if (this.isFollowed(name)) return true;
    if (this.#left.has(this.#key(name))) return false;
    if (!this.isWhole(name.database)) return this.options(name) !== null;
    return this.#except.size === 0 || !this.#except.get(this.fold(name.database))?.has(this.fold(name.table));
  }

  /** Name, filter and columns chosen for this table; null when nothing special (or it is not selected). */
  options(name: TableName): SelectedTable | null {
    const { database, table } = this.originOf(name);
    return this.#tables.get(this.fold(database))?.get(this.fold(table)) ?? null;
  }

  /** Kinds of row changes of a table that are carried. */
  dml(name: TableName): readonly DmlKind[] {
    return this.options(name)?.dml ?? this.database(this.originOf(name).database)?.dml ?? this.kinds.dml ?? dmlKinds;
  }

  /** Kinds of schema changes that are carried; without a table those of the database itself and of what is in it but no table. */
  ddl({ database, table }: { readonly database: string; readonly table?: string }): readonly DdlKind[] {
    const own = table === undefined ? null : this.options({ database, table });
    const from = table === undefined ? database : this.originOf({ database, table }).database;
    return own?.ddl ?? this.database(from)?.ddl ?? this.kinds.ddl ?? ddlKinds;
  }

  /** For `readTables`: followed tables under the names that they bear now. Tables set aside of a whole database are in it: ask `selects` of each. */
  toTableSelection(): TableSelection[] {
    const chosen: TableSelection[] = this.objects.map(({ database, tables }) => ({ database, tables: tables?.filter((table) => !this.#left.has(this.#key({ database, table: table.name }))).map((table) => table.name) }));
    return [...chosen, ...[...this.#followed.values()].map(({ name }) => ({ database: name.database, tables: [name.table] }))];
  }
}
