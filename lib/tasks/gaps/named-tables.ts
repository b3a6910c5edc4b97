import { tokenize } from "../../mysql/sql-tokens";

/** Those of `tables` (`database.table`) that a statement names, whether or not it names their database. Without certainty one too many: what is meant is looked at, not changed. */
export function namedTables(statement: string, tables: readonly string[]): string[] {
  const words = new Set(tokenize(statement)?.tokens.filter(({ kind }) => kind === "word" || kind === "name").map(({ value }) => value.toLowerCase()) ?? []);
  return tables.filter((name) => words.has(name.slice(name.indexOf(".") + 1).toLowerCase()));
}
