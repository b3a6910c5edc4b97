/**
 * Source table → where its rows go and what the writer must know. Pure: the definitions come from the schema history.
 */
import { tableKey } from "../../mysql/identifier";
import type { ColumnDefinition, KeyDefinition, TableDefinition, TableName } from "../../mysql/table-definition";
import type { RoutedColumn, RoutedForeignKey, RoutedKey, RoutedTable } from "../change";
import { dmlKinds, type DdlKind, type DmlKind } from "../../change-kinds/change-kinds";
import { AppError } from "../../errors/app-error";
import type { SourcePosition } from "../position/position";
import { keyEquality } from "./key-equality";
import { meetingColumns, type ColumnNames } from "./column-names";
import { filterColumns } from "./row-filter";
import { NameMapping } from "./name-mapping";
import type { ObjectSelection } from "./object-selection";

export interface RouterOptions {
  /** The source writes the rows that a cascade changes to its log itself (`ServerFacts.logsCascades`). */
  readonly sourceLogsCascades: boolean;
  /** Only for what writes rows. */
  readonly destinationIsMariadb?: boolean;
  /** lower_case_table_names of the destination, for what asks for names there. Default 0. */
  readonly destinationFolding?: number;
}

/** What the table's neighbours and its copy say; see `referencedTables`. */
export interface RouteFacts {
  /** Keyless tables: the position of their copy. Default null. */
  readonly copiedUpTo?: SourcePosition | null;
  readonly isParent?: boolean;
  /** Some table references this one with CASCADE, SET NULL or SET DEFAULT. */
  readonly isCascadeParent?: boolean;
  /** Columns that are referenced, in lower case. */
  readonly referencedColumns?: ReadonlySet<string>;
}

export class Router {
  readonly mapping: NameMapping;
  readonly #ids = new Map<string, number>();
  #version = 0;
  #nextId = 0;

  constructor(
    readonly selection: ObjectSelection,
    readonly options: RouterOptions,
  ) {
    this.mapping = new NameMapping(selection, options.destinationFolding);
  }

  /** Null when the table is not selected. Every call makes a new version with the id of the first. Throws `config-invalid` when chosen columns cannot be left out, or two would have one name. */
  routeTable(definition: TableDefinition, facts: RouteFacts = {}): RoutedTable | null {
    const name = definition.name;
    if (!this.selection.selects(name)) return null;
    const options = this.selection.options(name);
    const excluded = new Set((options?.excludeColumns ?? []).map((column) => column.toLowerCase()));
    const filter = options?.filter?.trim() || null;
    const names = this.mapping.columns(definition);
    const columns = routeColumns(definition, names, excluded, filter === null ? new Set() : filterColumns(filter, definition));
    const indexOf = new Map(columns.map((column, index) => [column.definition.name.toLowerCase(), index]));
    const keys = definition.keys.filter((key) => key.unique).map((key) => routeKey(key, columns, indexOf));
    return {
      id: this.#idOf(name),
      version: ++this.#version,
      source: name,
      destination: this.mapping.table(name),
      definition,
      columns,
      writableCount: columns.filter((column) => column.writable).length,
      ...(names.changes ? { names } : {}),
      keys,
      identity: identityOf(keys, columns),
      foreignKeys: routeForeignKeys(definition, indexOf),
      isParent: facts.isParent ?? false,
      ...(facts.referencedColumns ? { referencedColumns: facts.referencedColumns } : {}),
      cascadesUnlogged: (facts.isCascadeParent ?? false) && !this.options.sourceLogsCascades,
      ...(this.options.destinationIsMariadb ? { jsonIsText: true } : {}),
      filter,
      copiedUpTo: facts.copiedUpTo ?? null,
      ...changesLeftOut(this.selection.dml(name), this.selection.ddl(name)),
    };
  }

  /** Routes every selected table of a schema; the facts about parents are taken from these definitions themselves. */
  routeAll(definitions: readonly TableDefinition[], copiedUpTo: (name: TableName) => SourcePosition | null = () => null): RoutedTable[] {
    const parents = referencedTables(definitions, (name) => this.selection.fold(name));
    const routed: RoutedTable[] = [];
    for (const definition of definitions) {
      const parent = parents.get(this.#key(definition.name));
      const table = this.routeTable(definition, { copiedUpTo: copiedUpTo(definition.name), isParent: parent !== undefined, isCascadeParent: parent?.cascades ?? false, ...(parent ? { referencedColumns: parent.columns } : {}) });
      if (table) routed.push(table);
    }
    return routed;
  }

  /** Renamed tables keep their rows: the new names take over the ids, all at once, so that write sets before and behind agree also in a swap. */
  renameIds(moves: readonly { readonly from: TableName; readonly to: TableName }[]): void {
    const ids = moves.map((move) => this.#ids.get(this.#key(move.from)));
    for (const move of moves) this.#ids.delete(this.#key(move.from));
    moves.forEach((move, index) => {
      const id = ids[index];
      if (id !== undefined) this.#ids.set(this.#key(move.to), id);
    });
  }

  #key(name: TableName): string {
    return tableKey({ database: this.selection.fold(name.database), table: this.selection.fold(name.table) });
  }

  #idOf(name: TableName): number {
    const key = this.#key(name);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#nextId += 1;
    this.#ids.set(key, this.#nextId);
    return this.#nextId;
  }
}

/** What rows of the destination may be like where changes are left out. */
function changesLeftOut(dml: readonly DmlKind[], ddl: readonly DdlKind[]): Pick<RoutedTable, "dml" | "leftOut"> {
  const lacks = (...kinds: readonly DmlKind[]) => kinds.some((kind) => !dml.includes(kind));
  // A key that an UPDATE has left, or that one has come to, is the same as a row that is gone, or new.
  const rowsStay = lacks("delete", "update") || !ddl.includes("truncate-table") || !ddl.includes("drop-table");
  const rowsLack = lacks("insert", "update");
  return { ...(lacks(...dmlKinds) && { dml: new Set(dml) }), ...((rowsStay || rowsLack) && { leftOut: { rowsStay, rowsLack } }) };
}

/** Tables that others reference, by `tableKey` of the folded name; `cascades` when any of the references does. */
export function referencedTables(definitions: readonly TableDefinition[], fold: (name: string) => string = (name) => name): Map<string, { cascades: boolean; columns: ReadonlySet<string> }> {
  const parents = new Map<string, { cascades: boolean; columns: ReadonlySet<string> }>();
  for (const definition of definitions) {
    for (const foreignKey of definition.foreignKeys) {
      const key = tableKey({ database: fold(foreignKey.referenced.database), table: fold(foreignKey.referenced.table) });
      const known = parents.get(key);
      parents.set(key, {
        cascades: (known?.cascades ?? false) || cascades(foreignKey.onDelete) || cascades(foreignKey.onUpdate),
        columns: new Set([...(known?.columns ?? []), ...foreignKey.referencedColumns.map((column) => column.toLowerCase())]),
      });
    }
  }
  return parents;
}

const cascades = (action: string) => action === "CASCADE" || action === "SET NULL" || action === "SET DEFAULT";

function routeColumns(definition: TableDefinition, names: ColumnNames, excluded: ReadonlySet<string>, filtering: ReadonlySet<string>): RoutedColumn[] {
  const meeting = names.changes ? meetingColumns(definition, names, excluded) : null;
  if (meeting) throw new AppError("config-invalid", { detail: `columns ${meeting.columns.join(" and ")} of ${definition.name.database}.${definition.name.table} would both be ${meeting.name} at the destination` });
  const keyColumns = new Set(definition.keys.filter((key) => key.unique).flatMap((key) => key.parts.map((part) => part.column?.toLowerCase())));
  const writable: RoutedColumn[] = [];
  const readOnly: RoutedColumn[] = [];
  definition.columns.forEach((column, sourceOrdinal) => {
    const isExcluded = excluded.has(column.name.toLowerCase());
    if (isExcluded && keyColumns.has(column.name.toLowerCase())) {
      throw new AppError("config-invalid", { detail: `column ${column.name} of ${definition.name.database}.${definition.name.table} is part of a unique key and cannot be left out` });
    }
    const routed = { definition: column, sourceOrdinal, destinationName: names.at(column.name), writable: column.generated === null && !isExcluded };
    if (routed.writable) writable.push(routed);
    else if (keyColumns.has(column.name.toLowerCase()) || filtering.has(column.name.toLowerCase())) readOnly.push(routed);
  });
  return [...writable, ...readOnly];
}

function routeKey(key: KeyDefinition, columns: readonly RoutedColumn[], indexOf: ReadonlyMap<string, number>): RoutedKey {
  const opaque = key.parts.some((part) => part.column === null || !indexOf.has(part.column.toLowerCase()));
  const parts = key.parts.flatMap((part) => {
    const column = part.column === null ? undefined : indexOf.get(part.column.toLowerCase());
    return column === undefined ? [] : [{ column, equality: keyEquality(columns[column]!.definition), prefix: part.prefix }];
  });
  return { name: key.name, primary: key.name === "PRIMARY", notNull: !opaque && parts.every((part) => !columns[part.column]!.definition.nullable), parts, opaque };
}

/** A generated column can change its value at the destination when it is computed there: it does not identify a row, except in a primary key. */
function identityOf(keys: readonly RoutedKey[], columns: readonly RoutedColumn[]): RoutedKey | null {
  const usable = (key: RoutedKey) => key.notNull && !key.opaque && key.parts.every((part) => part.prefix === null && isComparable(columns[part.column]!.definition));
  return keys.find((key) => key.primary && usable(key)) ?? keys.find((key) => usable(key) && key.parts.every((part) => columns[part.column]!.writable)) ?? keys.find(usable) ?? null;
}

/** `column = literal` does not find a FLOAT: the stored value and the literal differ behind the seventh digit. */
function isComparable(column: ColumnDefinition): boolean {
  return column.dataType !== "float";
}

function routeForeignKeys(definition: TableDefinition, indexOf: ReadonlyMap<string, number>): RoutedForeignKey[] {
  return definition.foreignKeys.flatMap((foreignKey) => {
    const columns = foreignKey.columns.map((column) => indexOf.get(column.toLowerCase()));
    if (columns.some((column) => column === undefined)) return [];
    return [
      {
        name: foreignKey.name,
        columns: columns as number[],
        parent: foreignKey.referenced,
        parentColumns: foreignKey.referencedColumns,
        cascades: cascades(foreignKey.onDelete) || cascades(foreignKey.onUpdate),
      },
    ];
  });
}
