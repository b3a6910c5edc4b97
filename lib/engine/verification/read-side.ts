import { hash } from "node:crypto";
import type { MysqlConnection } from "../../mysql/connection";
import { RawCells, readRawRows } from "../../mysql/raw-rows";
import { keyLiteral, type KeyBoundary, type KeyRange } from "../sql/key-range";
import { appendRowLiterals } from "../values/cell-literal";
import { LiteralWriter } from "../values/escape";
import type { SideReader } from "./compared-table";

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
