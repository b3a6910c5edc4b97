import { container, isArray, isObject, JsonFormatError, jsonRoot, jsonType, variableLength, type JsonNode } from "./json-binary";

/**
 * Partial updates (`binlog_row_value_options=PARTIAL_JSON`): the after image holds changes instead of the document. Applied to the
 * document of the before image they give the new document, in binary form again.
 */

type Tree =
  | { readonly kind: "object"; readonly members: { readonly key: Buffer; value: Tree }[] }
  | { readonly kind: "array"; readonly items: Tree[] }
  | { readonly kind: "scalar"; readonly type: number; readonly bytes: Buffer };

/** `diffs` is the value behind its 4 length bytes (server: sql-common/json_diff.cc). Throws JsonFormatError when it does not fit the document. */
export function applyJsonDiffs(document: Buffer, diffs: Buffer): Buffer {
  const holder: { value: Tree } = { value: toTree(jsonRoot(document), 0) };
  let at = 0;
  const end = diffs.length;
  while (at < end) {
    const operation = diffs[at++]!;
    const path = packedLength(diffs, at, end);
    at = path.next + path.value;
    const steps = parsePath(diffs.toString("utf8", path.next, at));
    let value: Tree | null = null;
    if (operation !== 2) {
      const length = packedLength(diffs, at, end);
      at = length.next + length.value;
      value = toTree(jsonRoot(diffs, length.next, at), 0);
    }
    change(holder, operation, steps, value);
  }
  return serialize(holder.value);
}

/** net_field_length: one byte below 251, else 0xfc, 0xfd or 0xfe and 2, 3 or 8 bytes. */
function packedLength(bytes: Buffer, at: number, end: number): { value: number; next: number } {
  const first = bytes[at];
  const size = first === 0xfc ? 2 : first === 0xfd ? 3 : first === 0xfe ? 6 : 0;
  const next = at + 1 + (first === 0xfe ? 8 : size);
  if (first === undefined || first === 0xfb || first === 0xff || next > end) throw new JsonFormatError("a change is cut off");
  const value = size === 0 ? first : bytes.readUIntLE(at + 1, size);
  if (next + value > end) throw new JsonFormatError("a change is cut off");
  return { value, next };
}

type Step = string | number;

function parsePath(text: string): Step[] {
  const steps: Step[] = [];
  if (text[0] !== "$") throw new JsonFormatError("a path does not begin with $");
  const pattern = /\[\s*(\d+)\s*\]|\.\s*("(?:[^"\\]|\\.)*")|\.\s*([^\s.["]+)|\s+/gsuy;
  pattern.lastIndex = 1;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) throw new JsonFormatError("a path cannot be read");
    if (match[1] !== undefined) steps.push(Number(match[1]));
    else if (match[2] !== undefined) steps.push(JSON.parse(match[2]) as string);
    else if (match[3] !== undefined) steps.push(match[3]);
  }
  return steps;
}

function change(holder: { value: Tree }, operation: number, steps: readonly Step[], value: Tree | null): void {
  if (steps.length === 0) {
    if (operation !== 0) throw new JsonFormatError("only a replacement can concern the whole document");
    holder.value = value!;
    return;
  }
  let parent = holder.value;
  for (const step of steps.slice(0, -1)) parent = child(parent, step);
  const last = steps.at(-1)!;
  if (typeof last === "number") {
    if (parent.kind !== "array" || last > parent.items.length || (operation !== 1 && last === parent.items.length)) throw new JsonFormatError("a change does not fit the document");
    if (operation === 0) parent.items[last] = value!;
    else if (operation === 1) parent.items.splice(last, 0, value!);
    else if (operation === 2) parent.items.splice(last, 1);
    else throw new JsonFormatError(`unknown change ${operation}`);
    return;
  }
  if (parent.kind !== "object") throw new JsonFormatError("a change does not fit the document");
  const key = Buffer.from(last, "utf8");
  const index = parent.members.findIndex((member) => member.key.equals(key));
  if ((operation === 1) !== (index === -1)) throw new JsonFormatError("a change does not fit the document");
  if (operation === 0) parent.members[index]!.value = value!;
  else if (operation === 1) {
    // Keys are ordered by length, then by bytes.
    const before = parent.members.findIndex((member) => member.key.length > key.length || (member.key.length === key.length && Buffer.compare(member.key, key) > 0));
    parent.members.splice(before === -1 ? parent.members.length : before, 0, { key, value: value! });
  } else if (operation === 2) parent.members.splice(index, 1);
  else throw new JsonFormatError(`unknown change ${operation}`);
}

function child(parent: Tree, step: Step): Tree {
  if (typeof step === "number" && parent.kind === "array" && step < parent.items.length) return parent.items[step]!;
  if (typeof step === "string" && parent.kind === "object") {
    const key = Buffer.from(step, "utf8");
    const member = parent.members.find((candidate) => candidate.key.equals(key));
    if (member) return member.value;
  }
  throw new JsonFormatError("a change does not fit the document");
}

function toTree(node: JsonNode, depth: number): Tree {
  if (isObject(node)) {
    const members = container(node, depth);
    return {
      kind: "object",
      members: Array.from({ length: members.count }, (_, i) => {
        const key = members.key(i);
        return { key: node.bytes.subarray(key.start, key.end), value: toTree(members.value(i), depth + 1) };
      }),
    };
  }
  if (isArray(node)) {
    const members = container(node, depth);
    return { kind: "array", items: Array.from({ length: members.count }, (_, i) => toTree(members.value(i), depth + 1)) };
  }
  const size = scalarSize(node);
  if (node.start + size > node.end) throw new JsonFormatError("a value is cut off");
  return { kind: "scalar", type: node.type, bytes: node.bytes.subarray(node.start, node.start + size) };
}

function scalarSize(node: JsonNode): number {
  switch (node.type) {
    case jsonType.literal:
      return 1;
    case jsonType.int16:
    case jsonType.uint16:
      return 2;
    case jsonType.int32:
    case jsonType.uint32:
      return 4;
    case jsonType.int64:
    case jsonType.uint64:
    case jsonType.double:
      return 8;
    case jsonType.string: {
      const { value, next } = variableLength(node.bytes, node.start, node.end);
      return next + value - node.start;
    }
    case jsonType.opaque: {
      const { value, next } = variableLength(node.bytes, node.start + 1, node.end);
      return next + value - node.start;
    }
    default:
      throw new JsonFormatError(`unknown value type ${node.type}`);
  }
}

/** Always the large format, with no scalar but literals and short integers in the entries: valid, and simple. */
function serialize(tree: Tree): Buffer {
  const { type, bytes } = value(tree);
  return Buffer.concat([Buffer.of(type), bytes]);
}

function value(tree: Tree): { type: number; bytes: Buffer } {
  if (tree.kind === "scalar") return { type: tree.type, bytes: tree.bytes };
  const object = tree.kind === "object";
  const children = tree.kind === "object" ? tree.members.map((member) => value(member.value)) : tree.items.map(value);
  const keys = tree.kind === "object" ? tree.members.map((member) => member.key) : [];
  const header = Buffer.alloc(8 + keys.length * 6 + children.length * 5);
  const parts: Buffer[] = [header];
  let at = header.length;
  keys.forEach((key, i) => {
    header.writeUInt32LE(at, 8 + i * 6);
    header.writeUInt16LE(key.length, 8 + i * 6 + 4);
    parts.push(key);
    at += key.length;
  });
  children.forEach((item, i) => {
    const entry = 8 + keys.length * 6 + i * 5;
    header[entry] = item.type;
    const inline = item.type === jsonType.literal || (item.type >= jsonType.int16 && item.type <= jsonType.uint32);
    if (inline) item.bytes.copy(header, entry + 1);
    else {
      header.writeUInt32LE(at, entry + 1);
      parts.push(item.bytes);
      at += item.bytes.length;
    }
  });
  header.writeUInt32LE(children.length, 0);
  header.writeUInt32LE(at, 4);
  return { type: object ? jsonType.largeObject : jsonType.largeArray, bytes: Buffer.concat(parts) };
}
