import { applyEdits, tokenize } from "../../mysql/sql-tokens";
import type { Edit, LexicalRules, Token } from "../../mysql/sql-tokens";

const beforeNames = ["ADD", "COLUMN", "MODIFY", "CHANGE", "DROP", "ALTER", "AFTER", "TO", "EXISTS", "INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL", "CONSTRAINT", "CHECK", "BY"];

/**
 * `text`, a statement about a table, without where the source keeps the table's files: TABLESPACE, DATA DIRECTORY and INDEX DIRECTORY of tables and partitions. They name
 * places of the source's host; the destination would refuse them. DISCARD and IMPORT TABLESPACE are no places.
 */
export function withoutPlacement(text: string, rules: LexicalRules = {}): string {
  if (!/tablespace|directory/i.test(text)) return text;
  const tokens = tokenize(text, rules)?.tokens ?? [];
  const edits: Edit[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const end = placeEnd(tokens, at);
    if (end === null) continue;
    // As an option among others it may have a comma on its left; as the only action of an ALTER, or the first one, on its right.
    const before = tokens[at - 1];
    const after = tokens[end];
    const comma = before?.text === "," ? before : after?.text === "," && isActionStart(tokens, at) ? after : null;
    const [from, to] = [Math.min(tokens[at]!.start, comma?.start ?? Infinity), Math.max(tokens[end - 1]!.end, comma?.end ?? 0)];
    edits.push({ start: from, end: to, text: "" });
    at = end - 1;
  }
  return applyEdits(text, edits);
}

/** Index behind the place that begins at `at`; null: none does. */
function placeEnd(tokens: readonly Token[], at: number): number | null {
  const is = (index: number, ...words: string[]) => tokens[index]?.kind === "word" && words.includes(tokens[index]!.value);
  const value = (index: number) => (tokens[index]?.text === "=" ? index + 1 : index);
  if (is(at, "DATA", "INDEX") && is(at + 1, "DIRECTORY")) {
    const end = value(at + 2);
    return tokens[end]?.kind === "string" ? end + 1 : null;
  }
  if (!is(at, "TABLESPACE") || is(at - 1, "DISCARD", "IMPORT")) return null;
  // A column, key or constraint may bear the word as its name.
  if (is(at - 1, ...beforeNames) || is(at - 2, "CHANGE", "COLUMN")) return null;
  const end = value(at + 1);
  const named = tokens[end];
  // Inside of the parentheses it is a partition's option, behind its values or another option.
  const isOption = tokens[at]!.depth === 0 || is(at - 2, "ENGINE") || is(at - 3, "ENGINE") || is(at - 1, "MAXVALUE") || tokens[at - 1]?.text === ")" || tokens[end - 1]?.text === "=";
  return isOption && (named?.kind === "name" || named?.kind === "word") ? end + 1 : null;
}

/** Right behind `ALTER TABLE name`. */
function isActionStart(tokens: readonly Token[], at: number): boolean {
  if (tokens[0]?.value !== "ALTER") return false;
  return !tokens.slice(0, at).some((token, index) => index > 1 && token.kind === "word" && ["ADD", "DROP", "MODIFY", "CHANGE", "RENAME", "ENGINE", "ALTER", "ALGORITHM", "CONVERT", "COMMENT"].includes(token.value));
}
