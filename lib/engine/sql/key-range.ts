/**
 * Ranges of a key as SQL. A boundary is kept as SQL literals in ASCII, one per key column, so that it can be stored and sent again to
 * either server: numbers as digits, temporal values quoted, bytes in hexadecimal, text in hexadecimal with the character set of its column.
 * Against such a literal the column's own collation decides (manual, "Collation Coercibility in Expressions"), so neighbouring ranges
 * tile the table whatever the collation.
 */
import type { ColumnDefinition } from "../../mysql/table-definition";

export type KeyBoundary = readonly string[];

/** Rows with `after` < key <= `upTo`; null = open. */
export interface KeyRange {
  readonly after: KeyBoundary | null;
  readonly upTo: KeyBoundary | null;
}

export const wholeTable: KeyRange = { after: null, upTo: null };

/**
 * WHERE condition of a range, or null for the whole table. `columns` are quoted names in key order. A comparison of row values
 * `(a,b) > (x,y)` would not use the index (manual, "Range Optimization of Row Constructor Expressions"): it is written out column by column.
 */
export function keyRangeCondition(columns: readonly string[], range: KeyRange): string | null {
  const parts: string[] = [];
  if (range.after) parts.push(compare(columns, range.after, ">", ">"));
  if (range.upTo) parts.push(compare(columns, range.upTo, "<", "<="));
  return parts.length === 0 ? null : parts.join(" AND ");
}

/** WHERE condition for one key value. */
export function keyEqualsCondition(columns: readonly string[], key: KeyBoundary): string {
  return columns.map((column, i) => `${column}=${key[i]!}`).join(" AND ");
}

function compare(columns: readonly string[], boundary: KeyBoundary, strict: string, last: string): string {
  const column = columns[0]!;
  const value = boundary[0]!;
  if (columns.length === 1) return `${column}${last}${value}`;
  // The first part alone bounds the scan; the rest decides within it.
  const rest = compare(columns.slice(1), boundary.slice(1), strict, last);
  return `${column}${strict}=${value} AND (${column}${strict}${value} OR (${column}=${value} AND ${rest}))`;
}

const numeric = new Set(["tinyint", "smallint", "mediumint", "int", "integer", "bigint", "decimal", "numeric", "year", "float", "double", "real", "enum", "set"]);
const quoted = new Set(["date", "time", "datetime", "timestamp", "uuid", "inet4", "inet6"]);

/** Expression that a key column is read with for a boundary. */
export function keyExpression(column: ColumnDefinition, name: string): string {
  switch (column.dataType) {
    case "float":
    case "double":
    case "real":
      return `${name}*1e0`;
    case "enum":
    case "set":
    case "bit":
      return `CAST(${name} AS UNSIGNED)`;
    default:
      return name;
  }
}

/** The literal of a key cell that was read with `keyExpression`. */
export function keyLiteral(column: ColumnDefinition, cell: Buffer): string {
  if (numeric.has(column.dataType) || column.dataType === "bit") {
    const text = cell.toString("latin1");
    return /^(?:float|double|real)$/.test(column.dataType) && !text.includes("e") ? `${text}e0` : text;
  }
  if (quoted.has(column.dataType)) return `'${cell.toString("latin1")}'`;
  const hex = `x'${cell.toString("hex")}'`;
  if (column.charset === null || column.charset === "binary") return hex;
  // Both names exist on all servers only as `utf8`.
  return `_${column.charset === "utf8mb3" ? "utf8" : column.charset} ${hex}`;
}
