import type { RoutedTable } from "../change";

/**
 * `idempotent`: rows may be there already or not any more, because the full load ran while the log went on; the after image wins.
 * `strict`: every row must be as the change expects; what differs is a conflict.
 */
export type ApplyMode = "idempotent" | "strict";

/** Where INSERTs are left out, an UPDATE never makes a row, not even while the copy is caught up with. */
export function modeOf(table: RoutedTable, mode: ApplyMode): ApplyMode {
  return table.dml && !table.dml.has("insert") ? "strict" : mode;
}
