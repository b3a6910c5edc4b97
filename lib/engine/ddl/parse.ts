/**
 * Statement text → what it changes and where its names stand.
 *
 * Reads the grammar of the schema statements themselves (manual, "Data Definition Statements") from the token stream: in them a table name
 * stands only behind fixed keywords, so that column types, options and partitions need not be understood, and a server version
 * with a new column type is no reason to stop. The general parser library is used for query bodies alone (`body-names.ts`): measured, its MySQL
 * grammar refuses valid statements such as ALTER TABLE … PARTITION BY, VECTOR columns and columns named `status` or `type`.
 */
import { tokenize } from "../../mysql/sql-tokens";
import type { LexicalRules, Token } from "../../mysql/sql-tokens";
import { TokenCursor, UnreadableStatement } from "./token-cursor";
import type { NameRef } from "./token-cursor";

export type { NameRef } from "./token-cursor";

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Stored program or view: clauses in front of its name that are replaced at the destination. */
export interface Security {
  /** `DEFINER = user@host` */
  readonly definer: Span | null;
  /** `SQL SECURITY DEFINER|INVOKER` */
  readonly sqlSecurity: Span | null;
}

export type DdlShape =
  | { readonly kind: "alter-table"; readonly table: NameRef; readonly renameTo: NameRef | null; readonly onlyRename: boolean; readonly references: readonly NameRef[]; readonly exchangesWith: NameRef | null }
  | {
      readonly kind: "create-table";
      readonly table: NameRef;
      readonly ifNotExists: boolean;
      readonly orReplace: boolean;
      readonly like: NameRef | null;
      /** Rows come from a query; row-based logs carry them as rows. */
      readonly select: Span | null;
      readonly references: readonly NameRef[];
      /** `START TRANSACTION`, which MySQL 8.0.21+ adds when it logs CREATE … SELECT. */
      readonly startTransaction: Span | null;
      /** Where table options may be inserted. */
      readonly optionsAt: number;
      readonly namesCharset: boolean;
    }
  | { readonly kind: "drop-table"; readonly tables: readonly NameRef[] }
  | { readonly kind: "rename-table"; readonly pairs: readonly (readonly [NameRef, NameRef])[] }
  | { readonly kind: "truncate-table"; readonly table: NameRef }
  | { readonly kind: "create-index" | "drop-index"; readonly table: NameRef }
  | { readonly kind: "create-database"; readonly database: NameRef; readonly ifNotExists: boolean; readonly orReplace: boolean }
  | { readonly kind: "alter-database"; readonly database: NameRef | null; readonly insertAt: number }
  | { readonly kind: "drop-database"; readonly database: NameRef }
  | { readonly kind: "create-view" | "alter-view"; readonly view: NameRef; readonly security: Security; readonly headEnd: number; readonly viewKeyword: number; readonly bodyStart: number }
  | { readonly kind: "drop-view"; readonly views: readonly NameRef[] }
  | { readonly kind: "create-routine"; readonly routine: "FUNCTION" | "PROCEDURE"; readonly name: NameRef; readonly security: Security; readonly characteristicsAt: number; readonly bodyStart: number; readonly ifNotExists: boolean }
  | { readonly kind: "alter-routine" | "drop-routine"; readonly routine: "FUNCTION" | "PROCEDURE"; readonly name: NameRef; readonly security: Security }
  | { readonly kind: "create-trigger"; readonly name: NameRef; readonly table: NameRef; readonly bodyStart: number; readonly bodyEnd: number; readonly orReplace: boolean }
  /** `status`: ENABLE or DISABLE with what belongs to it, or the empty place where it would stand. */
  | { readonly kind: "create-event"; readonly name: NameRef; readonly status: Span; readonly enabled: boolean; readonly bodyStart: number; readonly orReplace: boolean }
  | { readonly kind: "drop-program"; readonly program: "trigger" | "event"; readonly name: NameRef }
  /** Triggers, events, sequences and the like: not carried, and their owner is told. */
  | { readonly kind: "other-object"; readonly objectKind: string; readonly name: NameRef | null }
  /** Accounts, temporary tables, ANALYZE, SET …: no effect on what is carried. */
  | { readonly kind: "irrelevant"; readonly verb: string };

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
  const from = settingsEnd(lexed.tokens);
  const tokens = lexed.tokens.slice(from, end);
  const plain = from === 0 ? lexed.plain : " ".repeat(lexed.tokens[from - 1]!.end) + lexed.plain.slice(lexed.tokens[from - 1]!.end);
  try {
    return { shape: readShape(new TokenCursor(tokens)), plain, tokens };
  } catch (error) {
    if (error instanceof UnreadableStatement) return { shape: null, reason: error.message };
    throw error;
  }
}

/** Where the statement behind MariaDB's `SET STATEMENT variable = value, … FOR` begins. What was set is in the event's own settings. */
function settingsEnd(tokens: readonly Token[]): number {
  if (tokens[0]?.value !== "SET" || tokens[1]?.value !== "STATEMENT") return 0;
  return tokens.findIndex((token) => token.kind === "word" && token.depth === 0 && token.value === "FOR") + 1;
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

function readRename(cursor: TokenCursor): DdlShape {
  if (cursor.takeAny("USER")) return { kind: "irrelevant", verb: "RENAME USER" };
  if (!cursor.takeAny("TABLE", "TABLES")) throw new UnreadableStatement("RENAME of an unknown object");
  cursor.take("IF", "EXISTS");
  const pairs: [NameRef, NameRef][] = [];
  do {
    const from = cursor.name();
    skipWait(cursor);
    cursor.expect("TO");
    pairs.push([from, cursor.name()]);
  } while (cursor.take(","));
  return { kind: "rename-table", pairs };
}

/** MariaDB: WAIT n, NOWAIT. */
function skipWait(cursor: TokenCursor): void {
  if (cursor.take("NOWAIT")) return;
  if (cursor.is("WAIT") && cursor.peek(1)?.kind === "number") cursor.at += 2;
}

function readSecurity(cursor: TokenCursor): Security {
  let definer: Span | null = null;
  let sqlSecurity: Span | null = null;
  for (;;) {
    const start = cursor.peek()?.start ?? 0;
    if (cursor.is("DEFINER")) {
      cursor.next();
      cursor.expect("=");
      cursor.next();
      if (cursor.take("(")) cursor.expect(")");
      // The host is part of the variable-like token `@host`, or stands behind a lone @.
      else if (cursor.peek()?.kind === "variable" && cursor.next().text === "@") cursor.next();
      definer = { start, end: cursor.tokens[cursor.at - 1]!.end };
    } else if (cursor.is("SQL", "SECURITY")) {
      cursor.at += 3;
      sqlSecurity = { start, end: cursor.tokens[cursor.at - 1]!.end };
    } else if (cursor.is("ALGORITHM", "=")) {
      cursor.at += 3;
    } else if (cursor.is("AGGREGATE")) {
      cursor.at += 1;
    } else {
      return { definer, sqlSecurity };
    }
  }
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

function readTrigger(cursor: TokenCursor, orReplace: boolean): DdlShape {
  cursor.take("IF", "NOT", "EXISTS");
  const name = cursor.name();
  while (!cursor.is("ON")) cursor.next();
  cursor.expect("ON");
  const table = cursor.name();
  cursor.expect("FOR", "EACH", "ROW");
  if (cursor.takeAny("FOLLOWS", "PRECEDES")) cursor.name();
  const body = cursor.peek();
  if (!body) throw new UnreadableStatement("a trigger without a body");
  return { kind: "create-trigger", name, table, bodyStart: body.start, bodyEnd: cursor.tokens.at(-1)!.end, orReplace };
}

function readEvent(cursor: TokenCursor, orReplace: boolean): DdlShape {
  cursor.take("IF", "NOT", "EXISTS");
  const name = cursor.name();
  let status: Span | null = null;
  let enabled = true;
  let optionsEnd: number | null = null;
  while (!cursor.is("DO")) {
    const start = cursor.peek()?.start ?? 0;
    if (cursor.is("ENABLE")) status = { start, end: cursor.peek()!.end };
    else if (cursor.is("DISABLE")) {
      enabled = false;
      status = { start, end: (cursor.is("DISABLE", "ON") ? cursor.peek(2) : cursor.peek())!.end };
    } else if (cursor.is("COMMENT")) optionsEnd ??= start;
    cursor.next();
  }
  const end = optionsEnd ?? cursor.peek()!.start;
  cursor.expect("DO");
  const body = cursor.peek();
  if (!body) throw new UnreadableStatement("an event without a body");
  return { kind: "create-event", name, status: status ?? { start: end, end }, enabled, bodyStart: body.start, orReplace };
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

function readCreateTable(cursor: TokenCursor, orReplace: boolean): DdlShape {
  const ifNotExists = cursor.take("IF", "NOT", "EXISTS");
  const table = cursor.name();
  const base = { kind: "create-table" as const, table, ifNotExists, orReplace };
  const none = { like: null, select: null, references: [], startTransaction: null, namesCharset: true, optionsAt: table.end };
  if (cursor.take("LIKE")) return { ...base, ...none, like: cursor.name() };
  if (cursor.is("(", "LIKE")) {
    cursor.at += 2;
    return { ...base, ...none, like: cursor.name() };
  }
  let optionsAt = table.end;
  const references: NameRef[] = [];
  if (cursor.is("(") && !isQueryStart(cursor.peek(1))) {
    const depth = cursor.next().depth;
    for (;;) {
      const token = cursor.next();
      if (token.text === ")" && token.depth === depth) {
        optionsAt = token.end;
        break;
      }
      if (token.kind === "word" && token.value === "REFERENCES") references.push(cursor.name());
    }
  }
  let startTransaction: Span | null = null;
  let select: Span | null = null;
  let namesCharset = false;
  while (!cursor.ended) {
    const token = cursor.peek()!;
    if (token.depth === 0 && (isQueryStart(token) || (token.text === "(" && isQueryStart(cursor.peek(1)) && !isPartitionContext(cursor)))) {
      select = { start: token.start, end: cursor.tokens.at(-1)!.end };
      break;
    }
    if (cursor.is("START", "TRANSACTION")) {
      startTransaction = { start: token.start, end: cursor.peek(1)!.end };
      cursor.at += 2;
      continue;
    }
    if (token.kind === "word" && token.depth === 0 && ["CHARSET", "COLLATE", "CHARACTER"].includes(token.value)) namesCharset = true;
    if (token.kind === "word" && token.depth === 0 && token.value === "UNION") throw new UnreadableStatement("MERGE tables are not carried");
    cursor.next();
  }
  return { ...base, like: null, select, references, startTransaction, optionsAt, namesCharset };
}

function isQueryStart(token: Token | undefined): boolean {
  return token?.kind === "word" && ["SELECT", "WITH", "VALUES", "TABLE"].includes(token.value);
}

/** `VALUES LESS THAN (…)` and `VALUES IN (…)` are inside parentheses of their own; only `PARTITION BY RANGE (` is at depth 0. */
function isPartitionContext(cursor: TokenCursor): boolean {
  const before = cursor.tokens[cursor.at - 1]?.value;
  return before !== undefined && ["HASH", "KEY", "RANGE", "LIST", "COLUMNS"].includes(before);
}

function readView(cursor: TokenCursor, kind: "create-view" | "alter-view", security: Security): DdlShape {
  const viewKeyword = cursor.next().start;
  cursor.take("IF", "NOT", "EXISTS");
  const view = cursor.name();
  while (!cursor.is("AS")) cursor.next();
  cursor.next();
  const body = cursor.peek();
  if (!body) throw new UnreadableStatement("a view without a query");
  return { kind, view, security, headEnd: view.end, viewKeyword, bodyStart: body.start };
}

function readRoutine(cursor: TokenCursor, security: Security): DdlShape {
  const routine = cursor.next().value as "FUNCTION" | "PROCEDURE";
  const ifNotExists = cursor.take("IF", "NOT", "EXISTS");
  const name = cursor.name();
  if (cursor.is("RETURNS") || cursor.is("SONAME")) return { kind: "irrelevant", verb: "CREATE FUNCTION … SONAME" };
  const depth = cursor.peek()?.depth;
  cursor.expect("(");
  while (!(cursor.is(")") && cursor.peek()!.depth === depth)) cursor.next();
  cursor.next();
  let sqlSecurity: Span | null = null;
  let characteristicsAt = cursor.tokens[cursor.at - 1]!.end;
  if (routine === "FUNCTION") {
    cursor.expect("RETURNS");
    readDataType(cursor);
    characteristicsAt = cursor.tokens[cursor.at - 1]!.end;
  }
  for (;;) {
    const start = cursor.peek()?.start ?? 0;
    if (cursor.is("SQL", "SECURITY")) {
      cursor.at += 3;
      sqlSecurity = { start, end: cursor.tokens[cursor.at - 1]!.end };
    } else if (cursor.is("COMMENT") || cursor.is("LANGUAGE")) {
      cursor.at += 2;
    } else if (!(cursor.take("NOT", "DETERMINISTIC") || cursor.take("DETERMINISTIC") || cursor.take("CONTAINS", "SQL") || cursor.take("NO", "SQL") || cursor.take("READS", "SQL", "DATA") || cursor.take("MODIFIES", "SQL", "DATA"))) {
      break;
    }
  }
  const body = cursor.peek();
  if (!body) throw new UnreadableStatement("a routine without a body");
  return { kind: "create-routine", routine, name, security: { definer: security.definer, sqlSecurity }, characteristicsAt, bodyStart: body.start, ifNotExists };
}

/** The RETURNS type: a word or two, an optional bracket, attributes. */
function readDataType(cursor: TokenCursor): void {
  cursor.next();
  for (;;) {
    if (cursor.is("(")) {
      const depth = cursor.next().depth;
      while (!(cursor.is(")") && cursor.peek()!.depth === depth)) cursor.next();
      cursor.next();
    } else if (cursor.is("CHARACTER", "SET")) cursor.at += 3;
    else if (cursor.is("CHARSET") || cursor.is("COLLATE") || cursor.is("SRID")) cursor.at += 2;
    else if (!cursor.takeAny("UNSIGNED", "SIGNED", "ZEROFILL", "PRECISION", "VARYING", "BINARY", "ASCII", "UNICODE", "BYTE", "VARCHAR", "CHAR", "CHARACTER", "VARCHARACTER")) return;
  }
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
  if (cursor.is("FUNCTION") || cursor.is("PROCEDURE")) {
    const routine = cursor.next().value as "FUNCTION" | "PROCEDURE";
    const name = cursor.name();
    let sqlSecurity: Span | null = null;
    while (!cursor.ended) {
      if (cursor.is("SQL", "SECURITY")) sqlSecurity = { start: cursor.peek()!.start, end: cursor.peek(2)?.end ?? cursor.peek(1)!.end };
      cursor.next();
    }
    return { kind: "alter-routine", routine, name, security: { definer: null, sqlSecurity } };
  }
  return readOtherObject(cursor);
}

function readAlterTable(cursor: TokenCursor): DdlShape {
  cursor.take("IF", "EXISTS");
  const table = cursor.name();
  skipWait(cursor);
  const references: NameRef[] = [];
  let renameTo: NameRef | null = null;
  let exchangesWith: NameRef | null = null;
  let actions = 0;
  let atActionStart = true;
  while (!cursor.ended) {
    const token = cursor.peek()!;
    if (atActionStart) {
      actions += 1;
      atActionStart = false;
      if (cursor.is("RENAME") && !["COLUMN", "INDEX", "KEY", "CONSTRAINT"].includes(isKeyword(cursor.peek(1)))) {
        cursor.next();
        if (!cursor.takeAny("TO", "AS", "=")) void 0;
        renameTo = cursor.name();
        continue;
      }
      if (cursor.is("UNION")) throw new UnreadableStatement("MERGE tables are not carried");
      // As of whole tables: no row and no definition changes, and the server answers with rows.
      for (const upkeep of ["ANALYZE", "CHECK", "OPTIMIZE", "REPAIR"]) if (cursor.is(upkeep, "PARTITION")) return { kind: "irrelevant", verb: `ALTER TABLE … ${upkeep} PARTITION` };
    }
    cursor.next();
    if (token.depth === 0 && token.text === ",") atActionStart = true;
    else if (token.kind === "word" && token.value === "REFERENCES") references.push(cursor.name());
    else if (token.kind === "word" && token.value === "WITH" && cursor.is("TABLE")) {
      cursor.next();
      exchangesWith = cursor.name();
    }
  }
  return { kind: "alter-table", table, renameTo, onlyRename: renameTo !== null && actions === 1, references, exchangesWith };
}

function isKeyword(token: Token | undefined): string {
  return token?.kind === "word" ? token.value : "";
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
