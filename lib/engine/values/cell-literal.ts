/**
 * Cells of a text result set → SQL literal bytes; the full load's counterpart of the binlog decoder, with the same meaning for
 * every type. What is read is an expression per column that loses nothing on its way into text:
 *
 * - FLOAT prints six digits and FLOAT(7,4) four decimals: times 1e0 it becomes a DOUBLE, which prints the shortest text that reads
 *   back as the same value and keeps the sign of zero (adding 0 would lose it). Measured on MySQL 5.6, 9.7 and MariaDB 10.11.
 * - ENUM and SET are read as number: `+0` would go through a DOUBLE and lose bits of a SET beyond 53 members.
 * - Text arrives unconverted (`character_set_results=NULL`) and leaves as `_binary'…'`: any character set, any bytes.
 * - MySQL's JSON text does not tell a DECIMAL, DATE, TIME, DATETIME or binary node from a number or string; see `json-cell.ts`.
 */
import type { CellServer } from "../../mysql/cell-server";
import type { ColumnDefinition } from "../../mysql/table-definition";
import { nullCell } from "../../mysql/raw-rows";
import { AppError } from "../../errors/app-error";
import { largeBytes } from "../../mysql/large-memory";
import { type LiteralWriter, appendBinary, appendEscaped, countEscaped } from "./escape";
import { appendTypedJson, jsonTypesExpression } from "./json-cell";

export type CellKind = "number" | "enum" | "zerofill" | "double" | "quoted" | "binary" | "bit" | "json" | "typed-json";

export interface CellReader {
  /** Select expressions; a column takes one cell, JSON with node types two. */
  readonly expressions: readonly string[];
  readonly kind: CellKind;
}

/** How to read `column`; `quoted` is its name as SQL text; `jsonIsText`: the destination keeps JSON as text. Throws `assertion-failed` for a type that is not known. */
export function cellReader(column: ColumnDefinition, quoted: string, server: Pick<CellServer, "jsonTable">, jsonIsText = false): CellReader {
  switch (column.dataType) {
    case "tinyint":
    case "smallint":
    case "mediumint":
    case "int":
    case "integer":
    case "bigint":
    case "decimal":
    case "numeric":
      return { expressions: [quoted], kind: /\bzerofill\b/.test(column.columnType) ? "zerofill" : "number" };
    case "year":
      return { expressions: [quoted], kind: "number" };
    case "float":
    case "double":
    case "real":
      return { expressions: [`${quoted}*1e0`], kind: "double" };
    case "enum":
      return { expressions: [`CAST(${quoted} AS UNSIGNED)`], kind: "enum" };
    case "set":
      return { expressions: [`CAST(${quoted} AS UNSIGNED)`], kind: "number" };
    case "bit":
      return { expressions: [quoted], kind: "bit" };
    case "date":
    case "time":
    case "datetime":
    case "timestamp":
    case "uuid":
    case "inet4":
    case "inet6":
      return { expressions: [quoted], kind: "quoted" };
    case "json":
      return server.jsonTable && !jsonIsText ? { expressions: [quoted, jsonTypesExpression(quoted)], kind: "typed-json" } : { expressions: [quoted], kind: "json" };
    case "char":
    case "varchar":
    case "tinytext":
    case "text":
    case "mediumtext":
    case "longtext":
    case "binary":
    case "varbinary":
    case "tinyblob":
    case "blob":
    case "mediumblob":
    case "longblob":
    case "vector":
    case "geometry":
    case "point":
    case "linestring":
    case "polygon":
    case "multipoint":
    case "multilinestring":
    case "multipolygon":
    case "geomcollection":
    case "geometrycollection":
      return { expressions: [quoted], kind: "binary" };
    default:
      throw new AppError("assertion-failed", { detail: `no way is known to read a column of type ${column.dataType}` });
  }
}

const comma = 0x2c;
const zero = 0x30;

/** What a writer of rows must know about them. */
export interface RowNotes {
  /** ENUM values that are none of the members (index 0): the server stores them, and warns. */
  enumZeros: number;
}

/**
 * Appends the literals of one raw row, separated by commas. `ends`, when given, takes the writer's length behind each literal.
 */
export function appendRowLiterals(out: LiteralWriter, readers: readonly CellReader[], buffer: Buffer, offset: number, ends?: number[], notes?: RowNotes): void {
  let at = offset;
  for (let i = 0; i < readers.length; i++) {
    if (i > 0) out.byte(comma);
    const kind = readers[i]!.kind;
    const first = buffer[at]!;
    if (first === nullCell) {
      at += 1;
      out.ascii("NULL");
      if (kind === "typed-json") at = afterCell(buffer, at);
    } else {
      let length = first;
      at += 1;
      if (first >= 0xfc) {
        length = longLength(buffer, first, at);
        at += first === 0xfc ? 2 : first === 0xfd ? 3 : 8;
      }
      const end = at + length;
      switch (kind) {
        case "number":
          appendDigits(out, buffer, at, end);
          break;
        case "enum":
          if (notes && length === 1 && buffer[at] === zero) notes.enumZeros += 1;
          appendDigits(out, buffer, at, end);
          break;
        case "zerofill":
          // The value, not its padding: the same number has the same literal whatever the display width.
          while (end - at > 1 && buffer[at] === zero && buffer[at + 1]! >= zero) at += 1;
          appendDigits(out, buffer, at, end);
          break;
        case "double":
          appendDigits(out, buffer, at, end);
          // Without exponent it would be a DECIMAL or integer literal, which has no minus zero.
          if (!hasExponent(buffer, at, end)) out.ascii("e0");
          break;
        case "quoted":
          out.byte(0x27);
          out.bytes(buffer, at, end);
          out.byte(0x27);
          break;
        case "binary":
          appendBinary(out, buffer, at, end);
          break;
        case "bit":
          // Not x'…', which MariaDB compares as a string of bytes.
          out.ascii("0x");
          out.hex(buffer, at, end);
          break;
        case "json":
          appendJsonText(out, buffer, at, end);
          break;
        case "typed-json": {
          const types = cellText(buffer, end);
          if (types === null) appendJsonText(out, buffer, at, end);
          else {
            if (length >= largeBytes) out.reserve(length + countEscaped(buffer, at, end) + 4096);
            appendTypedJson(out, buffer, at, end, types);
          }
          at = afterCell(buffer, end);
          if (ends) ends[i] = out.length;
          continue;
        }
      }
      at = end;
    }
    if (ends) ends[i] = out.length;
  }
}

function appendDigits(out: LiteralWriter, buffer: Buffer, start: number, end: number): void {
  out.reserve(end - start);
  const to = out.buffer;
  let at = out.length;
  for (let i = start; i < end; i++) to[at++] = buffer[i]!;
  out.length = at;
}

function hasExponent(buffer: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (buffer[i] === 0x65) return true;
  return false;
}

/** JSON text in the session's utf8mb4: a binary string would be refused (error 3144). */
export function appendJsonText(out: LiteralWriter, buffer: Uint8Array, start = 0, end = buffer.length): void {
  out.byte(0x27);
  appendEscaped(out, buffer, start, end);
  out.byte(0x27);
}

function longLength(buffer: Buffer, first: number, at: number): number {
  return first === 0xfc ? buffer.readUInt16LE(at) : first === 0xfd ? buffer.readUIntLE(at, 3) : Number(buffer.readBigUInt64LE(at));
}

function afterCell(buffer: Buffer, at: number): number {
  const first = buffer[at]!;
  if (first <= nullCell) return at + 1 + (first === nullCell ? 0 : first);
  return at + (first === 0xfc ? 3 : first === 0xfd ? 4 : 9) + longLength(buffer, first, at + 1);
}

function cellText(buffer: Buffer, at: number): string | null {
  const first = buffer[at]!;
  if (first === nullCell) return null;
  const start = at + (first < nullCell ? 1 : first === 0xfc ? 3 : first === 0xfd ? 4 : 9);
  return buffer.toString("utf8", start, afterCell(buffer, at));
}
