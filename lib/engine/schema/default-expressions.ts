import { applyEdits, tokenize } from "../../mysql/sql-tokens";
import type { Edit, LexicalRules } from "../../mysql/sql-tokens";

/** What stands without parentheses in MySQL too (manual, "Data Type Default Values"), and what follows where DEFAULT is the value of an option. */
const notWrapped = new Set(["CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP", "CHECK"]);

/**
 * MariaDB writes `DEFAULT uuid()` and `` DEFAULT `other` ``; MySQL wants every expression in parentheses, and MariaDB reads them too. Literals and the moment of the
 * statement stay as they are. For statements about tables.
 */
export function withDefaultsInParentheses(text: string, rules: LexicalRules = {}): string {
  const tokens = tokenize(text, rules)?.tokens ?? [];
  const edits: Edit[] = [];
  tokens.forEach((token, index) => {
    const first = tokens[index + 1];
    if (token.kind !== "word" || token.value !== "DEFAULT" || !first || (first.kind !== "word" && first.kind !== "name")) return;
    const wrap = (end: number) => edits.push({ start: first.start, end: first.start, text: "(" }, { start: end, end, text: ")" });
    if (tokens[index + 2]?.text === "(" && !notWrapped.has(first.value)) {
      const close = tokens.slice(index + 3).find((one) => one.text === ")" && one.depth === first.depth);
      if (close) wrap(close.end);
    } else if (first.kind === "name") wrap(first.end);
  });
  return applyEdits(text, edits);
}
