/** One row as both sides hold it, as SQL a person can read and run; made when somebody asks, kept nowhere. */
import { quoteName, quoteTable } from "../../mysql/identifier";
import { readRawRows, RawCells } from "../../mysql/raw-rows";
import { keyEqualsCondition, type KeyBoundary } from "../sql/key-range";
import { appendRowLiterals } from "../values/cell-literal";
import { LiteralWriter } from "../values/escape";
import type { CompareContext } from "./compare-table";
import { sideReader, type ComparedTable } from "./compared-table";

export interface RowPair {
  /** Column of the source, SQL literals of both sides; null = that side has no such row. */
  readonly columns: readonly { readonly name: string; readonly source: string | null; readonly destination: string | null; readonly differs: boolean }[];
  /** Makes the destination's row what the source's is now; null when they are equal now. */
  readonly repair: string | null;
}

/** Session that the repair statements are made for. */
export const repairSession = "SET NAMES utf8mb4; SET SESSION time_zone = '+00:00', sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES', foreign_key_checks = 0;";

/** Reads the row of that key now. Generated columns are shown and never written. */
export async function readRowPair(context: Pick<CompareContext, "source" | "destination" | "common">, table: ComparedTable, key: KeyBoundary): Promise<RowPair> {
  const read = async (side: "source" | "destination") => {
    const reader = sideReader(table, side, context.common);
    const cells = new RawCells();
    let row: Buffer[] | null = null;
    await readRawRows(context[side], reader.select({ after: null, upTo: null }, keyEqualsCondition(reader.quotedKey, key)), (buffer, offset) => {
      cells.begin(buffer, offset);
      for (let i = 0; i < reader.keyColumns.length; i++) cells.next();
      const out = new LiteralWriter(4096);
      const ends: number[] = [];
      appendRowLiterals(out, reader.readers, buffer, cells.end, ends);
      row ??= ends.map((end, i) => Buffer.from(out.buffer.subarray(i === 0 ? 0 : ends[i - 1]! + 1, end)));
    });
    return row as Buffer[] | null;
  };
  const [ours, theirs] = await Promise.all([read("source"), read("destination")]);
  const columns = table.columns.map(({ source }, i) => ({
    name: source.name,
    source: ours ? readable(ours[i]!, source.dataType, source.charset) : null,
    destination: theirs ? readable(theirs[i]!, source.dataType, source.charset) : null,
    differs: !ours || !theirs || !ours[i]!.equals(theirs[i]!),
  }));
  return { columns, repair: repairOf(table, key, columns, ours !== null, theirs !== null) };
}

function repairOf(table: ComparedTable, key: KeyBoundary, columns: RowPair["columns"], here: boolean, there: boolean): string | null {
  const name = quoteTable(table.destination);
  const where = keyEqualsCondition(table.key!.columns.map(({ destination }) => quoteName(destination.name)), key);
  const written = table.columns.flatMap(({ source, destination }, i) => (source.generated === null && destination.generated === null ? [{ differs: columns[i]!.differs, name: quoteName(destination.name), column: i }] : []));
  if (!here) return there ? `DELETE FROM ${name} WHERE ${where};` : null;
  if (!there) return `INSERT INTO ${name} (${written.map((column) => column.name).join(", ")}) VALUES (${written.map(({ column }) => columns[column]!.source).join(", ")});`;
  const sets = written.filter((column) => column.differs).map((column) => `${column.name} = ${columns[column.column]!.source}`);
  return sets.length === 0 ? null : `UPDATE ${name} SET ${sets.join(", ")} WHERE ${where};`;
}

/** Literals of the engine hold raw bytes: text becomes quoted text where it is plain, anything else hexadecimal. */
function readable(literal: Buffer, dataType: string, charset: string | null): string {
  const start = literal.indexOf(0x27);
  const head = literal.toString("latin1", 0, Math.max(0, start));
  if ((head !== "_binary" && head !== "") || start === -1 || literal.at(-1) !== 0x27) return literal.toString("utf8");
  const bytes: number[] = [];
  for (let i = start + 1; i < literal.length - 1; i++) bytes.push(literal[i] === 0x5c ? literal[++i]! : literal[i]!);
  const value = Buffer.from(bytes);
  const text = value.toString("utf8");
  const isText = (charset === null ? head === "" : /^(utf8|ascii)/.test(charset)) && Buffer.from(text, "utf8").equals(value);
  if (isText && !/[\\\p{Cc}]/u.test(text)) return `'${text.replaceAll("'", "''")}'`;
  // JSON is refused as binary text.
  if (dataType === "json") return `_utf8mb4 x'${value.toString("hex")}'`;
  return `x'${value.toString("hex")}'`;
}
