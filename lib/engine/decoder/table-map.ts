import { AppError } from "../../errors/app-error";
import type { RoutedTable } from "../change";
import { codecFor, ColumnMismatch, isJson, metadataSize, type ColumnCodec } from "../values/column-literal";
import { EventFormatError } from "./decode-error";

/** A TABLE_MAP event, not yet compared with anything. */
export interface TableMap {
  readonly database: string;
  readonly table: string;
  readonly types: Buffer;
  readonly metadata: Buffer;
  /** Type-length-value records (since 8.0, MariaDB 10.5); may be empty. */
  readonly optional: Buffer;
}

/** How rows of one table version become images. */
export interface TablePlan {
  readonly table: RoutedTable;
  /** One per column of the source's image, in its order. */
  readonly codecs: readonly ColumnCodec[];
  /** By source ordinal: the column is part of our images. */
  readonly wanted: readonly boolean[];
  /** Source ordinals in image order. */
  readonly order: readonly number[];
  /** Image order is source order: rows are written in one pass. */
  readonly ascending: boolean;
  /** Ordinals of JSON columns: partial updates number them. */
  readonly json: readonly number[];
}

export function readPacked(bytes: Buffer, at: number): { value: number; next: number } {
  const first = bytes[at];
  const size = first === 0xfc ? 2 : first === 0xfd ? 3 : first === 0xfe ? 8 : 0;
  if (first === undefined || first === 0xfb || first === 0xff || at + 1 + size > bytes.length) throw new EventFormatError("a length is cut off");
  if (size === 0) return { value: first, next: at + 1 };
  return { value: size === 8 ? Number(bytes.readBigUInt64LE(at + 1)) : bytes.readUIntLE(at + 1, size), next: at + 1 + size };
}

/** Six bytes little-endian. */
export function readTableId(body: Buffer): number {
  if (body.length < 8) throw new EventFormatError("an event is too short for a table number");
  return body.readUInt32LE(0) + body.readUInt16LE(4) * 0x1_0000_0000;
}

export function parseTableMap(body: Buffer): TableMap {
  let at = 8;
  const name = (): string => {
    const length = body[at];
    if (length === undefined || at + length + 2 > body.length) throw new EventFormatError("a TABLE_MAP event is cut off");
    const text = body.toString("utf8", at + 1, at + 1 + length);
    at += length + 2;
    return text;
  };
  const database = name();
  const table = name();
  const columns = readPacked(body, at);
  const types = body.subarray(columns.next, columns.next + columns.value);
  const metadataLength = readPacked(body, columns.next + columns.value);
  const metadataEnd = metadataLength.next + metadataLength.value;
  const optionalAt = metadataEnd + ((columns.value + 7) >> 3);
  if (optionalAt > body.length) throw new EventFormatError("a TABLE_MAP event is cut off");
  return { database, table, types, metadata: body.subarray(metadataLength.next, metadataEnd), optional: body.subarray(optionalAt) };
}

/** Compares the event with the table as we know it. Any difference is `schema-mismatch`, never a guess. */
export function buildPlan(map: TableMap, table: RoutedTable): TablePlan {
  const { columns } = table.definition;
  if (columns.length !== map.types.length) throw mismatch(map, `${map.types.length} columns in the log, ${columns.length} known`);
  let at = 0;
  const codecs = columns.map((column, i) => {
    const type = map.types[i]!;
    const size = metadataSize(type);
    if (at + size > map.metadata.length) throw new EventFormatError("the metadata of a TABLE_MAP event are cut off");
    const codec = codecOf(map, () => codecFor(type, size > 0 ? map.metadata[at]! : 0, size > 1 ? map.metadata[at + 1]! : 0, column, table.jsonIsText));
    at += size;
    return codec;
  });
  checkOptional(map, table);
  const order = table.columns.map((column) => column.sourceOrdinal);
  const wanted = columns.map((_, i) => order.includes(i));
  for (const ordinal of order) if (ordinal >= columns.length) throw mismatch(map, `column ${ordinal} does not exist`);
  return {
    table,
    codecs,
    wanted,
    order,
    ascending: order.every((ordinal, i) => i === 0 || order[i - 1]! < ordinal),
    json: codecs.flatMap((codec, i) => (isJson(codec) ? [i] : [])),
  };
}

function codecOf(map: TableMap, make: () => ColumnCodec): ColumnCodec {
  try {
    return make();
  } catch (error) {
    if (error instanceof ColumnMismatch) throw mismatch(map, error.message);
    throw error;
  }
}

const signednessRecord = 1;
const columnNameRecord = 4;

function checkOptional(map: TableMap, table: RoutedTable): void {
  const { optional } = map;
  const { columns } = table.definition;
  let at = 0;
  while (at < optional.length) {
    const record = optional[at]!;
    const length = readPacked(optional, at + 1);
    const end = length.next + length.value;
    if (end > optional.length) throw new EventFormatError("the optional metadata of a TABLE_MAP event are cut off");
    if (record === signednessRecord) {
      // One bit per numeric column, the first in the highest bit.
      let bit = 0;
      columns.forEach((column, i) => {
        if (!isNumeric(map.types[i]!)) return;
        const unsigned = ((optional[length.next + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0;
        bit++;
        // YEAR is logged as unsigned and known as neither.
        if (map.types[i] !== 13 && unsigned !== (column.unsigned || /\bunsigned\b/.test(column.columnType))) throw mismatch(map, `column ${column.name} is ${unsigned ? "unsigned" : "signed"} in the log`);
      });
    } else if (record === columnNameRecord) {
      let from = length.next;
      for (const column of columns) {
        const name = readPacked(optional, from);
        const text = optional.toString("utf8", name.next, name.next + name.value);
        if (text !== column.name) throw mismatch(map, `column ${text} in the log is known as ${column.name}`);
        from = name.next + name.value;
      }
    }
    at = end;
  }
}

/** Types that the signedness record counts (server: sql/log_event.cc, is_numeric_type). */
function isNumeric(type: number): boolean {
  return type === 1 || type === 2 || type === 3 || type === 4 || type === 5 || type === 8 || type === 9 || type === 13 || type === 246;
}

function mismatch(map: TableMap, detail: string): AppError {
  return new AppError("schema-mismatch", { detail, context: { database: map.database, table: map.table } });
}
