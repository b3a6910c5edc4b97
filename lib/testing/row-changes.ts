/** Row changes and source transactions by hand, for tests of what writes them. */
import { RowImage, type RoutedTable, type RowChange, type SourceTransaction } from "../engine/change";

/** `null`, a number or bigint as it is, text and bytes as a binary literal, or SQL text as it is. */
export type Value = null | number | bigint | string | Buffer | { readonly sql: string };

export function literal(value: Value): Buffer {
  if (value === null) return Buffer.from("NULL");
  if (typeof value === "number" || typeof value === "bigint") return Buffer.from(String(value));
  if (typeof value === "object" && "sql" in value) return Buffer.from(value.sql);
  const bytes = typeof value === "string" ? Buffer.from(value) : value;
  if (!bytes.includes(0x27) && !bytes.includes(0x5c)) return Buffer.concat([Buffer.from("_binary'"), bytes, Buffer.from("'")]);
  const escaped: number[] = [];
  for (const byte of bytes) {
    if (byte === 0x27 || byte === 0x5c) escaped.push(0x5c);
    escaped.push(byte);
  }
  return Buffer.concat([Buffer.from("_binary'"), Buffer.from(escaped), Buffer.from("'")]);
}

export function image(values: readonly Value[]): RowImage {
  const parts = values.map(literal);
  const offsets = [0];
  for (const part of parts) offsets.push(offsets.at(-1)! + part.length + 1);
  return new RowImage(Buffer.concat(parts.flatMap((part) => [part, Buffer.from(",")])), offsets, 0);
}

export const inserted = (table: RoutedTable, after: readonly Value[]): RowChange => ({ kind: "insert", table, before: null, after: image(after) });
export const updated = (table: RoutedTable, before: readonly Value[], after: readonly Value[]): RowChange => ({ kind: "update", table, before: image(before), after: image(after) });
export const deleted = (table: RoutedTable, before: readonly Value[]): RowChange => ({ kind: "delete", table, before: image(before), after: null });

export const testSourceUuid = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

/** The `n`th transaction of a source with GTIDs. */
export function transactionOf(n: number, changes: readonly RowChange[]): SourceTransaction {
  const memoryBytes = changes.reduce((sum, change) => sum + 64 + (change.before?.bytes.length ?? 0) + (change.after?.bytes.length ?? 0), 0);
  const gtid = `${testSourceUuid}:${n}`;
  return { kind: "transaction", id: gtid, gtid, file: "binlog.000001", endOffset: n * 100, commitTimeMs: n * 1000, binlogBytes: 100, changes, memoryBytes };
}
