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

/** Reads the rows of a range; memory is bounded by the largest row. */
export async function readSide(connection: MysqlConnection, side: SideReader, range: KeyRange, onRow: OnRow): Promise<void> {
  const row = new LiteralWriter(4096);
  const cells = new RawCells();
  await readRawRows(connection, side.select(range), (buffer, offset) => {
    const key = readKey(cells, side, buffer, offset);
    row.clear();
    appendRowLiterals(row, side.readers, buffer, cells.end);
    onRow(key, hash("sha256", row.view(), "latin1" as "hex"));
  });
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

/** Number of rows when both servers count as many and add up the same hashes, else null. */
export async function rangesAgree(context: Pick<CompareContext, "source" | "destination">, sides: Sides, range: KeyRange): Promise<number | null> {
  const [ours, theirs] = await Promise.all([readSums(context.source, sides.source, range), readSums(context.destination, sides.destination, range)]);
  // A server built without TLS knows no SHA2() and answers NULL.
  return ours.join() === theirs.join() && ours[0] === ours[1] ? Number(ours[0]) : null;
}

async function readSums(connection: MysqlConnection, side: SideReader, range: KeyRange): Promise<string[]> {
  const sums: string[] = [];
  const cells = new RawCells();
  await readRawRows(connection, side.sums(range), (buffer, offset) => {
    cells.begin(buffer, offset);
    for (let i = 0; i < 4; i++) {
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
