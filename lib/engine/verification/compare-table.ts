/**
 * Compares one table row by row, exactly. Both sides print every value as the same literal; a row is compared by the SHA-256 of its
 * literals, so that memory does not grow with row sizes.
 */
import { hash } from "node:crypto";
import type { CellServer } from "../../mysql/cell-server";
import type { MysqlConnection } from "../../mysql/connection";
import type { TableName } from "../../mysql/table-definition";
import { keyEqualsCondition, wholeTable, type KeyBoundary } from "../sql/key-range";
import { readBoundary } from "../sql/key-walk";
import { sideReader, walkedKey, type ComparedColumn, type ComparedTable, type SideReader } from "./compared-table";
import { printKey } from "./print-key";
import type { ConfirmLive } from "./confirm-live";
import type { SidePaces } from "./read-pace";
import { readByKey, readSide, rangesAgree } from "./read-side";

export interface RowDifference {
  readonly table: TableName;
  /** `missing` at the destination, `extra` at the destination, or `different`. */
  readonly kind: "missing" | "extra" | "different";
  /** `id=5, name='x'`; rows of a keyless table are named by a digest of their values. */
  readonly key: string;
  /** Columns that differ; empty for missing and extra rows. */
  readonly columns: readonly string[];
  /** How many rows of a keyless table; else 1. */
  readonly count: number;
  /** Key literals, to read the row again. */
  readonly boundary: KeyBoundary | null;
}

export interface CompareContext {
  readonly source: MysqlConnection;
  readonly destination: MysqlConnection;
  readonly common: Pick<CellServer, "jsonTable">;
  readonly chunkRows: number;
  readonly signal: AbortSignal;
  readonly onRows: (rows: number) => void;
  /** Limits of reading; absent = none. */
  readonly pace?: SidePaces;
  /** Both servers add up the hashes of a range; only ranges whose sums differ are read. */
  readonly sums?: boolean;
  /** While changes flow: what of the keys without counterpart is a difference, and not only under way. */
  readonly confirm?: ConfirmLive;
  /** Tables without a key while changes flow: one side is read after the other, with `between` before the second. Default: both at once. */
  readonly order?: { readonly first: "source" | "destination"; readonly between: () => Promise<void> };
  /** Default `listedDifferences`. */
  readonly listLimit?: number;
}

export interface TableComparison {
  sourceRows: number;
  destinationRows: number;
  /** The first `listedDifferences` of them. */
  readonly differences: RowDifference[];
  /** The others, counted in rows. */
  readonly unlisted: Record<RowDifference["kind"], number>;
  /** Rows that changed each time they were looked at: neither equal nor different. */
  unsettled: number;
}

/** Beyond this many differences a table's rest is counted, not listed. */
export const listedDifferences = 1_000;

/** So many unmatched rows are kept: a table that is mostly different must not fill the memory. */
const keptUnmatched = 200_000;
/** While changes flow, so many are looked at again before more are read. */
const keptWhileLive = 20_000;

export async function compareTable(context: CompareContext, table: ComparedTable): Promise<TableComparison> {
  const result: TableComparison = { sourceRows: 0, destinationRows: 0, differences: [], unlisted: { missing: 0, extra: 0, different: 0 }, unsettled: 0 };
  const sides = { source: sideReader(table, "source", context.common), destination: sideReader(table, "destination", context.common) };
  if (table.key && isSortedAlike(table.key.columns)) await compareInOrder(context, table, sides, result);
  else await compareInPasses(context, table, sides, result);
  return result;
}

export type Sides = Record<"source" | "destination", SideReader>;

/** Whether both servers put the keys into the same order, so that the same boundaries cut out the same rows. */
function isSortedAlike(columns: readonly ComparedColumn[]): boolean {
  const named = (collation: string | null) => collation?.replace(/^utf8mb3_/, "utf8_");
  return columns.every(({ source, destination }) => named(source.collation) === named(destination.collation) && source.dataType === destination.dataType);
}

/** Chunk by chunk along the key. A row is matched by the bytes of its key, never by a collation's idea of equality. */
async function compareInOrder(context: CompareContext, table: ComparedTable, sides: Sides, result: TableComparison): Promise<void> {
  const walked = walkedKey(table)!;
  const unmatched = new Unmatched();
  let after: KeyBoundary | null = null;
  let bytesPerRow: number | null = null;
  do {
    context.signal.throwIfAborted();
    const most = context.pace?.source.rangeRows(context.chunkRows, bytesPerRow) ?? context.chunkRows;
    const upTo: KeyBoundary | null = await readBoundary(context.source, walked, { after, upTo: null }, most);
    const range = { after, upTo };
    let read = context.sums ? await rangesAgree(context, sides, range) : null;
    if (read !== null) result.destinationRows += read.rows;
    else {
      const [ours] = await both(
        readSide(context, "source", sides, range, (key, digest) => unmatched.add(key, digest, 1)),
        readSide(context, "destination", sides, range, (key, digest) => {
          result.destinationRows += 1;
          unmatched.add(key, digest, -1);
        }),
      );
      read = ours;
    }
    result.sourceRows += read.rows;
    context.onRows(read.rows);
    if (read.rows > 0) bytesPerRow = read.bytes / read.rows;
    // A row that changed its key meanwhile may meet its counterpart in a later chunk: what is unmatched is kept as long as it is little.
    if (unmatched.size > (context.confirm ? keptWhileLive : keptUnmatched)) await report(context, table, sides, unmatched, result);
    after = upTo;
  } while (after !== null);
  await report(context, table, sides, unmatched, result);
}

/** So many rows of a table without common order are held at a time: about 200 bytes each. */
const passRows = 1_000_000;

/**
 * Whole tables as multisets of rows: keyless ones, and those whose key the servers sort differently. Large tables take several passes, each over
 * a part of the rows that is chosen by a hash of the key, or of the whole row.
 */
async function compareInPasses(context: CompareContext, table: ComparedTable, sides: Sides, result: TableComparison): Promise<void> {
  let passes = 1;
  for (let pass = 0; pass < passes; pass++) {
    context.signal.throwIfAborted();
    const unmatched = new Unmatched();
    let source = 0;
    let destination = 0;
    const add = (key: KeyBoundary, digest: string, side: 1 | -1) => {
      const part = table.key ? hash("sha256", key.join(","), "latin1" as "hex") : digest;
      if (unmatched.size <= passRows && (part.charCodeAt(0) * 65_536 + part.charCodeAt(1) * 256 + part.charCodeAt(2)) % passes === pass) unmatched.add(key, digest, side);
    };
    const readSource = () =>
      readSide(context, "source", sides, wholeTable, (key, digest) => {
        source += 1;
        add(key, digest, 1);
      });
    const readDestination = () =>
      readSide(context, "destination", sides, wholeTable, (key, digest) => {
        destination += 1;
        add(key, digest, -1);
      });
    const { order } = context;
    if (order === undefined) await both(readSource(), readDestination());
    else {
      await (order.first === "source" ? readSource : readDestination)();
      await order.between();
      await (order.first === "source" ? readDestination : readSource)();
    }
    if (unmatched.size > passRows) {
      // The part was too large: begin again with smaller ones.
      passes = Math.max(passes * 2, Math.ceil((source + destination) / passRows));
      pass = -1;
      result.differences.length = 0;
      Object.assign(result.unlisted, { missing: 0, extra: 0, different: 0 });
      continue;
    }
    result.sourceRows = source;
    result.destinationRows = destination;
    await report(context, table, sides, unmatched, result);
  }
  context.onRows(result.sourceRows);
}

/** Turns what found no counterpart into differences. */
async function report(context: CompareContext, table: ComparedTable, sides: Sides, unmatched: Unmatched, result: TableComparison): Promise<void> {
  const limit = context.listLimit ?? listedDifferences;
  if (table.key === null) {
    for (const { digest, count } of unmatched.rows()) {
      const kind = count > 0 ? "missing" : "extra";
      const key = `row ${Buffer.from(digest, "latin1").toString("hex", 0, 8)}`;
      if (result.differences.length < limit) result.differences.push({ table: table.source, kind, key, columns: [], count: Math.abs(count), boundary: null });
      else result.unlisted[kind] += Math.abs(count);
    }
    return;
  }
  if (context.confirm) {
    const { differences, unsettled } = await context.confirm(context, table, sides, [...unmatched.byKey()].map(({ key }) => key));
    for (const difference of differences) {
      if (result.differences.length < limit) result.differences.push(difference);
      else result.unlisted[difference.kind] += 1;
    }
    result.unsettled += unsettled;
    unmatched.clear();
    return;
  }
  for (const { key, source, destination } of unmatched.byKey()) {
    const kind = source && destination ? "different" : source ? "missing" : "extra";
    if (result.differences.length >= limit) {
      result.unlisted[kind] += 1;
      continue;
    }
    const difference = kind === "different" ? await describe(context, table, sides, key) : rowDifference(table, kind, key);
    if (difference) result.differences.push(difference);
  }
  unmatched.clear();
}

/** Rows that the other side did not have (yet), by key and digest. */
class Unmatched {
  readonly #counts = new Map<string, number>();

  get size(): number {
    return this.#counts.size;
  }

  clear(): void {
    this.#counts.clear();
  }

  add(key: KeyBoundary, digest: string, side: 1 | -1): void {
    const id = `${key.join(",")}\n${digest}`;
    const count = (this.#counts.get(id) ?? 0) + side;
    if (count === 0) this.#counts.delete(id);
    else this.#counts.set(id, count);
  }

  *rows(): Iterable<{ digest: string; count: number }> {
    for (const [id, count] of this.#counts) yield { digest: id.slice(-32), count };
  }

  byKey(): Iterable<{ key: KeyBoundary; source: boolean; destination: boolean }> {
    const keys = new Map<string, { key: KeyBoundary; source: boolean; destination: boolean }>();
    for (const [id, count] of this.#counts) {
      const text = id.slice(0, -33);
      const entry = keys.get(text) ?? { key: splitKey(text), source: false, destination: false };
      if (count > 0) entry.source = true;
      else entry.destination = true;
      keys.set(text, entry);
    }
    return keys.values();
  }
}

/** Key literals hold no comma: they are digits, hexadecimal or quoted dates and addresses. */
function splitKey(text: string): KeyBoundary {
  return text.split(",");
}

export function rowDifference(table: ComparedTable, kind: RowDifference["kind"], key: KeyBoundary, columns: readonly string[] = []): RowDifference {
  return { table: table.source, kind, key: printKey(table, key), columns, count: 1, boundary: key };
}

/** Reads one row again on both sides: which columns differ now? Null when nothing does. */
async function describe(context: CompareContext, table: ComparedTable, sides: Sides, key: KeyBoundary): Promise<RowDifference | null> {
  const [ours, theirs] = await Promise.all([
    readByKey(context.source, sides.source, keyEqualsCondition(sides.source.quotedKey, key)),
    readByKey(context.destination, sides.destination, keyEqualsCondition(sides.destination.quotedKey, key)),
  ]);
  if (ours.length === 0 && theirs.length === 0) return null;
  if (ours.length === 0) return rowDifference(table, "extra", key);
  if (theirs.length === 0) return rowDifference(table, "missing", key);
  if (theirs.length > ours.length) return rowDifference(table, "extra", key);
  const columns = table.columns.filter((_, i) => ours[0]![i] !== theirs[0]![i]).map((column) => column.source.name);
  return columns.length === 0 ? null : rowDifference(table, "different", key, columns);
}

/** Waits for both before it throws, so that no read goes on in the background. */
async function both<T>(first: Promise<T>, second: Promise<T>): Promise<[T, T]> {
  for (const outcome of await Promise.allSettled([first, second])) if (outcome.status === "rejected") throw outcome.reason;
  return Promise.all([first, second]);
}
