/**
 * Compares one table row by row, exactly. Both sides print every value as the same literal; a row is compared by the SHA-256 of its
 * literals, so that memory does not grow with row sizes.
 */
import type { CellServer } from "../../mysql/cell-server";
import type { MysqlConnection } from "../../mysql/connection";
import type { TableName } from "../../mysql/table-definition";
import { keyEqualsCondition, wholeTable, type KeyBoundary } from "../sql/key-range";
import { readBoundary } from "../sql/key-walk";
import { sideReader, walkedKey, type ComparedTable, type SideReader } from "./compared-table";
import { printKey } from "./print-key";
import { readByKey, readSide } from "./read-side";

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
}

export interface TableComparison {
  sourceRows: number;
  destinationRows: number;
  /** The first `listedDifferences` of them. */
  readonly differences: RowDifference[];
  /** The others, counted in rows. */
  readonly unlisted: Record<RowDifference["kind"], number>;
}

/** Beyond this many differences a table's rest is counted, not listed. */
export const listedDifferences = 1_000;

/** So many unmatched rows are kept, in case that they match in a later chunk; a table that is mostly different must not fill the memory. */
const keptUnmatched = 200_000;

function emptyComparison(): TableComparison {
  return { sourceRows: 0, destinationRows: 0, differences: [], unlisted: { missing: 0, extra: 0, different: 0 } };
}

export async function compareTable(context: CompareContext, table: ComparedTable): Promise<TableComparison> {
  return table.key ? compareKeyed(context, table) : compareKeyless(context, table);
}

/**
 * Chunk by chunk along the key. A row is matched by the bytes of its key, never by a collation's idea of equality. When the sides sort a key
 * differently (another collation at the destination), a row may fall into different chunks: it is then first missing, later extra, and the two cancel out.
 */
async function compareKeyed(context: CompareContext, table: ComparedTable): Promise<TableComparison> {
  const sides = { source: sideReader(table, "source", context.common), destination: sideReader(table, "destination", context.common) };
  const walked = walkedKey(table)!;
  const result = emptyComparison();
  const report = async () => {
    for (const { key, source, destination } of unmatched.byKey()) {
      const kind = source && destination ? "different" : source ? "missing" : "extra";
      if (result.differences.length >= listedDifferences) {
        result.unlisted[kind] += 1;
        continue;
      }
      const difference = kind === "different" ? await describe(context, table, sides, key) : rowDifference(table, kind, key);
      if (difference) result.differences.push(difference);
    }
    unmatched.clear();
  };
  const unmatched = new Unmatched();
  let after: KeyBoundary | null = null;
  do {
    context.signal.throwIfAborted();
    const upTo: KeyBoundary | null = await readBoundary(context.source, walked, { after, upTo: null }, context.chunkRows);
    const range = { after, upTo };
    let rows = 0;
    await both(
      readSide(context.source, sides.source, range, (key, digest) => {
        rows += 1;
        unmatched.add(key, digest, 1);
      }),
      readSide(context.destination, sides.destination, range, (key, digest) => {
        result.destinationRows += 1;
        unmatched.add(key, digest, -1);
      }),
    );
    result.sourceRows += rows;
    context.onRows(rows);
    if (unmatched.size > keptUnmatched) await report();
    after = upTo;
  } while (after !== null);
  await report();
  return result;
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

function rowDifference(table: ComparedTable, kind: RowDifference["kind"], key: KeyBoundary, columns: readonly string[] = []): RowDifference {
  return { table: table.source, kind, key: printKey(table, key), columns, count: 1, boundary: key };
}

/** Reads one row again on both sides: which columns differ now? Null when nothing does. */
async function describe(context: CompareContext, table: ComparedTable, sides: Record<"source" | "destination", SideReader>, key: KeyBoundary): Promise<RowDifference | null> {
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

/** Looks at a difference again; null when it is gone. Keyless tables are compared anew instead. */
export async function recheckDifference(context: CompareContext, table: ComparedTable, difference: RowDifference): Promise<RowDifference | null> {
  const sides = { source: sideReader(table, "source", context.common), destination: sideReader(table, "destination", context.common) };
  return describe(context, table, sides, difference.boundary!);
}

/** Rows of one pass over a keyless table that are counted at a time: about 100 bytes each. */
const keylessPassRows = 1_000_000;

/** As multisets of rows: equal rows are counted. Large tables take several passes, each over a part of the digests. */
async function compareKeyless(context: CompareContext, table: ComparedTable): Promise<TableComparison> {
  const sides = { source: sideReader(table, "source", context.common), destination: sideReader(table, "destination", context.common) };
  const result = emptyComparison();
  let passes = 1;
  for (let pass = 0; pass < passes; pass++) {
    context.signal.throwIfAborted();
    const counts = new Map<string, number>();
    let source = 0;
    let destination = 0;
    let tooMany = false;
    const count = (digest: string, side: 1 | -1) => {
      if (tooMany || (digest.charCodeAt(0) * 256 + digest.charCodeAt(1)) % passes !== pass) return;
      const now = (counts.get(digest) ?? 0) + side;
      if (now === 0) counts.delete(digest);
      else counts.set(digest, now);
      if (counts.size > keylessPassRows) tooMany = true;
    };
    await both(
      readSide(context.source, sides.source, wholeTable, (_, digest) => {
        source += 1;
        count(digest, 1);
      }),
      readSide(context.destination, sides.destination, wholeTable, (_, digest) => {
        destination += 1;
        count(digest, -1);
      }),
    );
    if (tooMany) {
      // The part was too large: begin again with smaller ones.
      passes = Math.max(passes * 2, Math.ceil((source + destination) / keylessPassRows));
      pass = -1;
      result.differences.length = 0;
      result.unlisted.missing = result.unlisted.extra = 0;
      continue;
    }
    result.sourceRows = source;
    result.destinationRows = destination;
    for (const [digest, n] of counts) {
      const kind = n > 0 ? "missing" : "extra";
      if (result.differences.length >= listedDifferences) {
        result.unlisted[kind] += Math.abs(n);
        continue;
      }
      const name = Buffer.from(digest, "latin1").toString("hex", 0, 8);
      result.differences.push({ table: table.source, kind, key: `row ${name}`, columns: [], count: Math.abs(n), boundary: null });
    }
  }
  context.onRows(result.sourceRows);
  return result;
}

/** Waits for both before it throws, so that no read goes on in the background. */
async function both(first: Promise<void>, second: Promise<void>): Promise<void> {
  for (const outcome of await Promise.allSettled([first, second])) if (outcome.status === "rejected") throw outcome.reason;
}
