/** How one table is read and written during the full load. */
import type { CellServer } from "../../mysql/cell-server";
import { quoteName, quoteTable } from "../../mysql/identifier";
import type { RoutedTable } from "../change";
import { keyRangeCondition, type KeyRange } from "../sql/key-range";
import { walkedTable, type WalkedKey } from "../sql/key-walk";
import { cellReader, type CellReader } from "../values/cell-literal";

export interface TablePlan {
  readonly table: RoutedTable;
  /** The key that the table is walked along; null = keyless. */
  readonly key: WalkedKey | null;
  readonly readers: readonly CellReader[];
  /** `INSERT INTO … (…) VALUES ` */
  readonly insertHead: Buffer;
  /** Behind the rows of a statement that keeps rows which are there already. A change to the same value is none: it fires no timestamp and hides no other error, as INSERT IGNORE would. */
  readonly keepExisting: Buffer;
  /** Destination names of ENUM columns. */
  readonly enumColumns: readonly string[];
}

export function tablePlan(table: RoutedTable, server: CellServer): TablePlan {
  const written = table.columns.slice(0, table.writableCount);
  const readers = written.map((column) => cellReader(column.definition, quoteName(column.definition.name), server, table.jsonIsText));
  const names = written.map((column) => quoteName(column.destinationName));
  const key: WalkedKey | null = table.identity && {
    table: table.source,
    keyName: table.identity.name,
    columns: table.identity.parts.map((part) => table.columns[part.column]!.definition),
    quotedColumns: table.identity.parts.map((part) => quoteName(table.columns[part.column]!.definition.name)),
  };
  return {
    table,
    key,
    readers,
    insertHead: Buffer.from(`INSERT INTO ${quoteTable(table.destination)} (${names.join(",")}) VALUES `, "utf8"),
    keepExisting: Buffer.from(names.length === 0 ? "" : ` ON DUPLICATE KEY UPDATE ${names[0]}=${names[0]}`, "utf8"),
    enumColumns: written.filter((column) => column.definition.dataType === "enum").map((column) => column.destinationName),
  };
}

/** Every column by name (a `*` would leave out invisible ones), in image order; rows of the range that fulfil the table's filter. */
export function selectRows(plan: TablePlan, range: KeyRange): string {
  const expressions = plan.readers.flatMap((reader) => reader.expressions).join(",") || "1";
  const conditions: string[] = [];
  const condition = plan.key && keyRangeCondition(plan.key.quotedColumns, range);
  if (condition) conditions.push(condition);
  if (plan.table.filter !== null) conditions.push(`(${plan.table.filter})`);
  const from = plan.key ? walkedTable(plan.key) : quoteTable(plan.table.source);
  return `SELECT ${expressions} FROM ${from}${conditions.length > 0 ? ` WHERE ${conditions.join(" AND ")}` : ""}`;
}
