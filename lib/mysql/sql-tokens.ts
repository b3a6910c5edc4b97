/**
 * MySQL's lexical rules (manual, "Language Structure"): where names, strings, comments and marks begin and end. The grammar above it is
 * left to its users. Differences by sql_mode: ANSI_QUOTES makes "…" a name, NO_BACKSLASH_ESCAPES takes the meaning from backslashes.
 */
import { unquoteName } from "./identifier";

export type TokenKind = "word" | "name" | "string" | "number" | "variable" | "mark";

export interface Token {
  readonly kind: TokenKind;
  /** As written. */
  readonly text: string;
  /** Words in upper case (for keywords), names without their quotes, everything else as written. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** Open parentheses before it. */
  readonly depth: number;
}

export interface LexicalRules {
  readonly ansiQuotes?: boolean;
  readonly noBackslashEscapes?: boolean;
  /** Version of the server that executed the text, major*10000+minor*100+patch: decides what an executable comment is. Default: all are executed. */
  readonly version?: number;
  readonly mariadb?: boolean;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  /** Text of the same length in which executable comments are bare text or blank, as the server of `version` saw it. */
  readonly plain: string;
}

const wordStart = /[A-Za-z_$\u0080-\uffff]/;
const wordPart = /[0-9A-Za-z_$\u0080-\uffff]/;

/** Null when a quote or comment does not end. */
export function tokenize(text: string, rules: LexicalRules = {}): Tokens | null {
  const plain = text.split("");
  const tokens: Token[] = [];
  let depth = 0;
  let at = 0;
  let openExecutable = 0;
  const blank = (from: number, to: number) => {
    for (let i = from; i < to; i += 1) plain[i] = plain[i] === "\n" ? "\n" : " ";
  };
  const push = (kind: TokenKind, end: number) => {
    const raw = text.slice(at, end);
    const value = kind === "word" ? raw.toUpperCase() : kind === "name" ? unquoteName(raw) : raw;
    tokens.push({ kind, text: raw, value, start: at, end, depth });
    at = end;
  };
  while (at < text.length) {
    const char = text[at]!;
    if (/\s/.test(char) || char === "\0") {
      at += 1;
    } else if (char === "#" || (text.startsWith("--", at) && (at + 2 >= text.length || /[\s\x00-\x1f]/.test(text[at + 2]!)))) {
      const end = text.indexOf("\n", at);
      const stop = end < 0 ? text.length : end;
      blank(at, stop);
      at = stop;
    } else if (text.startsWith("/*", at)) {
      const mark = /^\/\*(M?)!(\d{5,6})?/.exec(text.slice(at, at + 12));
      if (mark && isExecuted(mark[1] === "M", mark[2], rules)) {
        blank(at, at + mark[0].length);
        at += mark[0].length;
        openExecutable += 1;
      } else {
        const end = text.indexOf("*/", at + 2);
        if (end < 0) return null;
        blank(at, end + 2);
        at = end + 2;
      }
    } else if (openExecutable > 0 && text.startsWith("*/", at)) {
      blank(at, at + 2);
      at += 2;
      openExecutable -= 1;
    } else if (char === "`" || (char === '"' && rules.ansiQuotes)) {
      const end = quoteEnd(text, at, false);
      if (end < 0) return null;
      push("name", end);
    } else if (char === "'" || char === '"') {
      const end = quoteEnd(text, at, !rules.noBackslashEscapes);
      if (end < 0) return null;
      push("string", end);
    } else if (char === "@") {
      push("variable", variableEnd(text, at));
    } else if (wordStart.test(char) || (/[0-9]/.test(char) && isNameBehindDot(tokens, at))) {
      push("word", runEnd(text, at));
    } else if (/[0-9]/.test(char) || (char === "." && /[0-9]/.test(text[at + 1] ?? "") && !isOperandEnd(tokens, at))) {
      const number = /^(?:0x[0-9a-fA-F]+|0b[01]+|\d*\.?\d*(?:[eE][+-]?\d+)?)/.exec(text.slice(at))![0];
      const run = runEnd(text, at);
      // `1a` is a name, `1e5` and `0x1f` are numbers.
      if (!number.includes(".") && run > at + number.length) push("word", run);
      else push("number", at + number.length);
    } else {
      if (char === ")") depth -= 1;
      push("mark", at + 1);
      if (char === "(") depth += 1;
    }
  }
  return openExecutable > 0 ? null : { tokens, plain: plain.join("") };
}

function isExecuted(mariadbOnly: boolean, digits: string | undefined, rules: LexicalRules): boolean {
  if (mariadbOnly && !rules.mariadb) return false;
  if (digits === undefined || rules.version === undefined) return true;
  const wanted = Number(digits);
  // MariaDB from 10 ignores what is meant for MySQL 5.7 and newer (MariaDB manual, "Comment Syntax").
  if (rules.mariadb && !mariadbOnly && rules.version >= 100_000 && wanted >= 50_700 && wanted <= 99_999) return false;
  return wanted <= rules.version;
}

function quoteEnd(text: string, start: number, escapes: boolean): number {
  const quote = text[start]!;
  for (let i = start + 1; i < text.length; i += 1) {
    if (escapes && text[i] === "\\") i += 1;
    else if (text[i] === quote) {
      if (text[i + 1] === quote) i += 1;
      else return i + 1;
    }
  }
  return -1;
}

function runEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && wordPart.test(text[end]!)) end += 1;
  return end;
}

/** `@a`, `@@global.x`, @'quoted'. A lone @ (in user@host) takes what follows it. */
function variableEnd(text: string, start: number): number {
  let end = start + 1;
  if (text[end] === "@") end += 1;
  const quote = text[end];
  if (quote === "`" || quote === "'" || quote === '"') {
    const stop = quoteEnd(text, end, quote !== "`");
    return stop < 0 ? end : stop;
  }
  while (end < text.length && (wordPart.test(text[end]!) || text[end] === ".")) end += 1;
  return end;
}

function isOperandEnd(tokens: readonly Token[], at: number): boolean {
  const last = tokens.at(-1);
  return last !== undefined && last.end === at && (last.kind === "word" || last.kind === "name");
}

function isNameBehindDot(tokens: readonly Token[], at: number): boolean {
  const last = tokens.at(-1);
  const before = tokens.at(-2);
  return last?.text === "." && last.end === at && before !== undefined && before.end === last.start && (before.kind === "word" || before.kind === "name");
}

/** A replacement in a text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies replacements that do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, edit.start) + edit.text;
    at = Math.max(at, edit.end);
  }
  return result + text.slice(at);
}
