import { applyEdits, tokenize } from "../../mysql/sql-tokens";
import type { LexicalRules } from "../../mysql/sql-tokens";

const notTheColumn = new Set(["DROP", "COLUMN", "INDEX", "KEY", "AFTER", "BY", "TO", "ADD", "MODIFY", "CHANGE", "EXISTS", "AS", "CONSTRAINT", "RENAME"]);
const behindType = new Set(["DEFAULT", "NOT", "NULL", "COMMENT", "CHECK", "AFTER", "FIRST", "INVISIBLE", "GENERATED", "UNIQUE", "REFERENCES", "ON"]);

/**
 * MariaDB's JSON is another word for LONGTEXT in utf8mb4_bin, and its row images hold text. A JSON column of MySQL would not take them: it is made what
 * it means there.
 */
export function withMariadbJson(text: string, rules: LexicalRules): string {
  const tokens = tokenize(text, rules)?.tokens ?? [];
  const edits = tokens.flatMap((token, index) => {
    if (token.kind !== "word" || token.value !== "JSON") return [];
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    const isNamed = before !== undefined && (before.kind === "name" || (before.kind === "word" && !notTheColumn.has(before.value)));
    const ends = after === undefined || after.text === "," || after.text === ")" || (after.kind === "word" && behindType.has(after.value));
    return isNamed && ends ? [{ start: token.start, end: token.end, text: "LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" }] : [];
  });
  return applyEdits(text, edits);
}
