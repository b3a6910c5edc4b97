/**
 * Identifiers and string literals as SQL text (manual, "Schema Object Names" and "String Literals").
 */
import type { TableName } from "./table-definition";

/** The name in backticks. Names cannot hold NUL, so nothing else needs care. */
export function quoteName(name: string): string {
  return "`" + name.replaceAll("`", "``") + "`";
}

/** `database`.`table`, each part quoted. */
export function quoteTable(name: TableName): string {
  return `${quoteName(name.database)}.${quoteName(name.table)}`;
}

/** Undoes the quoting of an identifier token: backticks, or double quotes where ANSI_QUOTES is on. An unquoted name is returned as it is. */
export function unquoteName(token: string): string {
  const quote = token[0];
  if (token.length < 2 || (quote !== "`" && quote !== '"') || token.at(-1) !== quote) return token;
  return token.slice(1, -1).replaceAll(quote + quote, quote);
}

/**
 * A string literal that means the same with and without NO_BACKSLASH_ESCAPES: plain text is quoted with doubled quotes, text with
 * a backslash is written in hexadecimal with its character set.
 */
export function quoteText(text: string): string {
  if (!text.includes("\\") && !text.includes("\0")) return `'${text.replaceAll("'", "''")}'`;
  return `_utf8mb4 0x${Buffer.from(text, "utf8").toString("hex")}`;
}

/** One string that two names share if and only if they are the same table; for maps. Names cannot hold NUL. */
export function tableKey(name: TableName): string {
  return `${name.database}\0${name.table}`;
}
