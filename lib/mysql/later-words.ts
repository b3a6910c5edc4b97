/**
 * Words that a later server reserves and that were plain names to the source: `CREATE TABLE t (rank INT)` is right on MySQL 5.7 and a syntax error on 8.0. Where
 * such a word stands without quotes in a statement of the source it is a name, and gets quotes. More quotes than needed do no harm.
 */
import { applyEdits, tokenize } from "./sql-tokens";
import type { LexicalRules, Token } from "./sql-tokens";

/**
 * Word → the version of MySQL that reserved it (manual, "Keywords and Reserved Words", of 5.7, 8.0, 8.4 and 9.x). Before it the word was no keyword at all. Not FUNCTION, which
 * had its place in the grammar before it was reserved.
 */
const reservedSince = new Map<string, number>([
  ...["GENERATED", "OPTIMIZER_COSTS", "STORED", "VIRTUAL"].map((word) => [word, 50_706] as const),
  ...["CUBE", "EXCEPT", "GROUPING", "OF", "RECURSIVE"].map((word) => [word, 80_001] as const),
  ...["CUME_DIST", "DENSE_RANK", "FIRST_VALUE", "GROUPS", "LAG", "LAST_VALUE", "LEAD", "NTH_VALUE", "NTILE", "OVER", "PERCENT_RANK", "RANK", "ROW_NUMBER", "WINDOW"].map((word) => [word, 80_002] as const),
  ["SYSTEM", 80_003],
  ...["EMPTY", "JSON_TABLE"].map((word) => [word, 80_004] as const),
  ["LATERAL", 80_014],
  ["INTERSECT", 80_031],
  ...["MANUAL", "PARALLEL", "QUALIFY", "TABLESAMPLE"].map((word) => [word, 80_400] as const),
  ["LIBRARY", 90_200],
  ["EXTERNAL", 90_400],
]);

/** What MySQL 9.7 reserves and MariaDB 10 and 11 do not, and what is a name there where it is not called. */
const plainToMariadb = new Set([
  "CUBE", "CUME_DIST", "DENSE_RANK", "FIRST_VALUE", "GROUPING", "GROUPS", "LAG", "LAST_VALUE", "LATERAL", "LEAD", "LIBRARY", "MANUAL", "NTH_VALUE", "NTILE", "OF", "OPTIMIZER_COSTS", "PARALLEL",
  "PERCENT_RANK", "QUALIFY", "RANK", "ROW_NUMBER", "SYSTEM", "TABLESAMPLE", "WINDOW",
]);

const newest = Math.max(...reservedSince.values());

/** `text` with quotes around names that are reserved words elsewhere; as it is when it cannot be read. `rules` are those of the server that it comes from. */
export function withLaterWordsQuoted(text: string, rules: LexicalRules): string {
  const { version } = rules;
  if (version === undefined || (version >= newest && !rules.mariadb)) return text;
  const tokens = tokenize(text, rules)?.tokens ?? [];
  const mariadbQuery = rules.mariadb && tokens.some(({ kind, value }) => kind === "word" && (value === "SELECT" || value === "BEGIN" || value === "RETURN"));
  const isName = ({ value }: Token, next: Token | undefined): boolean => {
    if (!rules.mariadb) return version < (reservedSince.get(value) ?? 0);
    if (!plainToMariadb.has(value) || (value === "SYSTEM" && next?.value === "VERSIONING")) return false;
    // MariaDB has window functions: in a query the same words may be calls, and WINDOW begins a clause.
    return !mariadbQuery || (value !== "WINDOW" && next?.text !== "(");
  };
  return applyEdits(
    text,
    tokens.flatMap((token, index) => (token.kind === "word" && isName(token, tokens[index + 1]) ? [{ start: token.start, end: token.end, text: `\`${token.text}\`` }] : [])),
  );
}
