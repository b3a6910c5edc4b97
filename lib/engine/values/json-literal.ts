import { appendBinary, appendQuoted, type LiteralWriter } from "./escape";
import { container, isArray, isObject, JsonFormatError, jsonRoot, jsonType, requireBytes, variableLength, type JsonNode } from "./json-binary";
import { largeBytes } from "../../mysql/large-memory";
import { appendDecimal, appendInt64, appendUint64, decimalSize } from "./number";
import { packedTemporalText } from "./temporal";

/** The document holds a value that no SQL expression of ours brings back as it was. */
export class JsonNotWritable extends Error {
  override readonly name = "JsonNotWritable";
}

const textStart = Buffer.from("_utf8mb4'");
const quote = 0x27;

/**
 * Appends the literal of a JSON column from its binary form. Usually the document's text, `_utf8mb4'…'`, numbers exact and doubles always
 * with point or exponent, so that the parser at the destination makes the same types of them. Where text cannot say the
 * type (dates, decimals, binary strings, small unsigned or large signed integers) an expression of JSON_OBJECT, JSON_ARRAY and CAST.
 * Throws JsonFormatError, JsonNotWritable.
 */
export function appendJson(out: LiteralWriter, bytes: Buffer, start: number, end: number): void {
  const root = jsonRoot(bytes, start, end);
  const mark = out.mark();
  if (end - start >= largeBytes) out.reserve(largeTextSize(bytes, start, end));
  out.bytes(textStart);
  if (appendText(out, root, 0)) {
    out.byte(quote);
    return;
  }
  out.rewind(mark);
  appendExpression(out, root, 0, true);
}

/** What the text of a large document takes: its strings are most of it, and are as long as they are here but for what is escaped. */
export function largeTextSize(bytes: Buffer, start: number, end: number): number {
  let size = end - start + 16 * block;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === quote) size += 1;
    else if (byte === 0x22) size += 2;
    else if (byte === 0x5c) size += 3;
  }
  return size;
}

/** JSON text with SQL escapes. False when text cannot say some value's type; what was written is to be rewound. */
function appendText(out: LiteralWriter, node: JsonNode, depth: number): boolean {
  if (isObject(node)) {
    const members = container(node, depth);
    out.byte(0x7b);
    for (let i = 0; i < members.count; i++) {
      if (i > 0) out.byte(0x2c);
      const key = members.key(i);
      appendTextString(out, node.bytes, key.start, key.end);
      out.byte(0x3a);
      if (!appendText(out, members.value(i), depth + 1)) return false;
    }
    out.byte(0x7d);
    return true;
  }
  if (isArray(node)) {
    const members = container(node, depth);
    out.byte(0x5b);
    for (let i = 0; i < members.count; i++) {
      if (i > 0) out.byte(0x2c);
      if (!appendText(out, members.value(i), depth + 1)) return false;
    }
    out.byte(0x5d);
    return true;
  }
  return appendTextScalar(out, node);
}

function appendTextScalar(out: LiteralWriter, node: JsonNode): boolean {
  const { bytes, start } = node;
  switch (node.type) {
    case jsonType.literal:
      out.ascii(literalWord(node));
      return true;
    case jsonType.int16:
      requireBytes(node, 2);
      out.integer(bytes.readInt16LE(start));
      return true;
    case jsonType.int32:
      requireBytes(node, 4);
      out.integer(bytes.readInt32LE(start));
      return true;
    case jsonType.int64:
      requireBytes(node, 8);
      // The parser makes an unsigned integer of everything from 2^32 on.
      if (bytes.readInt32LE(start + 4) > 0) return false;
      appendInt64(out, bytes, start);
      return true;
    case jsonType.uint64:
      requireBytes(node, 8);
      // … and a signed one of everything below.
      if (bytes.readUInt32LE(start + 4) === 0) return false;
      appendUint64(out, bytes, start);
      return true;
    case jsonType.double:
      requireBytes(node, 8);
      out.ascii(doubleText(bytes.readDoubleLE(start)));
      return true;
    case jsonType.string: {
      const { value, next } = variableLength(bytes, start, node.end);
      appendTextString(out, bytes, next, next + value);
      return true;
    }
    case jsonType.uint16:
    case jsonType.uint32:
    case jsonType.opaque:
      return false;
    default:
      throw new JsonFormatError(`unknown value type ${node.type}`);
  }
}

export function literalWord(node: JsonNode): string {
  requireBytes(node, 1);
  const word = ["null", "true", "false"][node.bytes[node.start]!];
  if (word === undefined) throw new JsonFormatError("unknown literal");
  return word;
}

function doubleText(value: number): string {
  if (!Number.isFinite(value)) throw new JsonFormatError("a number is not finite");
  if (value === 0) return 1 / value < 0 ? "-0.0" : "0.0";
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const hexDigits = "0123456789abcdef";

/** Bytes that are escaped with one reservation, each at most 7 bytes long afterwards. */
const block = 4096;

/** A JSON string inside a quoted SQL literal: JSON's own escapes first, then SQL's. */
function appendTextString(out: LiteralWriter, from: Buffer, start: number, end: number): void {
  out.byte(0x22);
  for (let at = start; at < end; at += block) appendTextBlock(out, from, at, Math.min(end, at + block));
  out.byte(0x22);
}

function appendTextBlock(out: LiteralWriter, from: Buffer, start: number, end: number): void {
  out.reserve((end - start) * 7);
  const to = out.buffer;
  let at = out.length;
  for (let i = start; i < end; i++) {
    const byte = from[i]!;
    if (byte === quote) {
      to[at++] = 0x5c;
      to[at++] = byte;
    } else if (byte === 0x22) {
      to[at++] = 0x5c;
      to[at++] = 0x5c;
      to[at++] = byte;
    } else if (byte === 0x5c) {
      to[at++] = byte;
      to[at++] = byte;
      to[at++] = byte;
      to[at++] = byte;
    } else if (byte < 0x20) {
      // \\u00xx: the SQL parser takes one of the two backslashes.
      to[at++] = 0x5c;
      to[at++] = 0x5c;
      to[at++] = 0x75;
      to[at++] = 0x30;
      to[at++] = 0x30;
      to[at++] = hexDigits.charCodeAt(byte >> 4);
      to[at++] = hexDigits.charCodeAt(byte & 15);
    } else to[at++] = byte;
  }
  out.length = at;
}

/** An SQL expression that yields the value. `root`: it must be of type JSON; inside JSON_OBJECT and JSON_ARRAY any SQL type that converts exactly will do. */
function appendExpression(out: LiteralWriter, node: JsonNode, depth: number, root: boolean): void {
  const mark = out.mark();
  out.ascii("CAST(");
  out.bytes(textStart);
  if (appendText(out, node, depth)) {
    out.ascii("' AS JSON)");
    return;
  }
  out.rewind(mark);
  if (isObject(node) || isArray(node)) {
    const object = isObject(node);
    const members = container(node, depth);
    out.ascii(object ? "JSON_OBJECT(" : "JSON_ARRAY(");
    for (let i = 0; i < members.count; i++) {
      if (i > 0) out.byte(0x2c);
      if (object) {
        const key = members.key(i);
        out.ascii("_utf8mb4");
        appendQuoted(out, node.bytes, key.start, key.end);
        out.byte(0x2c);
      }
      appendExpression(out, members.value(i), depth + 1, false);
    }
    out.byte(0x29);
    return;
  }
  if (root) out.ascii("JSON_EXTRACT(JSON_ARRAY(");
  appendTyped(out, node);
  if (root) out.ascii("),'$[0]')");
}

/** A scalar that JSON text cannot say, as an SQL expression of the type that the server turns into it. */
function appendTyped(out: LiteralWriter, node: JsonNode): void {
  const { bytes, start } = node;
  switch (node.type) {
    case jsonType.uint16:
      requireBytes(node, 2);
      return out.ascii(`CAST(${bytes.readUInt16LE(start)} AS UNSIGNED)`);
    case jsonType.uint32:
      requireBytes(node, 4);
      return out.ascii(`CAST(${bytes.readUInt32LE(start)} AS UNSIGNED)`);
    case jsonType.uint64:
      return out.ascii(`CAST(${bytes.readBigUInt64LE(start)} AS UNSIGNED)`);
    case jsonType.int64:
      return out.ascii(`CAST(${bytes.readBigInt64LE(start)} AS SIGNED)`);
    case jsonType.opaque:
      return appendOpaque(out, node);
    default:
      throw new JsonFormatError(`unknown value type ${node.type}`);
  }
}

/** Opaque values carry a column type and that type's bytes. */
function appendOpaque(out: LiteralWriter, node: JsonNode): void {
  requireBytes(node, 1);
  const { bytes } = node;
  const type = bytes[node.start]!;
  const { value: length, next: at } = variableLength(bytes, node.start + 1, node.end);
  const temporal = (kind: "date" | "time" | "datetime") => {
    if (length !== 8) throw new JsonFormatError("a temporal value is not 8 bytes long");
    return packedTemporalText(kind, bytes.readBigInt64LE(at));
  };
  switch (type) {
    case 10:
      return out.ascii(`CAST('${temporal("date")}' AS DATE)`);
    case 11:
      return out.ascii(`CAST('${temporal("time")}' AS TIME(6))`);
    case 12:
      return out.ascii(`CAST('${temporal("datetime")}' AS DATETIME(6))`);
    case 7:
      return appendTimestamp(out, temporal("datetime"));
    case 246: {
      const precision = bytes[at]!;
      const scale = bytes[at + 1]!;
      if (length < 2 || scale > precision || length !== 2 + decimalSize(precision, scale)) throw new JsonFormatError("a DECIMAL has the wrong length");
      out.ascii("CAST('");
      appendDecimal(out, bytes, at + 2, precision, scale);
      return out.ascii(`' AS DECIMAL(${precision},${scale}))`);
    }
    default:
      return appendOpaqueBytes(out, type, bytes, at, at + length);
  }
}

/** A TIMESTAMP node: no function yields one, a JSON_TABLE column does. */
export function appendTimestamp(out: LiteralWriter, text: string): void {
  out.ascii(`(SELECT t.v FROM JSON_TABLE('["${text}"]','$[*]' COLUMNS(v TIMESTAMP(6) PATH '$')) t)`);
}

/**
 * A binary node of the column type that it came from; the type is part of its printed value. Expressions measured on MySQL 9.7: what JSON_ARRAY makes of a
 * value without a column depends on its greatest possible length, which RAND() keeps from being computed. Throws JsonNotWritable for TINYBLOB, which no expression yields.
 */
export function appendOpaqueBytes(out: LiteralWriter, type: number, bytes: Buffer, start: number, end: number): void {
  const column = (name: string) => {
    out.ascii("(SELECT t.v FROM JSON_TABLE(JSON_ARRAY(");
    appendBinary(out, bytes, start, end);
    out.ascii(`),'$[*]' COLUMNS(v ${name} PATH '$')) t)`);
  };
  const atMost = (longest: string) => {
    out.ascii("IF(RAND()<2,");
    appendBinary(out, bytes, start, end);
    out.ascii(`,REPEAT(x'00',${longest}))`);
  };
  switch (type) {
    case 15:
      return appendBinary(out, bytes, start, end);
    case 16: {
      if (end === start || end - start > 8) throw new JsonFormatError("a BIT value has the wrong length");
      const number = BigInt(`0x${bytes.toString("hex", start, end)}`);
      return out.ascii(`(SELECT t.v FROM JSON_TABLE('[${number}]','$[*]' COLUMNS(v BIT(${(end - start) * 8}) PATH '$')) t)`);
    }
    case 250:
      return atMost("70000");
    case 251:
      return atMost("2e7*(RAND()>2)");
    case 252:
      return column("BLOB");
    case 254:
      return column(`BINARY(${end - start})`);
    default:
      throw new JsonNotWritable(`a JSON document holds a binary value of column type ${type}, which no expression yields at the destination`);
  }
}
