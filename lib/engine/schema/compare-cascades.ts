import { tableKey } from "../../mysql/identifier";
import type { ForeignKeyDefinition, TableDefinition, TableName } from "../../mysql/table-definition";

const acts = (action: string) => action === "CASCADE" || action === "SET NULL" || action === "SET DEFAULT";

/**
 * Foreign keys of a source that does not log cascades: the destination has to run them itself, so that its table needs a key that does the same, and none
 * that does more. What differs, for people. `target` tells what a table is called there. `when`: "other" leaves out what can still be made.
 */
export function differingCascades(source: TableDefinition, there: TableDefinition, carries: (name: TableName) => boolean, target: (name: TableName) => TableName, when: "missing" | "other"): string[] {
  const equal = (a: ForeignKeyDefinition, b: ForeignKeyDefinition) =>
    tableKey(target(a.referenced)) === tableKey(b.referenced) && folded(a.columns) === folded(b.columns) && folded(a.referencedColumns) === folded(b.referencedColumns) && doing(a) === doing(b);
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
