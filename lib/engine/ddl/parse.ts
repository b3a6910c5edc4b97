/**
 * Statement text → what it changes and where its names stand.
 *
 * Reads the grammar of the schema statements themselves (manual, "Data Definition Statements") from the token stream: in them a table name
 * stands only behind fixed keywords, so that column types, options and partitions need not be understood, and a server version
 * with a new column type is no reason to stop. The general parser library is used for query bodies alone (`body-names.ts`): measured, its MySQL
 * grammar refuses valid statements such as ALTER TABLE … PARTITION BY, VECTOR columns and columns named `status` or `type`.
 */
import { settingsBefore } from "../../mysql/set-statement";
import { tokenize } from "../../mysql/sql-tokens";
import type { LexicalRules, Token } from "../../mysql/sql-tokens";
import type { DdlShape } from "./ddl-shape";
import { readAlterRoutine, readEvent, readRoutine, readSecurity, readTrigger, readView } from "./parse-stored";
import { readAlterTable, readCreateTable, readRename } from "./parse-table";
import { TokenCursor, UnreadableStatement } from "./token-cursor";

export type ParsedDdl = { readonly shape: DdlShape; readonly plain: string; readonly tokens: readonly Token[] } | { readonly shape: null; readonly reason: string };

/** Statements that never touch schema objects of ours. */
const irrelevantVerbs = new Set([
  "GRANT", "REVOKE", "ANALYZE", "OPTIMIZE", "REPAIR", "CHECK", "CHECKSUM", "FLUSH", "SET", "RESET", "KILL", "INSTALL", "UNINSTALL", "CACHE", "LOAD", "USE", "BEGIN",
  "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "XA", "START", "LOCK", "UNLOCK", "PURGE", "CHANGE", "SHOW", "HELP", "DO", "IMPORT", "BINLOG", "CLONE", "RESTART", "SHUTDOWN",
]);

/** What follows CREATE, ALTER or DROP and is no business of a data synchronization. */
const irrelevantObjects = new Set(["USER", "ROLE", "SERVER", "TABLESPACE", "UNDO", "LOGFILE", "RESOURCE", "INSTANCE", "SPATIAL_REFERENCE", "PREPARE", "LIBRARY", "PACKAGE"]);

/** Reads one statement. Never throws: what cannot be read comes back as a reason. */
export function parseDdl(text: string, rules: LexicalRules = {}): ParsedDdl {
  const lexed = tokenize(text, rules);
  if (!lexed) return { shape: null, reason: "a quote or comment does not end" };
  const end = lexed.tokens.at(-1)?.text === ";" ? -1 : undefined;
  const from = settingsBefore(lexed.tokens);
  const tokens = lexed.tokens.slice(from, end);
  const plain = from === 0 ? lexed.plain : " ".repeat(lexed.tokens[from - 1]!.end) + lexed.plain.slice(lexed.tokens[from - 1]!.end);
  try {
    return { shape: readShape(new TokenCursor(tokens)), plain, tokens };
  } catch (error) {
    if (error instanceof UnreadableStatement) return { shape: null, reason: error.message };
    throw error;
  }
}

function readShape(cursor: TokenCursor): DdlShape {
  if (cursor.ended) return { kind: "irrelevant", verb: "" };
  const verb = cursor.peek()!.value;
  if (cursor.take("CREATE")) return readCreate(cursor);
  if (cursor.take("ALTER")) return readAlter(cursor);
  if (cursor.take("DROP")) return readDrop(cursor);
  if (cursor.take("TRUNCATE")) {
    cursor.take("TABLE");
    return { kind: "truncate-table", table: cursor.name() };
  }
  if (cursor.take("RENAME")) return readRename(cursor);
  if (irrelevantVerbs.has(verb)) return { kind: "irrelevant", verb };
  throw new UnreadableStatement(`${verb} is not a known statement`);
}

function readCreate(cursor: TokenCursor): DdlShape {
  const orReplace = cursor.take("OR", "REPLACE");
  const security = readSecurity(cursor);
  if (cursor.take("TEMPORARY")) return { kind: "irrelevant", verb: "CREATE TEMPORARY TABLE" };
  if (cursor.take("TABLE")) return readCreateTable(cursor, orReplace);
  if (cursor.takeAny("DATABASE", "SCHEMA")) {
    const ifNotExists = cursor.take("IF", "NOT", "EXISTS");
    return { kind: "create-database", database: cursor.name(), ifNotExists, orReplace };
  }
  if (cursor.is("VIEW")) return readView(cursor, "create-view", security);
  if (cursor.is("FUNCTION") || cursor.is("PROCEDURE")) return readRoutine(cursor, security);
  if (cursor.take("TRIGGER")) return readTrigger(cursor, orReplace);
  if (cursor.take("EVENT")) return readEvent(cursor, orReplace);
  cursor.take("ONLINE");
  cursor.takeAny("UNIQUE", "FULLTEXT", "SPATIAL", "VECTOR");
  if (cursor.take("INDEX")) {
    cursor.take("IF", "NOT", "EXISTS");
    cursor.name();
    while (!cursor.is("ON")) cursor.next();
    cursor.expect("ON");
    return { kind: "create-index", table: cursor.name() };
  }
  return readOtherObject(cursor);
}

function readOtherObject(cursor: TokenCursor): DdlShape {
  const object = cursor.next().value;
  if (irrelevantObjects.has(object)) return { kind: "irrelevant", verb: object };
  if (object === "JSON" || object === "MATERIALIZED") return { kind: "other-object", objectKind: `${object} view`.toLowerCase(), name: null };
  if (!["TRIGGER", "EVENT", "SEQUENCE"].includes(object)) throw new UnreadableStatement(`${object} is not a known object`);
  cursor.take("IF", "NOT", "EXISTS");
  cursor.take("IF", "EXISTS");
  return { kind: "other-object", objectKind: object.toLowerCase(), name: cursor.name() };
}

function readAlter(cursor: TokenCursor): DdlShape {
  const security = readSecurity(cursor);
  cursor.take("ONLINE");
  cursor.take("IGNORE");
  if (cursor.take("TABLE")) return readAlterTable(cursor);
  if (cursor.takeAny("DATABASE", "SCHEMA")) {
    const word = cursor.peek();
    const isOption = word?.kind === "word" && ["DEFAULT", "CHARACTER", "CHARSET", "COLLATE", "ENCRYPTION", "READ", "COMMENT"].includes(word.value);
    const database = isOption ? null : cursor.name();
    return { kind: "alter-database", database, insertAt: word?.start ?? 0 };
  }
  if (cursor.is("VIEW")) return readView(cursor, "alter-view", security);
  if (cursor.is("FUNCTION") || cursor.is("PROCEDURE")) return readAlterRoutine(cursor);
  return readOtherObject(cursor);
}

function readDrop(cursor: TokenCursor): DdlShape {
  if (cursor.take("TEMPORARY")) return { kind: "irrelevant", verb: "DROP TEMPORARY TABLE" };
  if (cursor.takeAny("TABLE", "TABLES")) {
    cursor.take("IF", "EXISTS");
    return { kind: "drop-table", tables: cursor.names() };
  }
  if (cursor.takeAny("DATABASE", "SCHEMA")) {
    cursor.take("IF", "EXISTS");
    return { kind: "drop-database", database: cursor.name() };
  }
  if (cursor.take("VIEW")) {
    cursor.take("IF", "EXISTS");
    return { kind: "drop-view", views: cursor.names() };
  }
  if (cursor.is("FUNCTION") || cursor.is("PROCEDURE")) {
    const routine = cursor.next().value as "FUNCTION" | "PROCEDURE";
    cursor.take("IF", "EXISTS");
    return { kind: "drop-routine", routine, name: cursor.name(), security: { definer: null, sqlSecurity: null } };
  }
  for (const program of ["trigger", "event"] as const) {
    if (!cursor.take(program.toUpperCase())) continue;
    cursor.take("IF", "EXISTS");
    return { kind: "drop-program", program, name: cursor.name() };
  }
  cursor.take("ONLINE");
  if (cursor.take("INDEX")) {
    cursor.take("IF", "EXISTS");
    cursor.name();
    cursor.expect("ON");
    return { kind: "drop-index", table: cursor.name() };
  }
  return readOtherObject(cursor);
}
