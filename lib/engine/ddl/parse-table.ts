/** The grammar of CREATE TABLE, ALTER TABLE and RENAME TABLE. */
import type { Token } from "../../mysql/sql-tokens";
import type { DdlShape, Span } from "./ddl-shape";
import { UnreadableStatement, type NameRef, type TokenCursor } from "./token-cursor";

export function readCreateTable(cursor: TokenCursor, orReplace: boolean): DdlShape {
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

export function readAlterTable(cursor: TokenCursor): DdlShape {
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

export function readRename(cursor: TokenCursor): DdlShape {
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
