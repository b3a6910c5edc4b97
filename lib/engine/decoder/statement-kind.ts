import { settingsBefore } from "../../mysql/set-statement";
import { tokenize } from "../../mysql/sql-tokens";
import { EventFormatError } from "./decode-error";

/** What a logged statement does to the transaction it stands in. */
export type StatementKind =
  | { readonly kind: "begin" | "commit" | "rollback" | "release" | "xa-end" | "temporary" | "new-temporary" | "ddl" }
  | { readonly kind: "xa-begin" | "xa-commit" | "xa-rollback"; readonly xid: string }
  | { readonly kind: "savepoint" | "rollback-to"; readonly name: string }
  /** Changes rows by statement. */
  | { readonly kind: "dml" };

const dmlWords = new Set(["insert", "update", "delete", "replace", "load", "with", "call", "select", "do", "values", "table", "handler", "import", ""]);

/**
 * By the first words; comments are passed over, what stands in an executable comment (`/*!40000 …`) counts. Everything that is
 * neither transaction control nor a change of rows is `ddl`: what to do with it is decided elsewhere.
 */
export function statementKind(statement: Buffer): StatementKind {
  // Quick way for the two that come with every transaction.
  if (statement.length === 5 && statement.toString("latin1") === "BEGIN") return { kind: "begin" };
  if (statement.length === 6 && statement.toString("latin1") === "COMMIT") return { kind: "commit" };
  const text = withoutLeadingComments(statement.toString("latin1", 0, 4096));
  const words = text
    .slice(0, 200)
    .toLowerCase()
    .split(/[\s;]+/)
    .filter(Boolean);
  const [first = "", second = "", third = ""] = words;
  const word = /^[a-z]*/.exec(first)![0];
  switch (word) {
    case "begin":
      return { kind: "begin" };
    case "start":
      return second === "transaction" ? { kind: "begin" } : { kind: "ddl" };
    case "commit":
      return { kind: "commit" };
    case "savepoint":
      return { kind: "savepoint", name: savepointName(statement, /^savepoint\s+/i) };
    case "release":
      return { kind: "release" };
    case "rollback":
      if (second === "to" || (second === "work" && third === "to")) return { kind: "rollback-to", name: savepointName(statement, /^rollback\s+(?:work\s+)?to\s+(?:savepoint\s+)?/i) };
      return { kind: "rollback" };
    case "xa":
      if (second === "end" || second === "prepare") return { kind: "xa-end" };
      return { kind: second === "start" || second === "begin" ? "xa-begin" : second === "commit" ? "xa-commit" : "xa-rollback", xid: xidOf(text) };
    case "create":
    case "drop":
      // 5.x logs DROP /*!40005 TEMPORARY */ TABLE at the end of a session.
      if (/^(?:create|drop)\s+(?:or\s+replace\s+)?(?:\/\*M?!\d*\s*)?temporary\b/i.test(text)) return { kind: word === "create" ? "new-temporary" : "temporary" };
      return { kind: "ddl" };
    case "set":
      return second === "statement" ? kindBehindSettings(statement) : { kind: "ddl" };
    default:
      return dmlWords.has(word) ? { kind: "dml" } : { kind: "ddl" };
  }
}

/** MariaDB: SET STATEMENT … FOR <statement>. What cannot be read is looked at as a schema change, which stops at it. */
function kindBehindSettings(statement: Buffer): StatementKind {
  const text = statement.toString("latin1");
  const tokens = tokenize(text)?.tokens ?? [];
  const before = settingsBefore(tokens);
  return before === 0 ? { kind: "ddl" } : statementKind(statement.subarray(tokens[before - 1]!.end));
}

/** Servers log an XID as `X'…',X'…',n` whatever the client wrote (MySQL sql/xa.h, XID::serialize; MariaDB sql/handler.h, the same). */
function xidOf(text: string): string {
  const found = /^xa\s+\w+\s+x'([0-9a-f]*)'\s*,\s*x'([0-9a-f]*)'\s*,\s*(\d+)/i.exec(text);
  if (!found) throw new EventFormatError("the name of an XA transaction cannot be read");
  return `${found[1]!.toLowerCase()}.${found[2]!.toLowerCase()}.${found[3]}`;
}

function withoutLeadingComments(text: string): string {
  let rest = text;
  for (;;) {
    const trimmed = rest.replace(/^[\s;]+/, "");
    const next = /^\/\*M?!\d*/.test(trimmed)
      ? trimmed.replace(/^\/\*M?!\d*/, "")
      : trimmed.startsWith("/*")
        ? trimmed.slice(closing(trimmed, "*/"))
        : trimmed.startsWith("#") || /^--[\s]/.test(trimmed)
          ? trimmed.slice(closing(trimmed, "\n"))
          : trimmed;
    if (next === rest) return rest;
    rest = next;
  }
}

function closing(text: string, mark: string): number {
  const at = text.indexOf(mark);
  return at === -1 ? text.length : at + mark.length;
}

/** Savepoint names are compared without regard to case (manual, "SAVEPOINT"). */
function savepointName(statement: Buffer, before: RegExp): string {
  const name = withoutLeadingComments(statement.toString("utf8")).replace(before, "").trim();
  const quoted = /^`((?:[^`]|``)*)`/.exec(name);
  return (quoted ? quoted[1]!.replaceAll("``", "`") : name.replace(/[\s;].*$/s, "")).toLowerCase();
}

/**
 * For `AssemblerOptions.isStatementInScope`: a statement may concern one of the databases when it ran in it or names it anywhere, in whatever
 * role. Errs on the side of yes.
 */
export function statementMentions(databases: ReadonlySet<string>): (statement: string, defaultDatabase: string | null) => boolean {
  const names = [...databases].map((name) => Buffer.from(name.toLowerCase(), "utf8").toString("latin1"));
  return (statement, defaultDatabase) => {
    if (defaultDatabase !== null && databases.has(defaultDatabase)) return true;
    const text = statement.toLowerCase();
    return names.some((name) => text.includes(name));
  };
}
