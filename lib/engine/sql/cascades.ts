import type { RoutedTable, RowChange } from "../change";
import { sameLiteral } from "./key-fold";

const keyedColumns = new WeakMap<RoutedTable, readonly number[]>();

/**
 * A cascade can follow the change: the row goes away, or a column changes that a foreign key references. Not more than that: what runs with checks on
 * also has its own parents looked for, and while the state is that of a copy in the making these may be gone already.
 */
export function mayCascade(change: RowChange): boolean {
  if (change.kind !== "update") return change.kind === "delete";
  let columns = keyedColumns.get(change.table);
  if (!columns) {
    const names: ReadonlySet<string | undefined> = change.table.referencedColumns ?? new Set(change.table.definition.keys.flatMap((key) => key.parts.map((part) => part.column?.toLowerCase())));
    columns = change.table.columns.flatMap((column, index) => (names.has(column.definition.name.toLowerCase()) ? [index] : []));
    keyedColumns.set(change.table, columns);
  }
  return columns.some((column) => !sameLiteral(change.before, change.after, column));
}

/** The source's log does not show what the change's cascades did: the destination must run them itself. */
export function mustCascade(change: RowChange): boolean {
  return change.table.cascadesUnlogged && mayCascade(change);
}
