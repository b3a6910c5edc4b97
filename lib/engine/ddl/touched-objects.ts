import { tokenize } from "../../mysql/sql-tokens";
import type { LexicalRules } from "../../mysql/sql-tokens";
import type { TouchedObject } from "./decision";
import { parseDdl } from "./parse";
import type { NameRef } from "./token-cursor";

/**
 * What a statement changes at the server that it is meant for, so that it can be seen whether it took effect. Null: it is no schema statement that is
 * known here (an UPDATE, for example), so nothing shows it.
 */
export function touchedByStatement(sql: string, defaultDatabase: string | null, rules: LexicalRules): TouchedObject[] | null {
  const { shape } = parseDdl(sql, rules);
  if (shape === null) return null;
  const name = (ref: NameRef) => ({ database: ref.database ?? defaultDatabase ?? "", table: ref.name });
  const table = (ref: NameRef, gone = false): TouchedObject => ({ kind: "table", name: name(ref), ...(gone ? { gone } : {}) });
  switch (shape.kind) {
    case "alter-table":
      if (shape.exchangesWith) return null;
      return shape.renameTo ? [table(shape.table, true), table(shape.renameTo)] : [table(shape.table)];
    case "create-table":
      // A second run of CREATE … SELECT meets its own table, but not one that was made without its rows.
      return shape.select ? null : [table(shape.table)];
    case "create-index":
    case "drop-index":
      return [table(shape.table)];
    case "drop-table":
      return shape.tables.map((ref) => table(ref, true));
    case "create-view":
    case "alter-view":
      return [{ kind: "view", name: name(shape.view) }];
    case "drop-view":
      return shape.views.map((ref) => ({ kind: "view", name: name(ref), gone: true }));
    case "create-routine":
    case "alter-routine":
    case "drop-routine":
      return [{ kind: shape.routine === "FUNCTION" ? "function" : "procedure", name: name(shape.name), ...(shape.kind === "drop-routine" ? { gone: true } : {}) }];
    case "create-trigger":
      return [{ kind: "trigger", name: name(shape.name) }];
    case "create-event":
      return [{ kind: "event", name: name(shape.name) }];
    case "drop-program":
      return [{ kind: shape.program, name: name(shape.name), gone: true }];
    case "create-database":
      return [{ kind: "database", name: { database: shape.database.name, table: "" } }];
    case "drop-database":
      return [{ kind: "database", name: { database: shape.database.name, table: "" }, gone: true }];
    default:
      return null;
  }
}

const compound = new Set(["PROCEDURE", "FUNCTION", "TRIGGER", "EVENT"]);

/** Statements that a person typed, apart: at each `;`, but a stored program is one statement to its end. Empty ones are left out. */
export function splitStatements(text: string, rules: LexicalRules = {}): string[] {
  const lexed = tokenize(text, rules);
  if (!lexed) return [text.trim()].filter((one) => one !== "");
  const statements: string[] = [];
  let start = 0;
  let words: string[] = [];
  const take = (end: number) => {
    const statement = text.slice(start, end).trim();
    if (words.length > 0) statements.push(statement);
    words = [];
  };
  for (const token of lexed.tokens) {
    if (token.text === ";" && !(words[0] === "CREATE" && words.slice(0, 12).some((word) => compound.has(word)))) {
      take(token.start);
      start = token.end;
    } else words.push(token.kind === "word" ? token.value : "");
  }
  take(text.length);
  return statements.map((statement) => statement.replace(/;\s*$/, ""));
}
