/** How one table is compared: which columns, read how, along which key. */
import type { CellServer } from "../../mysql/cell-server";
import { quoteName, quoteTable } from "../../mysql/identifier";
import type { ColumnDefinition, TableDefinition, TableName } from "../../mysql/table-definition";
import type { RoutedTable } from "../change";
import { keyExpression, keyRangeCondition, type KeyRange } from "../sql/key-range";
import { walkedTable, type WalkedKey } from "../sql/key-walk";
import { cellReader, type CellReader } from "../values/cell-literal";

export interface ComparedColumn {
  readonly source: ColumnDefinition;
  readonly destination: ColumnDefinition;
}

export interface ComparedTable {
  readonly source: TableName;
  readonly destination: TableName;
  readonly columns: readonly ComparedColumn[];
  /** Name of the source key and its columns; null = compared as a multiset of rows. */
  readonly key: { readonly name: string; readonly columns: readonly ComparedColumn[] } | null;
  readonly filter: string | null;
  /** Columns of the source that the destination does not have. */
  readonly missingColumns: readonly string[];
}

/** Carried columns and, where the destination has them, generated ones. Columns that were left out by choice are not compared. */
export function comparedFromRouted(table: RoutedTable, destination: TableDefinition): ComparedTable {
  const routed = new Map(table.columns.map((column) => [column.definition.name, column.destinationName]));
  const names = table.definition.columns.flatMap((column) => {
    const name = routed.get(column.name) ?? (column.generated === null ? undefined : (table.names?.at(column.name) ?? column.name));
    return name === undefined ? [] : [{ column, name, required: routed.has(column.name) && column.generated === null }];
  });
  const key = table.identity && { name: table.identity.name, columns: table.identity.parts.map((part) => table.columns[part.column]!.definition.name) };
  return pair(table.source, destination, names, key, table.filter);
}

/** All columns of both, by name; the primary key or the first NOT NULL unique key. */
export function comparedFromDefinitions(source: TableDefinition, destination: TableDefinition): ComparedTable {
  const columns = new Map(source.columns.map((column) => [column.name, column]));
  const key = source.keys.find(
    (candidate) => candidate.unique && candidate.parts.every((part) => part.column !== null && part.prefix === null && columns.get(part.column)?.nullable === false),
  );
  return pair(
    source.name,
    destination,
    source.columns.map((column) => ({ column, name: column.name, required: true })),
    key ? { name: key.name, columns: key.parts.map((part) => part.column!) } : null,
    null,
  );
}

function pair(
  source: TableName,
  destination: TableDefinition,
  names: readonly { readonly column: ColumnDefinition; readonly name: string; readonly required: boolean }[],
  key: { readonly name: string; readonly columns: readonly string[] } | null,
  filter: string | null,
): ComparedTable {
  const there = new Map(destination.columns.map((column) => [column.name.toLowerCase(), column]));
  const columns: ComparedColumn[] = [];
  const missingColumns: string[] = [];
  for (const { column, name, required } of names) {
    const other = there.get(name.toLowerCase());
    if (other) columns.push({ source: column, destination: other });
    else if (required) missingColumns.push(column.name);
  }
  const keyColumns = key?.columns.map((name) => columns.find((column) => column.source.name === name));
  const usable = key !== null && keyColumns !== undefined && keyColumns.every((column) => column !== undefined);
  return { source, destination: destination.name, columns, key: usable ? { name: key.name, columns: keyColumns as ComparedColumn[] } : null, filter, missingColumns };
}

/** One side's SELECT: first the key's cells, then one or two cells per column. */
export interface SideReader {
  readonly readers: readonly CellReader[];
  readonly keyColumns: readonly ColumnDefinition[];
  select(range: KeyRange, condition?: string): string;
  /**
   * Of a range: number of rows, number of hashes, and the sum (exclusive or, 128 bits) of the hashes, made by the server. MD5() is gone from newer servers.
   * With `sized` also the bytes of the rows' cells.
   */
  sums(range: KeyRange, sized?: boolean): string;
  readonly quotedKey: readonly string[];
}

/** `common` is what both servers can do: both sides must print a value in the same way. */
export function sideReader(table: ComparedTable, side: "source" | "destination", common: Pick<CellServer, "jsonTable">): SideReader {
  const readers = table.columns.map((column) => comparableReader(column, side, common));
  const keyColumns = table.key?.columns.map((column) => column.source) ?? [];
  const quotedKey = table.key?.columns.map((column) => quoteName(column[side].name)) ?? [];
  const expressions = [...keyColumns.map((column, i) => keyExpression(column, quotedKey[i]!)), ...readers.flatMap((reader) => reader.expressions)].join(",") || "1";
  const walked = side === "source" ? walkedKey(table) : null;
  const from = walked ? walkedTable(walked) : quoteTable(table[side]);
  const rows = (range: KeyRange, condition?: string) => {
    const conditions = [keyRangeCondition(quotedKey, range), condition ?? null, side === "source" && table.filter !== null ? `(${table.filter})` : null].filter((part) => part !== null);
    return `${from}${conditions.length > 0 ? ` WHERE ${conditions.join(" AND ")}` : ""}`;
  };
  return {
    readers,
    keyColumns,
    quotedKey,
    select: (range, condition) => `SELECT ${expressions} FROM ${rows(range, condition)}`,
    sums(range, sized = false) {
      const values = readers.flatMap((reader) => reader.expressions);
      const cells = values.map((cell) => `IFNULL(SHA2(CAST(${cell} AS BINARY),256),'-')`);
      const size = values.map((cell) => `IFNULL(LENGTH(${cell}),0)`).join("+") || "0";
      const half = (at: number) => `COALESCE(BIT_XOR(CAST(CONV(SUBSTR(h,${at},16),16,10) AS UNSIGNED)),0)`;
      return `SELECT COUNT(*),COUNT(h),${half(1)},${half(17)}${sized ? ",COALESCE(SUM(n),0)" : ""} FROM (SELECT SHA2(CONCAT_WS(',',${cells.join(",") || "1"}),256) AS h${sized ? `,${size} AS n` : ""} FROM ${rows(range)}) AS hashed`;
    },
  };
}

/** Text is compared as stored; where the character sets differ, as characters. */
function comparableReader(column: ComparedColumn, side: "source" | "destination", common: Pick<CellServer, "jsonTable">): CellReader {
  const name = quoteName(column[side].name);
  const reader = cellReader(column.source, name, common);
  const charsets = [column.source.charset, column.destination.charset].map((charset) => (charset === "utf8mb3" ? "utf8" : charset));
  if (reader.kind !== "binary" || charsets[0] === charsets[1] || charsets.includes(null)) return reader;
  return { ...reader, expressions: [`CONVERT(${name} USING utf8mb4)`] };
}

export function walkedKey(table: ComparedTable): WalkedKey | null {
  return (
    table.key && {
      table: table.source,
      keyName: table.key.name,
      columns: table.key.columns.map((column) => column.source),
      quotedColumns: table.key.columns.map((column) => quoteName(column.source.name)),
    }
  );
}
