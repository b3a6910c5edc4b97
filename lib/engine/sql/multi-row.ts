/**
 * Many rows in one statement. Each function splits by rows and bytes; a row that does not fit beside others goes alone.
 */
import { AppError } from "../../errors/app-error";
import type { RoutedKey, RoutedTable, RowImage } from "../change";
import { largeBytes } from "../../mysql/large-memory";
import { copyBytes } from "./copy-bytes";
import type { Dialect } from "./dialect";
import type { Statement } from "./statement";
import { countEnumZeros, keyColumns, tableText } from "./table-text";

/** Beyond this a longer statement is not faster any more, and its memory and its rollback are. */
const statementBytes = 1 << 20;
const statementRows = 1_000;

const openParenthesis = 0x28;
const closeParenthesis = 0x29;
const comma = 0x2c;

export type InsertForm =
  /** Fails on a row that exists. */
  | "insert"
  /** Overwrites the row that a unique key finds. */
  | "upsert"
  /** Rows that exist and change, no unique key of them does: 2 affected rows each; one that is missing or found by another key shows. */
  | "update"
  /** Deletes what any unique key finds first. */
  | "replace";

/** `INSERT … VALUES (…),(…)` of whole images, in their order. `unchanged`: the update form's rows are equal to what is there. */
export function insertRows(table: RoutedTable, images: readonly RowImage[], form: InsertForm, dialect: Dialect, unchanged = false): Statement[] {
  const text = tableText(table, dialect);
  const head = form === "replace" ? text.replace : text.insert;
  const guarded = form === "update" && table.keys.length > 1;
  const tail = form === "upsert" ? text.upsert : form !== "update" ? Buffer.alloc(0) : guarded ? text.upsertGuarded! : text.upsert;
  const count = table.writableCount;
  const perRow = form === "insert" ? 1 : form === "update" ? (unchanged ? 0 : 2) : null;
  const statements: Statement[] = [];
  let from = 0;
  while (from < images.length) {
    let length = head.length + tail.length;
    let to = from;
    while (to < images.length && to - from < statementRows) {
      const image = images[to]!;
      const row = image.end(count - 1) - image.start(0) + 3;
      if (to > from && length + row > statementBytes) break;
      length += row;
      to += 1;
    }
    assertFits(table, length, dialect);
    if (to === from + 1 && length > largeBytes) {
      const image = images[from]!;
      const sql = [Buffer.concat([head, Buffer.from("(")]), image.run(count), Buffer.concat([Buffer.from(")"), tail])];
      statements.push({ sql, table, expected: perRow, warnings: countEnumZeros(text, image) });
      from = to;
      continue;
    }
    const sql = Buffer.allocUnsafe(length - 1);
    let at = copyBytes(head, 0, head.length, sql, 0);
    let warnings = 0;
    for (let i = from; i < to; i++) {
      const image = images[i]!;
      if (i > from) sql[at++] = comma;
      sql[at++] = openParenthesis;
      at = copyBytes(image.bytes, image.start(0), image.end(count - 1), sql, at);
      sql[at++] = closeParenthesis;
      if (text.enumColumns.length > 0) warnings += countEnumZeros(text, image);
    }
    copyBytes(tail, 0, tail.length, sql, at);
    statements.push({ sql, table, expected: perRow === null ? null : perRow * (to - from), warnings });
    from = to;
  }
  return statements;
}

/** `DELETE … WHERE key IN (…)`. The key's parts are not NULL in any image. `expectAll`: every row must be found. */
export function deleteByKey(table: RoutedTable, key: RoutedKey, images: readonly RowImage[], dialect: Dialect, expectAll: boolean): Statement[] {
  const head = Buffer.concat([tableText(table, dialect).remove, Buffer.from(`${keyColumns(table, key)} IN (`)]);
  const several = key.parts.length > 1;
  const statements: Statement[] = [];
  let from = 0;
  while (from < images.length) {
    let length = head.length;
    let to = from;
    while (to < images.length && to - from < statementRows) {
      let row = several ? 3 : 1;
      for (const part of key.parts) row += images[to]!.end(part.column) - images[to]!.start(part.column) + (several ? 1 : 0);
      if (several) row -= 1;
      if (to > from && length + row > statementBytes) break;
      length += row;
      to += 1;
    }
    assertFits(table, length, dialect);
    const sql = Buffer.allocUnsafe(length);
    let at = copyBytes(head, 0, head.length, sql, 0);
    for (let i = from; i < to; i++) {
      const image = images[i]!;
      if (i > from) sql[at++] = comma;
      if (several) sql[at++] = openParenthesis;
      key.parts.forEach((part, index) => {
        if (index > 0) sql[at++] = comma;
        at = copyBytes(image.bytes, image.start(part.column), image.end(part.column), sql, at);
      });
      if (several) sql[at++] = closeParenthesis;
    }
    sql[at++] = closeParenthesis;
    statements.push({ sql: sql.subarray(0, at), table, expected: expectAll ? to - from : null, warnings: 0 });
    from = to;
  }
  return statements;
}

/** Throws `destination-packet-too-large`: a single row that the destination cannot take. */
export function assertFits(table: RoutedTable, bytes: number, dialect: Dialect): void {
  // The command byte and the server's own reserve.
  if (bytes + 16 <= dialect.maxAllowedPacket) return;
  throw new AppError("destination-packet-too-large", {
    context: { database: table.destination.database, table: table.destination.table, bytes, maxAllowedPacket: dialect.maxAllowedPacket },
  });
}
