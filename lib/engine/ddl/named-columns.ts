import { tokenize } from "../../mysql/sql-tokens";
import type { LexicalRules } from "../../mysql/sql-tokens";
import type { NameMapping } from "../router/name-mapping";
import type { KnownSchema } from "./decision";

/** Implicit columns: what they stand for has other names at the destination. */
const implicit = new Set(["NATURAL", "USING"]);

/**
 * The first table that the body of a view or stored program uses and whose columns have other names at the destination, where the body may mean one of them: by either
 * name, by `*`, or without naming it. Which of several columns of one name is meant, and how the result's own columns must be called, is not read from such a text:
 * it is not carried. `also`: a trigger's own table. On the safe side: names count wherever they stand.
 */
export function usedNamedTable(body: string, schema: KnownSchema, mapping: NameMapping, rules: LexicalRules, also: string | null = null): string | null {
  const named = schema.tables.filter((table) => mapping.columns(table).given);
  if (named.length === 0) return null;
  const tokens = tokenize(body, rules)?.tokens;
  if (!tokens) return named[0]!.name.table;
  const words = new Set(tokens.filter((token) => token.kind === "word" || token.kind === "name").map((token) => (token.kind === "word" ? token.text : token.value).toLowerCase()));
  const takesAll = tokens.some((token, index) => (token.text === "*" && !(tokens[index - 1]?.text === "(" && tokens[index - 2]?.value === "COUNT")) || (token.kind === "word" && implicit.has(token.value)));
  for (const table of named) {
    if (!words.has(table.name.table.toLowerCase()) && also?.toLowerCase() !== table.name.table.toLowerCase()) continue;
    const columns = mapping.columns(table).words;
    if (takesAll || [...columns].some((column) => words.has(column))) return table.name.table;
  }
  return null;
}
