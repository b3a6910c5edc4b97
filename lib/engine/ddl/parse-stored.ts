/** The grammar of views, routines, triggers and events, up to their bodies. */
import type { DdlShape, Security, Span } from "./ddl-shape";
import { UnreadableStatement, type TokenCursor } from "./token-cursor";

/** Clauses in front of the kind of object: DEFINER, SQL SECURITY, ALGORITHM, AGGREGATE. */
export function readSecurity(cursor: TokenCursor): Security {
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

export function readView(cursor: TokenCursor, kind: "create-view" | "alter-view", security: Security): DdlShape {
  const viewKeyword = cursor.next().start;
  cursor.take("IF", "NOT", "EXISTS");
  const view = cursor.name();
  while (!cursor.is("AS")) cursor.next();
  cursor.next();
  const body = cursor.peek();
  if (!body) throw new UnreadableStatement("a view without a query");
  return { kind, view, security, headEnd: view.end, viewKeyword, bodyStart: body.start };
}

export function readRoutine(cursor: TokenCursor, security: Security): DdlShape {
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

export function readAlterRoutine(cursor: TokenCursor): DdlShape {
  const routine = cursor.next().value as "FUNCTION" | "PROCEDURE";
  const name = cursor.name();
  let sqlSecurity: Span | null = null;
  while (!cursor.ended) {
    if (cursor.is("SQL", "SECURITY")) sqlSecurity = { start: cursor.peek()!.start, end: cursor.peek(2)?.end ?? cursor.peek(1)!.end };
    cursor.next();
  }
  return { kind: "alter-routine", routine, name, security: { definer: null, sqlSecurity } };
}

export function readTrigger(cursor: TokenCursor, orReplace: boolean): DdlShape {
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

export function readEvent(cursor: TokenCursor, orReplace: boolean): DdlShape {
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
