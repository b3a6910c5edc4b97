/**
 * Where columns stand in ALTER TABLE and CREATE INDEX: behind fixed keywords, in lists of columns, and in expressions. What is written here is a proposal;
 * `schema/prove-names.ts` has the server try it out, so that a place that was missed or taken for one stops the change and never alters another column.
 */
import type { Token } from "../../mysql/sql-tokens";
import type { NameRef } from "./token-cursor";

export interface ColumnPlace {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** `before`: a column as the table was; `after`: as the statement leaves it; a reference: a column of that parent. */
  readonly of: "before" | "after" | NameRef;
}

export type ColumnChange =
  | { readonly kind: "add" | "drop"; readonly name: string }
  | { readonly kind: "rename"; readonly from: string; readonly to: string };

export interface ColumnPlaces {
  readonly places: readonly ColumnPlace[];
  readonly changes: readonly ColumnChange[];
  /** Indexes that the server names itself, after their first column: where the name would stand. */
  readonly unnamed: readonly { readonly at: number; readonly column: string }[];
  /** Names that indexes are given. */
  readonly indexNames: readonly string[];
  /** Every action is a RENAME COLUMN. */
  readonly onlyRenames: boolean;
}

const indexWords = new Set(["INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL", "PRIMARY"]);
const noColumnBehindDrop = new Set(["PRIMARY", "INDEX", "KEY", "FOREIGN", "CHECK", "CONSTRAINT", "PARTITION"]);

/** `from`: index of the first token behind the table's name. */
export function alterPlaces(tokens: readonly Token[], from: number, references: readonly NameRef[]): ColumnPlaces {
  return new Reader(tokens, references).alter(from);
}

export function createIndexPlaces(tokens: readonly Token[], from: number): ColumnPlaces {
  const reader = new Reader(tokens, []);
  if (tokens[from]?.text === "(") reader.keyParts(from);
  return reader.result(false);
}

class Reader {
  readonly #places: ColumnPlace[] = [];
  readonly #changes: ColumnChange[] = [];
  readonly #unnamed: { at: number; column: string }[] = [];
  readonly #indexNames: string[] = [];

  constructor(
    private readonly tokens: readonly Token[],
    private readonly references: readonly NameRef[],
  ) {}

  result(onlyRenames: boolean): ColumnPlaces {
    return { places: this.#places, changes: this.#changes, unnamed: this.#unnamed, indexNames: this.#indexNames, onlyRenames };
  }

  alter(from: number): ColumnPlaces {
    let at = from;
    if (this.#is(at, "NOWAIT")) at += 1;
    else if (this.#is(at, "WAIT") && this.tokens[at + 1]?.kind === "number") at += 2;
    const actions = this.#split(at, this.tokens.length, 0);
    for (const [start, end] of actions) {
      this.#action(start, end);
      this.#partitioning(start, end);
    }
    return this.result(actions.every(([start, end]) => this.#is(start, "RENAME") && this.#is(start + 1, "COLUMN") && end - start <= 7));
  }

  #is(at: number, word: string): boolean {
    const token = this.tokens[at];
    return token?.kind === "word" && token.value === word;
  }

  #word(at: number): string {
    const token = this.tokens[at];
    return token?.kind === "word" ? token.value : "";
  }

  #nameOf(at: number): string | null {
    const token = this.tokens[at];
    return token?.kind === "name" ? token.value : token?.kind === "word" ? token.text : null;
  }

  /** Ranges between the commas at `depth`. */
  #split(start: number, end: number, depth: number): [number, number][] {
    const parts: [number, number][] = [];
    let from = start;
    for (let at = start; at < end; at += 1) {
      if (this.tokens[at]!.text !== "," || this.tokens[at]!.depth !== depth) continue;
      parts.push([from, at]);
      from = at + 1;
    }
    return [...parts, [from, end]];
  }

  /** Index of the parenthesis that closes the one at `open`. */
  #close(open: number): number {
    const { depth } = this.tokens[open]!;
    let at = open + 1;
    while (at < this.tokens.length && !(this.tokens[at]!.text === ")" && this.tokens[at]!.depth === depth)) at += 1;
    return at;
  }

  #place(at: number, of: ColumnPlace["of"]): string | null {
    const name = this.#nameOf(at);
    const token = this.tokens[at];
    if (name === null || !token) return null;
    this.#places.push({ start: token.start, end: token.end, name, of });
    return name;
  }

  #skip(at: number, ...words: string[]): number {
    return words.every((word, ahead) => this.#is(at + ahead, word)) ? at + words.length : at;
  }

  #behindColumn(at: number): number {
    return this.#skip(this.#skip(this.#skip(at, "COLUMN"), "IF", "NOT", "EXISTS"), "IF", "EXISTS");
  }

  #action(start: number, end: number): void {
    const next = this.#word(start + 1);
    switch (this.#word(start)) {
      case "ADD":
        return this.#add(start + 1, end);
      case "MODIFY":
        return this.#column(this.#behindColumn(start + 1), end, "before");
      case "CHANGE": {
        const at = this.#behindColumn(start + 1);
        const from = this.#place(at, "before");
        const to = this.#nameOf(at + 1);
        if (from !== null && to !== null) this.#changes.push({ kind: "rename", from, to });
        return this.#column(at + 1, end, "after");
      }
      case "DROP": {
        if (noColumnBehindDrop.has(next) || this.#is(start + 2, "VERSIONING") || (next === "PERIOD" && this.#is(start + 2, "FOR"))) return;
        const name = this.#place(this.#behindColumn(start + 1), "before");
        if (name !== null) this.#changes.push({ kind: "drop", name });
        return;
      }
      case "ALTER": {
        if (["INDEX", "KEY", "CHECK", "CONSTRAINT"].includes(next)) return;
        const at = this.#behindColumn(start + 1);
        this.#place(at, "before");
        for (let open = at + 1; open < end; open += 1) if (this.tokens[open]!.text === "(" && this.tokens[open]!.depth === 0) this.#expression(open);
        return;
      }
      case "RENAME": {
        if (next !== "COLUMN") return;
        const at = this.#behindColumn(start + 1);
        const from = this.#place(at, "before");
        const to = this.#place(at + 2, "after");
        if (from !== null && to !== null) this.#changes.push({ kind: "rename", from, to });
        return;
      }
      case "ORDER":
        this.#place(start + 2, "after");
    }
  }

  #add(start: number, end: number): void {
    const isColumn = this.#is(start, "COLUMN");
    if (!isColumn && this.#isTableItem(start)) return this.#tableItem(start, end);
    if (!isColumn && (this.#is(start, "PARTITION") || this.#is(start + 1, "VERSIONING"))) return;
    if (!isColumn && this.#is(start, "PERIOD") && this.#is(start + 1, "FOR")) {
      for (let open = start; open < end; open += 1) if (this.tokens[open]!.text === "(") this.#expression(open);
      return;
    }
    const at = this.#behindColumn(start);
    if (this.tokens[at]?.text !== "(") return this.#added(at, end);
    for (const [from, to] of this.#split(at + 1, this.#close(at), this.tokens[at]!.depth + 1)) {
      if (this.#isTableItem(from)) this.#tableItem(from, to);
      else this.#added(from, to);
    }
  }

  #added(at: number, end: number): void {
    const name = this.#nameOf(at);
    if (name !== null) this.#changes.push({ kind: "add", name });
    this.#column(at, end, "after");
  }

  #isTableItem(at: number): boolean {
    const word = this.#word(at);
    return indexWords.has(word) || ["CONSTRAINT", "FOREIGN", "CHECK"].includes(word) || (word === "VECTOR" && ["INDEX", "KEY"].includes(this.#word(at + 1)));
  }

  /** Name and definition of a column. */
  #column(start: number, end: number, of: "before" | "after"): void {
    this.#place(start, of);
    const depth = this.tokens[start]?.depth ?? 0;
    for (let at = start + 1; at < end; at += 1) {
      if (this.tokens[at]!.depth !== depth) continue;
      if (this.#is(at, "AFTER")) this.#place(at + 1, "after");
      else if (this.#is(at, "REFERENCES")) at = this.#parentColumns(at) - 1;
      else if (this.#is(at, "PARTITION")) return;
      else if (this.tokens[at]!.text === "(") this.#expression(at);
    }
  }

  #tableItem(start: number, end: number): void {
    let at = start;
    let symbol: string | null = null;
    if (this.#is(at, "CONSTRAINT")) {
      at += 1;
      if (!["PRIMARY", "UNIQUE", "FOREIGN", "CHECK"].includes(this.#word(at))) symbol = this.#nameOf(at++);
    }
    const primary = this.#is(at, "PRIMARY");
    const foreign = this.#is(at, "FOREIGN");
    const isIndex = indexWords.has(this.#word(at)) || this.#is(at, "VECTOR");
    if (!isIndex && !foreign) {
      for (let open = at; open < end; open += 1) if (this.tokens[open]!.text === "(" && this.tokens[open]!.depth === this.tokens[start]!.depth) this.#expression(open);
      return;
    }
    while (indexWords.has(this.#word(at)) || this.#is(at, "FOREIGN") || this.#is(at, "VECTOR")) at += 1;
    const behindWords = this.tokens[at - 1]!.end;
    at = this.#skip(at, "IF", "NOT", "EXISTS");
    const unnamed = this.tokens[at]?.text === "(" || (this.#is(at, "USING") && this.tokens[at + 2]?.text === "(");
    if (!unnamed) symbol = this.#nameOf(at);
    while (at < end && this.tokens[at]!.text !== "(") at += 1;
    if (at >= end) return;
    const first = this.keyParts(at);
    if (isIndex && !primary) {
      if (symbol !== null) this.#indexNames.push(symbol);
      else if (first !== null) this.#unnamed.push({ at: behindWords, column: first });
    }
    for (let behind = this.#close(at) + 1; behind < end; behind += 1) if (this.#is(behind, "REFERENCES")) behind = this.#parentColumns(behind) - 1;
  }

  /** Columns of an index or a foreign key; answers the first. */
  keyParts(open: number): string | null {
    const parts = this.#split(open + 1, this.#close(open), this.tokens[open]!.depth + 1);
    const names = parts.map(([start]) => {
      if (this.tokens[start]?.text !== "(") return this.#place(start, "after");
      this.#expression(start);
      return null;
    });
    return names[0] ?? null;
  }

  /** Answers the index of the token behind them. */
  #parentColumns(at: number): number {
    const ref = this.references.find((one) => one.start === this.tokens[at + 1]?.start);
    if (!ref) return at + 1;
    let open = at + 1;
    while (open < this.tokens.length && this.tokens[open]!.end <= ref.end) open += 1;
    if (this.tokens[open]?.text !== "(") return open;
    const close = this.#close(open);
    for (let column = open + 1; column < close; column += 1) this.#place(column, ref);
    return close + 1;
  }

  /** Words and names that may be columns: none that is a function, or the table in front of a dot. */
  #expression(open: number): void {
    const close = this.#close(open);
    for (let at = open + 1; at < close; at += 1) {
      const next = this.tokens[at + 1]?.text;
      if (next === "." || (next === "(" && this.tokens[at]!.kind === "word")) continue;
      this.#place(at, "after");
    }
  }

  #partitioning(start: number, end: number): void {
    for (let at = start; at < end; at += 1) {
      if (this.tokens[at]!.depth !== 0 || !(this.#is(at, "PARTITION") || this.#is(at, "SUBPARTITION")) || !this.#is(at + 1, "BY")) continue;
      while (at < end && this.tokens[at]!.text !== "(") at += 1;
      if (at < end) this.#expression(at);
    }
  }
}
