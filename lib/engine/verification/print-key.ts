import type { KeyBoundary } from "../sql/key-range";
import type { ComparedTable } from "./compared-table";

/** `id=5, name='x'` for people. Text of a character set that JavaScript reads is shown as text, other bytes in hexadecimal. */
export function printKey(table: ComparedTable, key: KeyBoundary): string {
  return table.key!.columns.map((column, i) => `${column.source.name}=${printLiteral(key[i]!)}`).join(", ");
}

function printLiteral(literal: string): string {
  const text = /^_(utf8mb4|utf8|ascii|latin1) x'([0-9a-f]*)'$/.exec(literal);
  if (!text) return literal.replace(/^_\w+ /, "");
  return `'${Buffer.from(text[2]!, "hex").toString(text[1]!.startsWith("utf8") ? "utf8" : "latin1")}'`;
}
