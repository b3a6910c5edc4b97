/**
 * A document's text exactly as MySQL prints it (server: sql-common/json_dom.cc), for destinations where JSON is text: both paths of a task, the full load that
 * reads the printed text and the log that holds the binary form, must store the same bytes. What the text cannot say, such as the type of a DECIMAL, is not
 * in the destination's column either.
 */
import { largeBytes } from "../../mysql/large-memory";
import { appendEscaped, LiteralWriter } from "./escape";
import { container, isArray, isObject, JsonFormatError, jsonRoot, jsonType, requireBytes, variableLength, type JsonNode } from "./json-binary";
import { largeTextSize, literalWord } from "./json-literal";
import { appendDecimal, decimalSize } from "./number";
import { packedTemporalText } from "./temporal";

/** Appends `_utf8mb4'…'`. Throws JsonFormatError. */
export function appendPrintedJson(out: LiteralWriter, bytes: Buffer, start: number, end: number): void {
  if (end - start >= largeBytes) out.reserve(largeTextSize(bytes, start, end));
  out.ascii("_utf8mb4'");
  print(out, jsonRoot(bytes, start, end), 0);
  out.byte(0x27);
}

function print(out: LiteralWriter, node: JsonNode, depth: number): void {
  if (!isObject(node) && !isArray(node)) return printScalar(out, node);
  const object = isObject(node);
  const members = container(node, depth);
  out.byte(object ? 0x7b : 0x5b);
  for (let i = 0; i < members.count; i++) {
    if (i > 0) out.ascii(", ");
    if (object) {
      const key = members.key(i);
      printString(out, node.bytes, key.start, key.end);
      out.ascii(": ");
    }
    print(out, members.value(i), depth + 1);
  }
  out.byte(object ? 0x7d : 0x5d);
}

function printScalar(out: LiteralWriter, node: JsonNode): void {
  if (node.type !== jsonType.string) return appendEscaped(out, Buffer.from(scalar(node), "latin1"));
  const { value, next } = variableLength(node.bytes, node.start, node.end);
  printString(out, node.bytes, next, next + value);
}

function scalar(node: JsonNode): string {
  const { bytes, start } = node;
  const take = (size: number) => (requireBytes(node, size), start);
  switch (node.type) {
    case jsonType.literal:
      return literalWord(node);
    case jsonType.int16:
      return String(bytes.readInt16LE(take(2)));
    case jsonType.uint16:
      return String(bytes.readUInt16LE(take(2)));
    case jsonType.int32:
      return String(bytes.readInt32LE(take(4)));
    case jsonType.uint32:
      return String(bytes.readUInt32LE(take(4)));
    case jsonType.int64:
      return String(bytes.readBigInt64LE(take(8)));
    case jsonType.uint64:
      return String(bytes.readBigUInt64LE(take(8)));
    case jsonType.double:
      return printedDouble(bytes.readDoubleLE(take(8)));
    case jsonType.opaque:
      return opaque(node);
    default:
      throw new JsonFormatError(`unknown value type ${node.type}`);
  }
}

function opaque(node: JsonNode): string {
  requireBytes(node, 1);
  const { bytes } = node;
  const type = bytes[node.start]!;
  const { value: length, next: at } = variableLength(bytes, node.start + 1, node.end);
  const temporal = (kind: "date" | "time" | "datetime") => {
    if (length !== 8) throw new JsonFormatError("a temporal value is not 8 bytes long");
    return `"${packedTemporalText(kind, bytes.readBigInt64LE(at))}"`;
  };
  switch (type) {
    case 10:
      return temporal("date");
    case 11:
      return temporal("time");
    case 7:
    case 12:
      return temporal("datetime");
    case 246: {
      const precision = bytes[at]!;
      const scale = bytes[at + 1]!;
      if (length < 2 || scale > precision || length !== 2 + decimalSize(precision, scale)) throw new JsonFormatError("a DECIMAL has the wrong length");
      const text = new LiteralWriter(128);
      appendDecimal(text, bytes, at + 2, precision, scale);
      return text.view().toString("latin1");
    }
    default: {
      // Lines of 76 characters, their ends escaped like in any string.
      const lines = bytes.toString("base64", at, at + length).match(/.{1,76}/g) ?? [""];
      return `"base64:type${type}:${lines.join("\\n")}"`;
    }
  }
}

const quote = 0x27;
const backslash = 0x5c;
const doubleQuote = 0x22;
const shortEscapes: Readonly<Record<number, string>> = { 0x08: "\\\\b", 0x09: "\\\\t", 0x0a: "\\\\n", 0x0c: "\\\\f", 0x0d: "\\\\r", 0x22: '\\\\"', 0x5c: "\\\\\\\\" };

/** A string as the server prints it, each backslash of that and each apostrophe once more behind one of SQL. Stretches without any go over as they are. */
function printString(out: LiteralWriter, from: Buffer, start: number, end: number): void {
  out.byte(doubleQuote);
  let plain = start;
  for (let i = start; i < end; i++) {
    const byte = from[i]!;
    if (byte >= 0x20 && byte !== quote && byte !== doubleQuote && byte !== backslash) continue;
    out.bytes(from, plain, i);
    plain = i + 1;
    out.ascii(byte === quote ? "\\'" : (shortEscapes[byte] ?? `\\\\u00${byte.toString(16).padStart(2, "0")}`));
  }
  out.bytes(from, plain, end);
  out.byte(doubleQuote);
}

/** As `my_gcvt` of the server (strings/dtoa.cc): the shortest digits, with an exponent outside of 1e-15 … 1e15. */
export function printedDouble(value: number): string {
  if (!Number.isFinite(value)) throw new JsonFormatError("a number is not finite");
  if (value === 0) return 1 / value < 0 ? "-0.0" : "0.0";
  const [mantissa = "", exponentText = "0"] = Math.abs(value).toExponential().split("e");
  const digits = mantissa.replace(".", "");
  const exponent = Number(exponentText);
  const sign = value < 0 ? "-" : "";
  if (exponent < -15 || exponent >= 15) return `${sign}${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ""}e${exponent}`;
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}
