import { AppError } from "../../errors/app-error";
import type { RowChange, RowImage } from "../change";
import { skipValue, writeValue } from "../values/column-literal";
import type { ImageSlab } from "../values/image-slab";
import { applyJsonDiffs } from "../values/json-diff";
import { appendJson } from "../values/json-literal";
import { appendPrintedJson } from "../values/json-print";
import { EventFormatError } from "./decode-error";
import { eventType } from "./event-type";
import { uncompressPart } from "./query-event";
import { readPacked, type TablePlan } from "./table-map";

export type RowsKind = "insert" | "update" | "delete" | "partial-update";

/** Kind and layout of every rows event; undefined for other events. Compressed ones are MariaDB's: rows, not bitmaps, are compressed. */
export const rowsEvents: Readonly<Record<number, { readonly kind: RowsKind; readonly extra: boolean; readonly compressed: boolean }>> = {
  [eventType.writeRowsV1]: { kind: "insert", extra: false, compressed: false },
  [eventType.updateRowsV1]: { kind: "update", extra: false, compressed: false },
  [eventType.deleteRowsV1]: { kind: "delete", extra: false, compressed: false },
  [eventType.writeRows]: { kind: "insert", extra: true, compressed: false },
  [eventType.updateRows]: { kind: "update", extra: true, compressed: false },
  [eventType.deleteRows]: { kind: "delete", extra: true, compressed: false },
  [eventType.partialUpdateRows]: { kind: "partial-update", extra: true, compressed: false },
  [eventType.mariadbWriteRowsCompressedV1]: { kind: "insert", extra: false, compressed: true },
  [eventType.mariadbUpdateRowsCompressedV1]: { kind: "update", extra: false, compressed: true },
  [eventType.mariadbDeleteRowsCompressedV1]: { kind: "delete", extra: false, compressed: true },
  [eventType.mariadbWriteRowsCompressed]: { kind: "insert", extra: true, compressed: true },
  [eventType.mariadbUpdateRowsCompressed]: { kind: "update", extra: true, compressed: true },
  [eventType.mariadbDeleteRowsCompressed]: { kind: "delete", extra: true, compressed: true },
};

const nullLiteral = Buffer.from("NULL");
/** Memory of a change beside its literal bytes: the change, one or two images, their offsets. */
const changeOverhead = 160;

/** One image's null bits and where its columns begin; -1 = NULL or absent. Reused from row to row. */
interface Columns {
  readonly starts: Int32Array;
  /** Position behind the row. */
  next: number;
}

/**
 * Appends the row changes of one event to `changes` and gives the memory that they take. Reads every byte of the event exactly:
 * a row that ends anywhere else than where the event ends is an error.
 */
export function decodeRows(body: Buffer, event: (typeof rowsEvents)[number] & object, plan: TablePlan, slab: ImageSlab, changes: RowChange[]): number {
  return new RowsDecoder(body, event, plan, slab, changes).decode();
}

/** The rows of an event as bytes, of whatever table. */
export function rowBytes(body: Buffer, event: (typeof rowsEvents)[number] & object): Buffer {
  if (!event.compressed) return body;
  const count = readPacked(body, event.extra ? 8 + body.readUInt16LE(8) : 8);
  const bitmaps = event.kind === "update" ? 2 : 1;
  return uncompressPart(body.subarray(count.next + bitmaps * ((count.value + 7) >> 3)));
}

class RowsDecoder {
  readonly #plan: TablePlan;
  readonly #slab: ImageSlab;
  readonly #kind: RowsKind;
  readonly #changes: RowChange[];
  /** The rows: the event's body, or what was uncompressed from it. */
  #bytes: Buffer;
  #at: number;
  #end: number;
  #memory = 0;

  constructor(body: Buffer, event: { readonly kind: RowsKind; readonly extra: boolean; readonly compressed: boolean }, plan: TablePlan, slab: ImageSlab, changes: RowChange[]) {
    this.#plan = plan;
    this.#slab = slab;
    this.#changes = changes;
    this.#kind = event.kind;
    this.#bytes = body;
    this.#end = body.length;
    let at = 8;
    if (event.extra) {
      if (body.length < 10) throw new EventFormatError("a rows event is too short");
      at += body.readUInt16LE(8);
    }
    const count = readPacked(body, at);
    if (count.value !== plan.codecs.length) throw new EventFormatError("a rows event has another number of columns than its table map");
    at = count.next;
    const updates = event.kind === "update" || event.kind === "partial-update";
    at = this.#requireAllColumns(at);
    if (updates) at = this.#requireAllColumns(at);
    this.#at = at;
    if (event.compressed) {
      this.#bytes = uncompressPart(body.subarray(at));
      this.#at = 0;
      this.#end = this.#bytes.length;
    }
  }

  /** The bitmap of columns that the images hold. Under FULL all bits are set; an absent column is not the same as NULL. */
  #requireAllColumns(at: number): number {
    const count = this.#plan.codecs.length;
    const next = at + ((count + 7) >> 3);
    if (next > this.#bytes.length) throw new EventFormatError("a rows event is cut off");
    for (let i = 0; i < count; i++) {
      if (!((this.#bytes[at + (i >> 3)]! >> (i & 7)) & 1)) {
        const { source } = this.#plan.table;
        throw new AppError("binlog-row-image-incomplete", { context: { database: source.database, table: source.table, column: this.#plan.table.definition.columns[i]!.name } });
      }
    }
    return next;
  }

  decode(): number {
    const { table } = this.#plan;
    const changes = this.#changes;
    while (this.#at < this.#end) {
      switch (this.#kind) {
        case "insert":
          changes.push({ kind: "insert", table, before: null, after: this.#image() });
          break;
        case "delete":
          changes.push({ kind: "delete", table, before: this.#image(), after: null });
          break;
        case "update": {
          const before = this.#image();
          changes.push({ kind: "update", table, before, after: this.#image() });
          break;
        }
        case "partial-update":
          changes.push(this.#partialUpdate());
          break;
      }
      this.#memory += changeOverhead;
    }
    if (this.#at !== this.#end) throw new EventFormatError("rows do not end where their event ends");
    return this.#memory;
  }

  #image(): RowImage {
    const { codecs, order, ascending, wanted } = this.#plan;
    if (!ascending) {
      const columns = this.#locate(this.#at, null, 0);
      const image = this.#reordered(columns, null);
      this.#at = columns.next;
      return image;
    }
    const bytes = this.#bytes;
    const end = this.#end;
    const slab = this.#slab;
    const nulls = this.#at;
    const count = codecs.length;
    let at = nulls + ((count + 7) >> 3);
    if (at > end) throw new EventFormatError("a row is cut off");
    slab.begin(order.length);
    for (let i = 0; i < count; i++) {
      const isNull = (bytes[nulls + (i >> 3)]! >> (i & 7)) & 1;
      if (wanted[i]) {
        slab.startColumn();
        if (isNull) slab.bytes(nullLiteral);
        else at = writeValue(slab, codecs[i]!, bytes, at, end);
        slab.comma();
      } else if (!isNull) at = skipValue(codecs[i]!, bytes, at, end);
    }
    this.#at = at;
    return this.#finish();
  }

  #finish(): RowImage {
    const image = this.#slab.end();
    this.#memory += this.#slab.rowBytes + 4 * this.#plan.order.length;
    return image;
  }

  /** `partial`: bits of the JSON columns, in their order, that hold changes instead of a document. */
  #locate(nulls: number, partial: Buffer | null, partialAt: number): Columns {
    const { codecs, json } = this.#plan;
    const count = codecs.length;
    const starts = new Int32Array(count);
    let at = nulls + ((count + 7) >> 3);
    if (at > this.#end) throw new EventFormatError("a row is cut off");
    let jsonIndex = 0;
    for (let i = 0; i < count; i++) {
      const isPartial = partial !== null && json[jsonIndex] === i && ((partial[partialAt + (jsonIndex >> 3)]! >> (jsonIndex & 7)) & 1) === 1;
      if (json[jsonIndex] === i) jsonIndex++;
      if ((this.#bytes[nulls + (i >> 3)]! >> (i & 7)) & 1) {
        if (isPartial) throw new EventFormatError("NULL cannot be a change of a document");
        starts[i] = -1;
        continue;
      }
      starts[i] = at;
      // Changes have the same 4 bytes of length in front as a document.
      at = skipValue(codecs[i]!, this.#bytes, at, this.#end);
    }
    return { starts, next: at };
  }

  #reordered(columns: Columns, documents: ReadonlyMap<number, Buffer> | null): RowImage {
    const { codecs, order } = this.#plan;
    const slab = this.#slab;
    slab.begin(order.length);
    for (const ordinal of order) {
      slab.startColumn();
      const start = columns.starts[ordinal]!;
      const document = documents?.get(ordinal);
      if (document && this.#plan.table.jsonIsText) appendPrintedJson(slab, document, 0, document.length);
      else if (document) appendJson(slab, document, 0, document.length);
      else if (start < 0) slab.bytes(nullLiteral);
      else writeValue(slab, codecs[ordinal]!, this.#bytes, start, this.#end);
      slab.comma();
    }
    return this.#finish();
  }

  /** PARTIAL_UPDATE_ROWS: behind the before image options, if bit 0 is set the bits of partial columns, then the after image. */
  #partialUpdate(): RowChange {
    const { table, json } = this.#plan;
    const before = this.#locate(this.#at, null, 0);
    const options = readPacked(this.#bytes, before.next);
    let at = options.next;
    const partial = (options.value & 1) !== 0;
    const partialAt = at;
    if (partial) at += (json.length + 7) >> 3;
    if (at > this.#end) throw new EventFormatError("a row is cut off");
    const after = this.#locate(at, partial ? this.#bytes : null, partialAt);
    const documents = new Map<number, Buffer>();
    if (partial) {
      json.forEach((ordinal, i) => {
        if (!((this.#bytes[partialAt + (i >> 3)]! >> (i & 7)) & 1)) return;
        const document = this.#value(before, ordinal);
        const diffs = this.#value(after, ordinal);
        if (document === null || diffs === null) throw new EventFormatError("a change of a document without a document");
        documents.set(ordinal, applyJsonDiffs(document, diffs));
      });
    }
    const change: RowChange = { kind: "update", table, before: this.#reordered(before, null), after: this.#reordered(after, documents) };
    this.#at = after.next;
    return change;
  }

  #value(columns: Columns, ordinal: number): Buffer | null {
    const start = columns.starts[ordinal]!;
    if (start < 0) return null;
    return this.#bytes.subarray(start + 4, start + 4 + this.#bytes.readUInt32LE(start));
  }
}
