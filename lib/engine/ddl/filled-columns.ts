/**
 * What an ALTER writes into rows that exist: the same at every server, or not. The log holds the statement alone, so whatever depends on the server that runs it
 * (the order in which it meets the rows, random values) would differ at the destination without a word.
 */
import { quoteName } from "../../mysql/identifier";
import { tokenize } from "../../mysql/sql-tokens";
import type { Token } from "../../mysql/sql-tokens";
import type { ColumnDefinition, TableDefinition } from "../../mysql/table-definition";
import { columnText } from "../schema/definition-text";

/** Functions that give the same for the same row, session and time of the statement. What is not named here may be random. */
const reproducible = new Set([
  "ABS", "ASCII", "BIN", "CAST", "CEIL", "CEILING", "CHAR", "CHAR_LENGTH", "CHARACTER_LENGTH", "COALESCE", "CONCAT", "CONCAT_WS", "CONV", "CONVERT", "CRC32", "CURDATE",
  "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "CURTIME", "DATE", "DATE_ADD", "DATE_FORMAT", "DATE_SUB", "DAY", "FLOOR", "FROM_UNIXTIME", "GREATEST", "HEX", "HOUR", "IF",
  "IFNULL", "INTERVAL", "JSON_ARRAY", "JSON_OBJECT", "JSON_QUOTE", "LAST_DAY", "LEAST", "LEFT", "LENGTH", "LOCALTIME", "LOCALTIMESTAMP", "LOWER", "LPAD", "LTRIM", "MD5", "MINUTE",
  "MOD", "MONTH", "NOW", "NULLIF", "POINT", "POW", "POWER", "REPEAT", "REPLACE", "REVERSE", "RIGHT", "ROUND", "RPAD", "RTRIM", "SECOND", "SHA", "SHA1", "SHA2", "SIGN", "SPACE",
  "ST_GEOMFROMTEXT", "STR_TO_DATE", "SUBSTR", "SUBSTRING", "SUBSTRING_INDEX", "TIME", "TIMESTAMP", "TIMESTAMPADD", "TO_DAYS", "TRIM", "TRUNCATE", "UNHEX", "UNIX_TIMESTAMP", "UPPER",
  "UTC_DATE", "UTC_TIME", "UTC_TIMESTAMP", "YEAR",
]);

/** Words of expressions that give values of the server or the account. */
const ownWords = new Set(["CURRENT_USER", "SESSION_USER", "SYSTEM_USER", "USER", "NEXTVAL", "LASTVAL", "NEXT", "PREVIOUS"]);

export interface Refusal {
  readonly detail: string;
  /** SQL condition: the rows that are filled so. */
  readonly where: string;
}

/** Why `after` cannot be made of `before` by running the statement at another server while the table holds such rows; null when it can. `nameThere`: of a column at the destination. */
export function notReproducible(before: TableDefinition, after: TableDefinition, { isFiltered, nameThere = (column) => column }: { readonly isFiltered: boolean; readonly nameThere?: (column: string) => string }): Refusal | null {
  const counter = after.columns.find((column) => column.autoIncrement);
  const counted = counter && columnOf(before, counter);
  if (counter && !counted?.autoIncrement && (isFiltered || !hasRowOrder(before))) {
    return {
      detail: `${counter.name} numbers the rows of ${before.name.table}, and ${isFiltered ? "the destination holds a part of them" : "without a primary key each server meets them in another order"}`,
      // A column that exists keeps its values; 0 and NULL are what the server puts a number for.
      where: counted ? `${quoteName(nameThere(counted.name))} = 0 OR ${quoteName(nameThere(counted.name))} IS NULL` : "TRUE",
    };
  }
  for (const column of after.columns) {
    if (columnOf(before, column) || column.generated !== null) continue;
    const wild = defaultTokens(after, column).find((token, index, all) => isWild(token, all[index + 1]));
    if (wild) return { detail: `column ${column.name} is filled by ${wild.text}, which has other values at each server`, where: "TRUE" };
  }
  return null;
}

function isWild(token: Token, next: Token | undefined): boolean {
  if (token.kind === "variable") return true;
  if (token.kind === "name") return next?.text === "(";
  return token.kind === "word" && (ownWords.has(token.value) || (next?.text === "(" && !reproducible.has(token.value) && !operators.has(token.value)));
}

/** Words that may stand in front of a parenthesis without being functions, and types of casts. */
const operators = new Set(["DEFAULT", "AND", "OR", "NOT", "XOR", "IN", "LIKE", "BETWEEN", "IS", "DIV", "CASE", "WHEN", "THEN", "ELSE", "AS", "BINARY", "VARCHAR", "NCHAR", "DECIMAL", "DATETIME", "FLOAT"]);

/** What stands behind DEFAULT (or ON UPDATE); empty when there is none. The text is the server's own, so that an expression is in parentheses, or a call. */
export function defaultTokens(table: TableDefinition, column: ColumnDefinition, word: "DEFAULT" | "UPDATE" = "DEFAULT"): readonly Token[] {
  const tokens = tokenize(columnText(table, column.name) ?? "")?.tokens ?? [];
  const at = tokens.findIndex((token) => token.kind === "word" && token.value === word && token.depth === 0);
  if (at < 0) return [];
  const first = tokens[at + 1];
  const called = first?.kind === "word" && tokens[at + 2]?.text === "(";
  if (first?.text !== "(" && !called) return first ? [first] : [];
  const close = tokens.findIndex((token, index) => index > at + 1 && token.text === ")" && token.depth === 0);
  return tokens.slice(at + 1, close < 0 ? undefined : close + 1);
}

export function columnOf(table: TableDefinition, { name }: ColumnDefinition): ColumnDefinition | null {
  return table.columns.find((one) => one.name.toLowerCase() === name.toLowerCase()) ?? null;
}

/** InnoDB keeps rows in the order of the primary key, or of the first unique key without NULL. */
function hasRowOrder(table: TableDefinition): boolean {
  return table.engine.toLowerCase() === "innodb" && hasRowKey(table);
}

/** A primary key, or a unique one without NULL. */
export function hasRowKey({ keys, columns }: TableDefinition): boolean {
  return keys.some((key) => key.unique && key.parts.every((part) => part.column !== null && columns.some((column) => column.name === part.column && !column.nullable)));
}
