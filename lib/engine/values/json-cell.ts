/**
 * JSON documents of MySQL as SQL expressions that keep the type of every node. The document's text is exact for objects, arrays,
 * strings, integers, doubles, booleans and null; DECIMAL nodes print like numbers, DATE, TIME and DATETIME nodes and binary nodes like
 * strings, and would come back as such. Documents with nodes of that kind (made with JSON_OBJECT, JSON_SET … from SQL values)
 * are read with the types of all their nodes and written with JSON_OBJECT, JSON_ARRAY and CAST.
 *
 * A binary node keeps the column type that it came from, which is part of its printed value; see `appendOpaqueBytes`.
 */
import { AppError } from "../../errors/app-error";
import { type LiteralWriter, appendEscaped } from "./escape";
import { appendOpaqueBytes, appendTimestamp, JsonNotWritable } from "./json-literal";

const typedKinds = "'DECIMAL','DATE','TIME','DATETIME','TIMESTAMP','BLOB','BIT','OPAQUE','GEOMETRY'";

/**
 * Select expression beside the document itself: null when its text is exact, else the node types as `[root, [members…], [elements…]]`:
 * the type of the document, of all object members and of all array elements, each list container by container, outer before
 * inner. (A scalar subquery with COUNT: EXISTS over JSON_TABLE finds nothing on MySQL 9.7; measured.)
 */
export function jsonTypesExpression(quoted: string): string {
  const nodes = (path: string, what: string) => `(SELECT ${what} FROM JSON_TABLE(${quoted}, '${path}' COLUMNS(v JSON PATH '$')) AS n)`;
  const count = `COALESCE(SUM(JSON_TYPE(v) IN (${typedKinds})),0)`;
  const list = "JSON_ARRAYAGG(JSON_TYPE(v))";
  return (
    `CASE WHEN JSON_TYPE(${quoted}) IN (${typedKinds}) OR ${nodes("$**.*", count)}+${nodes("$**[*]", count)}>0 ` +
    `THEN JSON_ARRAY(JSON_TYPE(${quoted}),${nodes("$**.*", list)},${nodes("$**[*]", list)}) END`
  );
}

/** Where a value's text lies in the document's bytes: a large document is there once, and never as a string. */
interface Place {
  readonly start: number;
  readonly end: number;
}

type Node = Place &
  (
    | { readonly kind: "object"; readonly keys: readonly string[]; readonly values: readonly Node[]; types: string[] }
    | { readonly kind: "array"; readonly values: readonly Node[]; types: string[] }
    | { readonly kind: "scalar" }
  );

/** Appends the expression of the document in `bytes[start, end)`, whose node types are `types` (the text of `jsonTypesExpression`'s answer). */
export function appendTypedJson(out: LiteralWriter, bytes: Buffer, start: number, end: number, types: string): void {
  // A null of the document becomes an SQL NULL in JSON_TABLE, and has no type.
  const [rootType, members, elements] = JSON.parse(types, (_, value: unknown) => value ?? "NULL") as [string, string[] | "NULL", string[] | "NULL"];
  const root = new DocumentReader(bytes, start, end).read();
  const lists = { members: members === "NULL" ? [] : members, elements: elements === "NULL" ? [] : elements, member: 0, element: 0 };
  assignTypes(root, lists);
  if (lists.member !== lists.members.length || lists.element !== lists.elements.length) throw mismatch();
  if (root.kind !== "scalar") return appendNode(out, bytes, root, rootType);
  // A bare SQL value is not a document; one inside an array is a node.
  out.ascii("JSON_EXTRACT(JSON_ARRAY(");
  appendNode(out, bytes, root, rootType);
  out.ascii("),'$[0]')");
}

function mismatch(): AppError {
  return new AppError("assertion-failed", { detail: "the node types of a JSON document do not fit its text" });
}

/** Containers in document order, outer before inner; the same walk as the server's `**`. */
function assignTypes(node: Node, lists: { members: string[]; elements: string[]; member: number; element: number }): void {
  if (node.kind === "scalar") return;
  const count = node.values.length;
  if (node.kind === "object") {
    node.types = lists.members.slice(lists.member, lists.member + count);
    lists.member += count;
  } else {
    node.types = lists.elements.slice(lists.element, lists.element + count);
    lists.element += count;
  }
  if (node.types.length !== count) throw mismatch();
  for (const value of node.values) assignTypes(value, lists);
}

function appendNode(out: LiteralWriter, bytes: Buffer, node: Node, type: string): void {
  if (node.kind === "scalar") return appendScalar(out, bytes, node, type);
  if (type !== (node.kind === "object" ? "OBJECT" : "ARRAY")) throw mismatch();
  if (!isTyped(node)) return appendPlain(out, bytes, node);
  out.ascii(node.kind === "object" ? "JSON_OBJECT(" : "JSON_ARRAY(");
  for (let i = 0; i < node.values.length; i++) {
    if (i > 0) out.byte(0x2c);
    if (node.kind === "object") {
      out.byte(0x27);
      appendEscaped(out, Buffer.from(node.keys[i]!, "latin1"));
      out.ascii("',");
    }
    appendNode(out, bytes, node.values[i]!, node.types[i]!);
  }
  out.byte(0x29);
}

const plainTypes = new Set(["NULL", "OBJECT", "ARRAY", "BOOLEAN", "INTEGER", "UNSIGNED INTEGER", "DOUBLE", "STRING"]);

function isTyped(node: Node): boolean {
  if (node.kind === "scalar") return false;
  return node.types.some((type) => !plainTypes.has(type)) || node.values.some(isTyped);
}

function appendPlain(out: LiteralWriter, bytes: Buffer, { start, end }: Place): void {
  out.ascii("CAST('");
  appendEscaped(out, bytes, start, end);
  out.ascii("' AS JSON)");
}

function appendScalar(out: LiteralWriter, from: Buffer, place: Place, type: string): void {
  if (plainTypes.has(type)) return appendPlain(out, from, place);
  const text = from.toString("latin1", place.start, place.end);
  if (type === "DECIMAL") {
    const digits = text.replace(/^-/, "");
    const scale = digits.includes(".") ? digits.length - digits.indexOf(".") - 1 : 0;
    const precision = Math.max(digits.replace(".", "").replace(/^0+/, "").length, scale, 1);
    out.ascii(`CAST('${text}' AS DECIMAL(${precision},${scale}))`);
    return;
  }
  const value = JSON.parse(text) as string;
  if (type === "DATE") return out.ascii(`CAST('${value}' AS DATE)`);
  if (type === "TIME") return out.ascii(`CAST('${value}' AS TIME(6))`);
  if (type === "TIMESTAMP") return appendTimestamp(out, value);
  if (type === "DATETIME") return out.ascii(`CAST('${value}' AS DATETIME(6))`);
  const binary = /^base64:type(\d+):/.exec(value);
  if (!binary) throw mismatch();
  const bytes = Buffer.from(value.slice(binary[0].length), "base64");
  try {
    appendOpaqueBytes(out, Number(binary[1]), bytes, 0, bytes.length);
  } catch (cause) {
    if (cause instanceof JsonNotWritable) throw new AppError("destination-rejects-value", { cause, detail: cause.message });
    throw cause;
  }
}

const code = { quote: 0x22, comma: 0x2c, colon: 0x3a, space: 0x20, backslash: 0x5c, openObject: 0x7b, closeObject: 0x7d, openArray: 0x5b, closeArray: 0x5d } as const;

/** Reads the server's own JSON text: `{"a": 1, "b": [true, null]}`. All that has a meaning in it is ASCII, of which no byte is part of another character. */
class DocumentReader {
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;

  constructor(bytes: Buffer, start: number, end: number) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  read(): Node {
    const node = this.#value();
    if (this.#at !== this.#end) throw mismatch();
    return node;
  }

  #value(): Node {
    const start = this.#at;
    const first = this.#next();
    if (first === code.openObject) {
      const keys: string[] = [];
      const values = this.#list(code.closeObject, () => {
        const { start: from, end: to } = this.#string();
        keys.push(JSON.parse(this.#bytes.toString("latin1", from, to)) as string);
        if (this.#next() !== code.colon) throw mismatch();
        this.#at += 1;
        this.#space();
      });
      return { kind: "object", keys, values, start, end: this.#at, types: [] };
    }
    if (first === code.openArray) {
      const values = this.#list(code.closeArray, () => {});
      return { kind: "array", values, start, end: this.#at, types: [] };
    }
    if (first === code.quote) return { kind: "scalar", ...this.#string() };
    for (let next = first; next !== -1 && next !== code.comma && next !== code.closeArray && next !== code.closeObject && next !== code.space; next = this.#next()) this.#at += 1;
    if (this.#at === start) throw mismatch();
    return { kind: "scalar", start, end: this.#at };
  }

  #list(close: number, before: () => void): Node[] {
    const values: Node[] = [];
    this.#at += 1;
    this.#space();
    while (this.#next() !== close) {
      if (this.#at >= this.#end) throw mismatch();
      if (values.length > 0) {
        if (this.#next() !== code.comma) throw mismatch();
        this.#at += 1;
        this.#space();
      }
      before();
      values.push(this.#value());
      this.#space();
    }
    this.#at += 1;
    return values;
  }

  #string(): Place {
    const start = this.#at;
    if (this.#next() !== code.quote) throw mismatch();
    const bytes = this.#bytes;
    const end = this.#end;
    let at = start + 1;
    while (at < end && bytes[at] !== code.quote) at += bytes[at] === code.backslash ? 2 : 1;
    if (at >= end) throw mismatch();
    this.#at = at + 1;
    return { start, end: this.#at };
  }

  #space(): void {
    while (this.#next() === code.space) this.#at += 1;
  }

  /** The byte here, -1 at the end. */
  #next(): number {
    return this.#at < this.#end ? this.#bytes[this.#at]! : -1;
  }
}
