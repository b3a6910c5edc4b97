/** Walking a table along a NOT NULL unique key, in steps of so many rows. */
import type { MysqlConnection } from "../../mysql/connection";
import { quoteName, quoteTable } from "../../mysql/identifier";
import { RawCells, readRawRows } from "../../mysql/raw-rows";
import type { ColumnDefinition, TableName } from "../../mysql/table-definition";
import { AppError } from "../../errors/app-error";
import { type KeyBoundary, type KeyRange, keyExpression, keyLiteral, keyRangeCondition } from "./key-range";

export interface WalkedKey {
  readonly table: TableName;
  readonly keyName: string;
  readonly columns: readonly ColumnDefinition[];
  /** Their names on this server, quoted. */
  readonly quotedColumns: readonly string[];
}

/** Table reference that keeps the optimizer on the key: rows come in key order and a range costs its rows only. */
export function walkedTable(key: WalkedKey): string {
  return `${quoteTable(key.table)} FORCE INDEX (${quoteName(key.keyName)})`;
}

/**
 * The key of the `rows`-th row within `range`, or null when the range holds fewer rows. Reads that many index entries and one row. The
 * connection must have `rawReadSession`.
 */
export async function readBoundary(connection: MysqlConnection, key: WalkedKey, range: KeyRange, rows: number): Promise<KeyBoundary | null> {
  const condition = keyRangeCondition(key.quotedColumns, range);
  const expressions = key.columns.map((column, i) => keyExpression(column, key.quotedColumns[i]!)).join(",");
  const order = key.quotedColumns.join(",");
  const sql = `SELECT ${expressions} FROM ${walkedTable(key)}${condition ? ` WHERE ${condition}` : ""} ORDER BY ${order} LIMIT 1 OFFSET ${rows - 1}`;
  let boundary: KeyBoundary | null = null;
  const cells = new RawCells();
  await readRawRows(connection, sql, (buffer, offset) => {
    cells.begin(buffer, offset);
    boundary = key.columns.map((column) => {
      cells.next();
      if (cells.isNull) throw new AppError("assertion-failed", { detail: `NULL in key column ${column.name}` });
      return keyLiteral(column, cells.buffer.subarray(cells.start, cells.end));
    });
  });
  return boundary;
}
