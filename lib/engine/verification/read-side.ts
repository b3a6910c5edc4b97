import { hash } from "node:crypto";
import type { MysqlConnection } from "../../mysql/connection";
import { RawCells, readRawRows } from "../../mysql/raw-rows";
import { keyEqualsCondition, keyLiteral, type KeyBoundary, type KeyRange } from "../sql/key-range";
import { appendRowLiterals } from "../values/cell-literal";
import { LiteralWriter } from "../values/escape";
import type { SideReader } from "./compared-table";
import type { CompareContext, Sides } from "./compare-table";

/** Key literals of a row and a digest (SHA-256, one character per byte) of the literals of all its columns. */
export type OnRow = (key: KeyBoundary, digest: string) => void;

/** What was read: a row's bytes are those of its cells as the server sends them. */
export interface RangeRead {
  readonly rows: number;
  readonly bytes: number;
}

type Side = "source" | "destination";

/** Reads the rows of a range, not faster than the limit; memory is bounded by the largest row. */
export async function readSide(context: Pick<CompareContext, Side | "pace">, which: Side, sides: Sides, range: KeyRange, onRow: OnRow): Promise<RangeRead> {
  const side = sides[which];
  const pace = context.pace?.[which];
  const row = new LiteralWriter(4096);
  const cells = new RawCells();
  let rows = 0;
  let bytes = 0;
  await readRawRows(context[which], side.select(range), (buffer, offset, end) => {
    rows += 1;
    bytes += end - offset;
    const key = readKey(cells, side, buffer, offset);
    row.clear();
    appendRowLiterals(row, side.readers, buffer, cells.end);
    onRow(key, hash("sha256", row.view(), "latin1" as "hex"));
    return pace?.took(1, end - offset);
  });
  return { rows, bytes };
}

/** The literals of one row by key, null when there is no such row; more than one when the destination lacks the key. */
export async function readByKey(connection: MysqlConnection, side: SideReader, condition: string): Promise<string[][]> {
  const rows: string[][] = [];
  const cells = new RawCells();
  await readRawRows(connection, side.select({ after: null, upTo: null }, condition), (buffer, offset) => {
    readKey(cells, side, buffer, offset);
    const row = new LiteralWriter(4096);
    const ends: number[] = [];
    appendRowLiterals(row, side.readers, buffer, cells.end, ends);
    rows.push(ends.map((end, i) => hash("sha256", row.buffer.subarray(i === 0 ? 0 : ends[i - 1]! + 1, end), "latin1" as "hex")));
  });
  return rows;
}

function readKey(cells: RawCells, side: SideReader, buffer: Buffer, offset: number): string[] {
  cells.begin(buffer, offset);
  return side.keyColumns.map((column) => {
    cells.next();
    return cells.isNull ? "NULL" : keyLiteral(column, buffer.subarray(cells.start, cells.end));
  });
}

/** The size of the range when both servers count as many rows and add up the same hashes, else null. Its bytes are known, and paced, under a limit of bytes only. */
export async function rangesAgree(context: Pick<CompareContext, Side | "pace">, sides: Sides, range: KeyRange): Promise<RangeRead | null> {
  const sized = context.pace?.source.caps.bytesPerSecond !== undefined;
  const [ours, theirs] = await Promise.all([readSums(context.source, sides.source, range, sized), readSums(context.destination, sides.destination, range, sized)]);
  // A server built without TLS knows no SHA2() and answers NULL.
  if (ours.slice(0, 4).join() !== theirs.slice(0, 4).join() || ours[0] !== ours[1]) return null;
  const read = { rows: Number(ours[0]), bytes: Number(ours[4] ?? 0) };
  await Promise.all([context.pace?.source.took(read.rows, read.bytes), context.pace?.destination.took(read.rows, read.bytes)]);
  return read;
}

async function readSums(connection: MysqlConnection, side: SideReader, range: KeyRange, sized: boolean): Promise<string[]> {
  const sums: string[] = [];
  const cells = new RawCells();
  await readRawRows(connection, side.sums(range, sized), (buffer, offset) => {
    cells.begin(buffer, offset);
    for (let i = 0; i < (sized ? 5 : 4); i++) {
      cells.next();
      sums.push(cells.buffer.toString("latin1", cells.start, cells.end));
    }
  });
  return sums;
}

/** Rows by the bytes of their keys: of each the digests of its columns. Rows that only a collation calls equal to a key are left out. */
export async function readByKeys(connection: MysqlConnection, side: SideReader, keys: readonly KeyBoundary[]): Promise<Map<string, string[][]>> {
  const wanted = new Set(keys.map((key) => key.join(",")));
  const rows = new Map<string, string[][]>();
  const cells = new RawCells();
  const condition = `(${keys.map((key) => `(${keyEqualsCondition(side.quotedKey, key)})`).join(" OR ")})`;
  await readRawRows(connection, side.select({ after: null, upTo: null }, condition), (buffer, offset) => {
    const key = readKey(cells, side, buffer, offset).join(",");
    if (!wanted.has(key)) return;
    const row = new LiteralWriter(4096);
    const ends: number[] = [];
    appendRowLiterals(row, side.readers, buffer, cells.end, ends);
    rows.set(key, [...(rows.get(key) ?? []), ends.map((end, i) => hash("sha256", row.buffer.subarray(i === 0 ? 0 : ends[i - 1]! + 1, end), "latin1" as "hex"))]);
  });
  return rows;
}
