/**
 * How the bytes of one column in a row image become an SQL literal. A codec is built once per column and table version,
 * from the type and metadata of the TABLE_MAP event and the known definition; writing costs one switch per value.
 */
import { inflateRawSync, inflateSync } from "node:zlib";
import type { ColumnDefinition } from "../../mysql/table-definition";
import { appendBinary, type LiteralWriter } from "./escape";
import { appendJson } from "./json-literal";
import { appendPrintedJson } from "./json-print";
import { appendDecimal, appendDouble, appendInt64, appendUint64, decimalSize } from "./number";
import {
  appendDate,
  appendDatetime,
  appendOldDatetime,
  appendOldTime,
  appendOldTimestamp,
  appendTime,
  appendTimestamp,
  fractionSize,
} from "./temporal";

const enum Kind {
  Int8,
  Uint8,
  Int16,
  Uint16,
  Int24,
  Uint24,
  Int32,
  Uint32,
  Int64,
  Uint64,
  Float,
  Double,
  Decimal,
  Bit,
  Year,
  Date,
  Datetime,
  Time,
  Timestamp,
  OldDatetime,
  OldTime,
  OldTimestamp,
  /** ENUM and SET: an unsigned number of `size` bytes. */
  Number,
  /** Length prefix of `size` bytes, then the value. */
  Bytes,
  /** The same, restored to `a` bytes with zeros: the log leaves trailing ones out. */
  Padded,
  Uuid,
  Json,
  /** MariaDB's COMPRESSED columns. */
  Compressed,
}

export interface ColumnCodec {
  readonly kind: Kind;
  /** Bytes of a value of fixed length, or of the length prefix. */
  readonly size: number;
  /** Precision, fraction digits or width. */
  readonly a: number;
  readonly b: number;
}

/** A value's bytes go beyond the row. */
export class RowCutOff extends Error {
  override readonly name = "RowCutOff";
}

/** The column is not what the definition says; the message names the difference. */
export class ColumnMismatch extends Error {
  override readonly name = "ColumnMismatch";
}

const integerTypes: Record<string, readonly [type: number, signed: Kind, unsigned: Kind, size: number]> = {
  tinyint: [1, Kind.Int8, Kind.Uint8, 1],
  smallint: [2, Kind.Int16, Kind.Uint16, 2],
  mediumint: [9, Kind.Int24, Kind.Uint24, 3],
  int: [3, Kind.Int32, Kind.Uint32, 4],
  integer: [3, Kind.Int32, Kind.Uint32, 4],
  bigint: [8, Kind.Int64, Kind.Uint64, 8],
};

const blobPrefix: Record<string, number> = {
  tinytext: 1,
  tinyblob: 1,
  text: 2,
  blob: 2,
  mediumtext: 3,
  mediumblob: 3,
  longtext: 4,
  longblob: 4,
};

const geometryTypes = new Set(["geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon", "geometrycollection", "geomcollection"]);

/** Bytes of metadata per column type in a TABLE_MAP event. */
export function metadataSize(type: number): number {
  switch (type) {
    case 15: // VARCHAR
    case 16: // BIT
    case 141: // VARCHAR COMPRESSED
    case 246: // DECIMAL
    case 247: // ENUM
    case 248: // SET
    case 253: // VAR_STRING
    case 254: // STRING
      return 2;
    case 4: // FLOAT
    case 5: // DOUBLE
    case 17: // TIMESTAMP2
    case 18: // DATETIME2
    case 19: // TIME2
    case 140: // BLOB COMPRESSED
    case 242: // VECTOR
    case 245: // JSON
    case 249:
    case 250:
    case 251:
    case 252: // BLOB
    case 255: // GEOMETRY
      return 1;
    default:
      return 0;
  }
}

/** `meta0`, `meta1`: the metadata bytes in order. Throws ColumnMismatch. */
export function codecFor(type: number, meta0: number, meta1: number, definition: ColumnDefinition, jsonIsText = false): ColumnCodec {
  const { dataType } = definition;
  const wrong = () => new ColumnMismatch(`column ${definition.name} is ${definition.columnType} but its values have type ${type}`);
  const codec = (kind: Kind, size: number, a = 0, b = 0): ColumnCodec => ({ kind, size, a, b });
  const check = (holds: boolean, result: ColumnCodec): ColumnCodec => {
    if (!holds) throw wrong();
    return result;
  };
  const integer = integerTypes[dataType];
  if (integer) return check(type === integer[0], codec(definition.unsigned ? integer[2] : integer[1], integer[3]));
  const prefix = blobPrefix[dataType];
  if (prefix !== undefined) return check((type === 252 || type === 140) && meta0 === prefix, codec(type === 140 ? Kind.Compressed : Kind.Bytes, prefix));
  if (geometryTypes.has(dataType)) return check(type === 255, codec(Kind.Bytes, meta0));
  const digits = numberIn(definition.columnType);
  switch (dataType) {
    case "float":
      return check(type === 4 && meta0 === 4, codec(Kind.Float, 4));
    case "double":
    case "real":
      return check(type === 5 && meta0 === 8, codec(Kind.Double, 8));
    case "decimal":
    case "numeric": {
      const [precision, scale] = /\((\d+)(?:,\s*(\d+))?\)/.exec(definition.columnType)?.slice(1).map((part) => Number(part ?? 0)) ?? [meta0, meta1];
      return check(type === 246 && meta0 === precision && meta1 === scale, codec(Kind.Decimal, decimalSize(meta0, meta1), meta0, meta1));
    }
    case "bit": {
      const bits = meta1 * 8 + meta0;
      return check(type === 16 && bits === (digits ?? 1), codec(Kind.Bit, (bits + 7) >> 3));
    }
    case "year":
      return check(type === 13, codec(Kind.Year, 1));
    case "date":
      return check(type === 10 || type === 14, codec(Kind.Date, 3));
    case "datetime":
      if (type === 12 && digits === null) return codec(Kind.OldDatetime, 8);
      return check(type === 18 && meta0 === (digits ?? 0), codec(Kind.Datetime, 5 + fractionSize(meta0), meta0));
    case "time":
      if (type === 11 && digits === null) return codec(Kind.OldTime, 3);
      return check(type === 19 && meta0 === (digits ?? 0), codec(Kind.Time, 3 + fractionSize(meta0), meta0));
    case "timestamp":
      if (type === 7 && digits === null) return codec(Kind.OldTimestamp, 4);
      return check(type === 17 && meta0 === (digits ?? 0), codec(Kind.Timestamp, 4 + fractionSize(meta0), meta0));
    case "enum":
    case "set": {
      const real = dataType === "enum" ? 247 : 248;
      return check(type === real || (type === 254 && meta0 === real), codec(Kind.Number, meta1));
    }
    case "varchar":
    case "varbinary": {
      const width = meta0 | (meta1 << 8);
      return check(type === 15 || type === 141, codec(type === 141 ? Kind.Compressed : Kind.Bytes, width > 255 ? 2 : 1));
    }
    case "json":
      return check(type === 245 && meta0 === 4, codec(Kind.Json, 4, jsonIsText ? 1 : 0));
    case "vector":
      if (type === 242) return codec(Kind.Bytes, meta0);
      return check(type === 15, codec(Kind.Bytes, (meta0 | (meta1 << 8)) > 255 ? 2 : 1));
    case "char":
    case "binary":
    case "uuid":
    case "inet4":
    case "inet6": {
      if (type !== 254) throw wrong();
      // Lengths over 255 hide two bits in the type byte, inverted (server: sql/field.cc, Field_string::do_save_field_metadata).
      const width = (meta0 & 0x30) === 0x30 ? meta1 : meta1 | (((meta0 & 0x30) ^ 0x30) << 4);
      if (((meta0 | 0x30) & 0xff) !== 254) throw wrong();
      const size = width > 255 ? 2 : 1;
      if (dataType === "char") return codec(Kind.Bytes, size);
      return codec(dataType === "uuid" ? Kind.Uuid : Kind.Padded, size, width);
    }
    default:
      throw new ColumnMismatch(`column ${definition.name} has the unknown type ${definition.columnType}`);
  }
}

function numberIn(columnType: string): number | null {
  const found = /\((\d+)\)/.exec(columnType);
  // datetime(0) and datetime are the same.
  return found && found[1] !== "0" ? Number(found[1]) : null;
}

/** The position behind the value at `at`. Throws RowCutOff. */
export function skipValue(codec: ColumnCodec, from: Buffer, at: number, end: number): number {
  const next = codec.kind >= Kind.Bytes ? at + codec.size + prefixed(from, at, codec.size, end) : at + codec.size;
  if (next > end) throw new RowCutOff();
  return next;
}

function prefixed(from: Buffer, at: number, size: number, end: number): number {
  if (at + size > end) throw new RowCutOff();
  const first = from[at]!;
  switch (size) {
    case 1:
      return first;
    case 2:
      return first | (from[at + 1]! << 8);
    case 3:
      return first | (from[at + 1]! << 8) | (from[at + 2]! << 16);
    default:
      return from.readUInt32LE(at);
  }
}

/** Appends the literal of the value at `at` and gives the position behind it. Throws RowCutOff and the JSON errors. */
export function writeValue(out: LiteralWriter, codec: ColumnCodec, from: Buffer, at: number, end: number): number {
  const next = codec.kind >= Kind.Bytes ? at + codec.size + prefixed(from, at, codec.size, end) : at + codec.size;
  if (next > end) throw new RowCutOff();
  switch (codec.kind) {
    case Kind.Int8:
      out.integer((from[at]! << 24) >> 24);
      break;
    case Kind.Uint8:
      out.integer(from[at]!);
      break;
    case Kind.Int16:
      out.integer(((from[at]! | (from[at + 1]! << 8)) << 16) >> 16);
      break;
    case Kind.Uint16:
      out.integer(from[at]! | (from[at + 1]! << 8));
      break;
    case Kind.Int24:
      out.integer(((from[at]! << 8) | (from[at + 1]! << 16) | (from[at + 2]! << 24)) >> 8);
      break;
    case Kind.Uint24:
      out.integer(from[at]! | (from[at + 1]! << 8) | (from[at + 2]! << 16));
      break;
    case Kind.Int32:
      out.integer(from[at]! | (from[at + 1]! << 8) | (from[at + 2]! << 16) | (from[at + 3]! << 24));
      break;
    case Kind.Uint32:
      out.integer((from[at]! | (from[at + 1]! << 8) | (from[at + 2]! << 16) | (from[at + 3]! << 24)) >>> 0);
      break;
    case Kind.Int64:
      appendInt64(out, from, at);
      break;
    case Kind.Uint64:
      appendUint64(out, from, at);
      break;
    case Kind.Float:
      appendDouble(out, from.readFloatLE(at));
      break;
    case Kind.Double:
      appendDouble(out, from.readDoubleLE(at));
      break;
    case Kind.Decimal:
      appendDecimal(out, from, at, codec.a, codec.b);
      break;
    case Kind.Bit:
      // Not x'…', which MariaDB compares as a string of bytes.
      out.byte(0x30);
      out.byte(0x78);
      out.hex(from, at, next);
      break;
    case Kind.Year:
      out.integer(from[at] === 0 ? 0 : 1900 + from[at]!);
      break;
    case Kind.Date:
      appendDate(out, from, at);
      break;
    case Kind.Datetime:
      appendDatetime(out, from, at, codec.a);
      break;
    case Kind.Time:
      appendTime(out, from, at, codec.a);
      break;
    case Kind.Timestamp:
      appendTimestamp(out, from, at, codec.a);
      break;
    case Kind.OldDatetime:
      appendOldDatetime(out, from, at);
      break;
    case Kind.OldTime:
      appendOldTime(out, from, at);
      break;
    case Kind.OldTimestamp:
      appendOldTimestamp(out, from, at);
      break;
    case Kind.Number:
      if (codec.size === 8) appendUint64(out, from, at);
      else out.integer(from.readUIntLE(at, codec.size));
      break;
    case Kind.Bytes:
      appendBinary(out, from, at + codec.size, next);
      break;
    case Kind.Padded:
      appendBinary(out, padded(from, at + codec.size, next, codec.a));
      break;
    case Kind.Uuid:
      appendUuid(out, padded(from, at + codec.size, next, 16));
      break;
    case Kind.Json:
      if (codec.a === 1) appendPrintedJson(out, from, at + 4, next);
      else appendJson(out, from, at + 4, next);
      break;
    case Kind.Compressed:
      appendBinary(out, uncompressed(from.subarray(at + codec.size, next)));
      break;
  }
  return next;
}

function padded(from: Buffer, start: number, end: number, width: number): Buffer {
  if (end - start > width) throw new RowCutOff();
  if (end - start === width) return from.subarray(start, end);
  const value = Buffer.alloc(width);
  from.copy(value, 0, start, end);
  return value;
}

function appendUuid(out: LiteralWriter, value: Buffer): void {
  const text = value.toString("hex");
  out.ascii(`'${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}'`);
}

/** First byte: 0 = as it is; else the method (8 = zlib) in the high half, 8 = without zlib header, and the size of a length that we do not need (MariaDB: sql/field_comp.cc). */
function uncompressed(value: Buffer): Buffer {
  if (value.length === 0) return value;
  const method = value[0]!;
  if (method === 0) return value.subarray(1);
  if (method >> 4 !== 8) throw new ColumnMismatch(`a compressed column uses the unknown method ${method >> 4}`);
  const data = value.subarray(1 + (method & 7));
  return method & 8 ? inflateRawSync(data) : inflateSync(data);
}

/** A document in binary form instead of the stored one: for partial updates. */
export function isJson(codec: ColumnCodec): boolean {
  return codec.kind === Kind.Json;
}
