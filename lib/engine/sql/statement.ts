import type { RoutedTable } from "../change";

/** One statement for the destination and what its answer must be. */
export interface Statement {
  /** In pieces when it is large: views of the row images. */
  readonly sql: Buffer | readonly Buffer[];
  readonly table: RoutedTable;
  /** Affected rows (connection without CLIENT_FOUND_ROWS) if every row is as the source's change expects; null: any number is right. */
  readonly expected: number | null;
  /** Warnings that the values themselves give: the index 0 of an ENUM counts as a truncated value. */
  readonly warnings: number;
  /** Cascades of the destination must run: with foreign_key_checks=1. */
  readonly cascades?: boolean;
}
