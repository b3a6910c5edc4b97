import { tableKey } from "../../mysql/identifier";
import type { ForeignKeyDefinition, TableDefinition, TableName } from "../../mysql/table-definition";
import type { NameMapping } from "../router/name-mapping";

const acts = (action: string) => action === "CASCADE" || action === "SET NULL" || action === "SET DEFAULT";

export interface CarriedTables {
  readonly carries: (name: TableName) => boolean;
  /** What tables and columns are called at the destination. */
  readonly mapping: Pick<NameMapping, "table" | "columns">;
  /** Of a carried table of the source, for the names of a parent's columns. */
  readonly definition: (name: TableName) => TableDefinition | null;
}

/**
 * Foreign keys of a source that does not log cascades: the destination has to run them itself, so that its table needs a key that does the same, and none
 * that does more. What differs, for people. `when`: "other" leaves out what can still be made.
 */
export function differingCascades(source: TableDefinition, there: TableDefinition, { carries, mapping, definition }: CarriedTables, when: "missing" | "other"): string[] {
  const called = (table: TableDefinition | null, names: readonly string[]) => folded(table ? names.map((name) => mapping.columns(table).at(name)) : names);
  const equal = (a: ForeignKeyDefinition, b: ForeignKeyDefinition) =>
    tableKey(mapping.table(a.referenced)) === tableKey(b.referenced) && called(source, a.columns) === folded(b.columns) && called(definition(a.referenced), a.referencedColumns) === folded(b.referencedColumns) && doing(a) === doing(b);
  const lacking = source.foreignKeys
    .filter((key) => (acts(key.onDelete) || acts(key.onUpdate)) && carries(key.referenced) && !there.foreignKeys.some((one) => equal(key, one)))
    // What has another name or is not there can still be made.
    .filter((key) => when === "missing" || there.foreignKeys.some((one) => one.name.toLowerCase() === key.name.toLowerCase()))
    .map((key) => `foreign key ${key.name} does not do ON DELETE ${key.onDelete} ON UPDATE ${key.onUpdate} there`);
  const beyond = there.foreignKeys
    .filter((one) => (acts(one.onDelete) || acts(one.onUpdate)) && !source.foreignKeys.some((key) => equal(key, one)))
    .map((one) => `foreign key ${one.name} does ON DELETE ${one.onDelete} ON UPDATE ${one.onUpdate} there, and nothing of it at the source`);
  return [...lacking, ...beyond];
}

const folded = (names: readonly string[]) => names.map((name) => name.toLowerCase()).join("\0");
/** RESTRICT and NO ACTION are one in InnoDB. */
const doing = (key: ForeignKeyDefinition) => [key.onDelete, key.onUpdate].map((action) => (acts(action) ? action : "")).join("\0");
