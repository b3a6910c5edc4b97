/**
 * Names inside query bodies (views, functions, procedures), found by a parse of the library `dt-sql-parser`. It is loaded only when
 * names change between source and destination, for it is large; without a renaming a body stays byte for byte what it is.
 *
 * The library's grammar takes some words for reserved that MySQL lets stand as names. Words behind a dot are therefore quoted before the
 * parse, and words that it stumbles over one after the other.
 */
import { tokenize } from "../../mysql/sql-tokens";
import type { Edit, LexicalRules } from "../../mysql/sql-tokens";
import { quoteName, unquoteName } from "../../mysql/identifier";
import { reservedWords } from "../../mysql/reserved-words";
import type { NameMapping } from "../router/name-mapping";

interface Found {
  readonly rule: "table" | "source" | "column" | "function" | "call" | "cte";
  readonly parts: readonly { readonly text: string; readonly start: number; readonly end: number }[];
}

/**
 * The edits that carry `body` (a statement or query of its own) over: names of `database` are meant where none is given. Null when the
 * library cannot read the body.
 */
export async function rewriteBody(body: string, database: string, mapping: NameMapping, rules: LexicalRules): Promise<Edit[] | null> {
  if (!mapping.changesNames) return [];
  const found = await findNames(body, rules);
  if (!found) return null;
  const edits: Edit[] = [];
  // A query that the body names for itself hides the table of that name.
  const own = new Set(found.flatMap(({ rule, parts: [name] }) => (rule === "cte" && name ? [unquoteName(name.text)] : [])));
  for (const { rule, parts } of found) {
    const [first, second, third] = parts;
    if (!first || rule === "cte" || (second === undefined && own.has(unquoteName(first.text)))) continue;
    if (rule === "column") {
      // database.table.column; a renamed table has kept its old name as an alias.
      if (third && second) edits.push({ start: first.start, end: first.end, text: quoteName(mapping.database(unquoteName(first.text))) });
      continue;
    }
    const qualified = second !== undefined;
    const name = { database: qualified ? unquoteName(first.text) : database, table: unquoteName((second ?? first).text) };
    const end = (second ?? first).end;
    if (rule === "function" || rule === "call") {
      if (qualified) edits.push({ start: first.start, end: first.end, text: quoteName(mapping.database(name.database)) });
      continue;
    }
    const target = mapping.table(name);
    const renamed = target.table !== name.table;
    if (!renamed && !qualified) continue;
    const text = (qualified ? `${quoteName(target.database)}.` : "") + quoteName(target.table);
    edits.push({ start: first.start, end, text: renamed && rule === "source" ? `${text} AS ${quoteName(name.table)}` : text });
  }
  return edits;
}

/** A body with more words than this that the library misreads is not read at all. */
const maxQuotedWords = 40;

async function findNames(body: string, rules: LexicalRules): Promise<Found[] | null> {
  const lexed = tokenize(body, rules);
  if (!lexed) return null;
  // The library takes some words for keywords that are names to MySQL: the word at (or before) the place it stumbles over is quoted, and it is asked again.
  const quoted = new Set<string>();
  while (quoted.size <= maxQuotedWords) {
    const { text, toOriginal } = withQuotedWords(lexed.plain, rules, quoted);
    const answer = await parseNames(text);
    if ("found" in answer) return answer.found.map((one) => ({ ...one, parts: one.parts.map((part) => ({ text: part.text, start: toOriginal(part.start), end: toOriginal(part.end) })) }));
    const suspect = misreadWord(lexed.tokens, toOriginal(answer.failedAt), quoted);
    if (suspect === null) return null;
    quoted.add(suspect);
  }
  return null;
}

/** Words that are not reserved and yet structure a body: never names where the library stumbles over them. */
const structuralWords = new Set(["BEGIN", "END", "OPEN", "CLOSE", "START", "COMMIT", "ROLLBACK", "HANDLER", "DO", "UNTIL", "FOUND", "SQLSTATE"]);

/** The nearest word at or before the place that MySQL would take for a name and that is not quoted yet; null when there is none close by. */
function misreadWord(tokens: readonly { readonly kind: string; readonly text: string; readonly start: number }[], at: number, quoted: ReadonlySet<string>): string | null {
  const behind = tokens.findIndex((token) => token.start > at);
  const last = (behind === -1 ? tokens.length : behind) - 1;
  for (let index = last; index >= Math.max(0, last - 2); index -= 1) {
    const { kind, text } = tokens[index]!;
    const word = text.toUpperCase();
    if (kind === "word" && /^[A-Z_][A-Z0-9_]*$/.test(word) && !reservedWords.has(word) && !structuralWords.has(word) && !quoted.has(word)) return word;
  }
  return null;
}

/** Quotes words behind a dot and those of `quoted`, where they are not followed by a bracket; `toOriginal` leads an offset back. ANSI names become backtick names. */
function withQuotedWords(text: string, rules: LexicalRules, quotedWords: ReadonlySet<string>): { text: string; toOriginal: (offset: number) => number } {
  const tokens = tokenize(text, rules)?.tokens ?? [];
  let result = "";
  let at = 0;
  const map: number[] = [];
  const copy = (piece: string, from: number) => {
    for (let i = 0; i < piece.length; i += 1) map.push(from + i);
    result += piece;
  };
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    const behindDot = before?.text === "." && token.kind === "word" && token.text !== "*";
    const listed = token.kind === "word" && quotedWords.has(token.text.toUpperCase()) && after?.text !== "(";
    const ansi = token.kind === "name" && token.text.startsWith('"');
    if (!behindDot && !listed && !ansi) return;
    copy(text.slice(at, token.start), at);
    const quoted = quoteName(ansi ? token.value : token.text);
    // The whole replaced token leads back to the borders of the original one.
    for (let i = 0; i < quoted.length; i += 1) map.push(token.start);
    result += quoted;
    at = token.end;
  });
  copy(text.slice(at), at);
  map.push(text.length);
  const startOf = map;
  return {
    text: result,
    toOriginal: (offset) => {
      const original = startOf[offset] ?? text.length;
      // An end offset points behind a token: when the character before it was in a replaced token, that token's end is meant.
      const previous = offset > 0 ? startOf[offset - 1]! : 0;
      const token = tokens.find((candidate) => candidate.start === previous && candidate.end > previous);
      return token && startOf[offset - 2] === previous && original >= token.end ? token.end : original;
    },
  };
}

/** Lines and columns count from 1. */
function offsetOf(text: string, { startLine, startColumn }: { readonly startLine: number; readonly startColumn: number }): number {
  let start = 0;
  for (let line = 1; line < startLine; line += 1) start = text.indexOf("\n", start) + 1;
  return start + startColumn - 1;
}

interface Node {
  readonly start: { start: number } | null;
  readonly stop: { stop: number } | null;
  readonly parent: Node | null;
  readonly constructor: { readonly name: string };
  readonly ruleIndex?: number;
  readonly _cteName?: Node;
  getChildCount?(): number;
  getChild?(index: number): Node | null;
  getText(): string;
}

async function parseNames(text: string): Promise<{ readonly found: Found[] } | { readonly failedAt: number }> {
  const { MySQL } = await import("dt-sql-parser/dist/parser/mysql");
  const { MySqlParser } = await import("dt-sql-parser/dist/lib/mysql/MySqlParser");
  const errors: { readonly startLine: number; readonly startColumn: number }[] = [];
  const tree = new MySQL().parse(text, (error) => errors.push(error)) as unknown as Node;
  const [error] = errors;
  if (error) return { failedAt: offsetOf(text, error) };
  const found: Found[] = [];
  const rule = {
    table: MySqlParser.RULE_tableName,
    source: MySqlParser.RULE_tableSourceItem,
    column: MySqlParser.RULE_columnName,
    functionName: MySqlParser.RULE_functionName,
    call: MySqlParser.RULE_callStatement,
    fullId: MySqlParser.RULE_fullId,
    all: MySqlParser.RULE_tableAllColumns,
    columnPath: MySqlParser.RULE_columnNamePath,
    cte: MySqlParser.RULE_commonTableExpressions,
    deletesFrom: MySqlParser.RULE_multipleDeleteStatement,
  };
  const add = (kind: Found["rule"], node: Node) => {
    const start = node.start?.start;
    const stop = node.stop?.stop;
    if (start === undefined || stop === undefined) return;
    const parts = namePartsOf(text, start, stop + 1);
    if (parts) found.push({ rule: kind, parts });
  };
  const visit = (node: Node): void => {
    if (node.ruleIndex === rule.table && node.parent?.ruleIndex === rule.deletesFrom) {
      // `DELETE t FROM t JOIN …`: what a table is called behind FROM, where a renamed one has kept its old name as an alias.
      const name = namePartsOf(text, node.start?.start ?? 0, (node.stop?.stop ?? -1) + 1);
      if (name?.length !== 1) add("table", node);
      return;
    }
    if (node.ruleIndex === rule.cte && node._cteName) add("cte", node._cteName);
    if (node.ruleIndex === rule.table) {
      const source = node.parent?.ruleIndex === rule.source && !hasAlias(node);
      add(source ? "source" : "table", node);
      return;
    }
    if (node.ruleIndex === rule.column || node.ruleIndex === rule.columnPath || node.ruleIndex === rule.all) return add("column", node);
    if (node.ruleIndex === rule.functionName) return add("function", node);
    if (node.ruleIndex === rule.fullId && node.parent?.ruleIndex === rule.call) return add("call", node);
    for (let i = 0; i < (node.getChildCount?.() ?? 0); i += 1) {
      const child = node.getChild?.(i);
      if (child) visit(child);
    }
  };
  visit(tree);
  return { found };
}

/** `tableName (AS? alias)?`: anything behind the name but index hints is an alias or a partition list before one. */
function hasAlias(table: Node): boolean {
  const parent = table.parent;
  const count = parent?.getChildCount?.() ?? 0;
  for (let i = 0; i < count; i += 1) {
    const child = parent!.getChild!(i);
    if (child && child !== table && !/^(USE|FORCE|IGNORE)(INDEX|KEY)/i.test(child.getText())) return true;
  }
  return false;
}

function namePartsOf(text: string, start: number, end: number): Found["parts"] | null {
  const tokens = tokenize(text.slice(start, end))?.tokens;
  if (!tokens) return null;
  return tokens
    .filter((token) => token.kind === "word" || token.kind === "name" || token.text === "*")
    .map((token) => ({ text: token.text, start: start + token.start, end: start + token.end }));
}
