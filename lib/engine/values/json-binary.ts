/**
 * Reading MySQL's binary JSON (server: sql-common/json_binary.h). Offsets in objects and arrays count from the first byte
 * behind their type byte; "small" ones use 2 bytes for each count and offset, "large" ones 4.
 */

export const jsonType = {
  smallObject: 0,
  largeObject: 1,
  smallArray: 2,
  largeArray: 3,
  literal: 4,
  int16: 5,
  uint16: 6,
  int32: 7,
  uint32: 8,
  int64: 9,
  uint64: 10,
  double: 11,
  string: 12,
  opaque: 15,
} as const;

/** A value inside a document: its type and where its bytes are. `end` is the end of what may belong to it. */
export interface JsonNode {
  readonly bytes: Buffer;
  readonly type: number;
  readonly start: number;
  readonly end: number;
}

/** The document's bytes are not what the format says. */
export class JsonFormatError extends Error {
  override readonly name = "JsonFormatError";
}

const maximumDepth = 120;

export function jsonRoot(bytes: Buffer, start = 0, end = bytes.length): JsonNode {
  // An empty value reads as JSON null; the server writes it when a NOT NULL column is filled by default.
  if (start === end) return { bytes: Buffer.of(jsonType.literal, 0), type: jsonType.literal, start: 1, end: 2 };
  return { bytes, type: bytes[start]!, start: start + 1, end };
}

export function isObject(node: JsonNode): boolean {
  return node.type <= jsonType.largeObject;
}

export function isArray(node: JsonNode): boolean {
  return node.type === jsonType.smallArray || node.type === jsonType.largeArray;
}

/** Length of a variable-length integer at `at`, and the value: 7 bits per byte, lowest first. */
export function variableLength(bytes: Buffer, at: number, end: number): { value: number; next: number } {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    if (at + i >= end) break;
    const byte = bytes[at + i]!;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) {
      const next = at + i + 1;
      if (next + value > end) break;
      return { value, next };
    }
  }
  throw new JsonFormatError("a length leads out of the document");
}

export interface JsonContainer {
  readonly count: number;
  key(index: number): { start: number; end: number };
  value(index: number): JsonNode;
}

/** The members of an object or array node. */
export function container(node: JsonNode, depth: number): JsonContainer {
  if (depth > maximumDepth) throw new JsonFormatError("nested too deeply");
  const { bytes, start } = node;
  const large = node.type === jsonType.largeObject || node.type === jsonType.largeArray;
  const width = large ? 4 : 2;
  const read = (at: number): number => {
    if (at < start || at + width > node.end) throw new JsonFormatError("an offset leads out of the document");
    return large ? bytes.readUInt32LE(at) : bytes.readUInt16LE(at);
  };
  const count = read(start);
  const end = start + read(start + width);
  if (end > node.end) throw new JsonFormatError("a container leads out of the document");
  const object = isObject(node);
  const keyEntry = width + 2;
  const valueEntry = width + 1;
  const values = start + 2 * width + (object ? count * keyEntry : 0);
  if (values + count * valueEntry > end) throw new JsonFormatError("a container is shorter than its entries");
  return {
    count,
    key(index) {
      const at = start + 2 * width + index * keyEntry;
      const from = start + read(at);
      const to = from + bytes.readUInt16LE(at + width);
      if (to > end) throw new JsonFormatError("a key leads out of the document");
      return { start: from, end: to };
    },
    value(index) {
      const at = values + index * valueEntry;
      const type = bytes[at]!;
      const inline = type === jsonType.literal || type === jsonType.int16 || type === jsonType.uint16 || (large && (type === jsonType.int32 || type === jsonType.uint32));
      if (inline) return { bytes, type, start: at + 1, end: at + 1 + width };
      const from = start + read(at + 1);
      if (from >= end || from < values) throw new JsonFormatError("a value leads out of the document");
      return { bytes, type, start: from, end };
    },
  };
}

/** Checks that the fixed number of bytes of a scalar is there. */
export function requireBytes(node: JsonNode, count: number): void {
  if (node.start + count > node.end) throw new JsonFormatError("a value is cut off");
}
