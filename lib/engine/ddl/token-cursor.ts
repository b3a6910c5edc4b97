import type { Token } from "../../mysql/sql-tokens";

/** A name in a statement and where it stands. */
export interface NameRef {
  /** Null when the statement leaves the database to the session. */
  readonly database: string | null;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Thrown inside the reading of one statement; `parseDdl` turns it into `unreadable`. */
export class UnreadableStatement extends Error {}

/** Reads tokens from left to right; keywords are words, never quoted names. */
export class TokenCursor {
  at = 0;
  constructor(readonly tokens: readonly Token[]) {}

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  get ended(): boolean {
    return this.at >= this.tokens.length;
  }

  is(...keywords: string[]): boolean {
    return keywords.every((keyword, ahead) => {
      const token = this.peek(ahead);
      return token !== undefined && (token.kind === "word" || token.kind === "mark") && token.value === keyword;
    });
  }

  /** Takes the keywords when all of them come next. */
  take(...keywords: string[]): boolean {
    if (!this.is(...keywords)) return false;
    this.at += keywords.length;
    return true;
  }

  takeAny(...keywords: string[]): boolean {
    return keywords.some((keyword) => this.take(keyword));
  }

  expect(...keywords: string[]): void {
    if (!this.take(...keywords)) throw new UnreadableStatement(`expected ${keywords.join(" ")} at ${this.peek()?.start ?? "the end"}`);
  }

  next(): Token {
    const token = this.tokens[this.at];
    if (!token) throw new UnreadableStatement("the statement ends too early");
    this.at += 1;
    return token;
  }

  /** `name` or `database.name`, quoted or not; `.name` (the ODBC form) too. */
  name(): NameRef {
    const start = this.peek()?.start ?? 0;
    if (this.take(".")) {
      const only = this.#identifier();
      return { database: null, name: only.value, start, end: only.end };
    }
    const first = this.#identifier();
    if (this.is(".")) {
      this.at += 1;
      const second = this.#identifier();
      return { database: first.value, name: second.value, start, end: second.end };
    }
    return { database: null, name: first.value, start, end: first.end };
  }

  names(): NameRef[] {
    const result = [this.name()];
    while (this.take(",")) result.push(this.name());
    return result;
  }

  #identifier(): { value: string; end: number } {
    const token = this.next();
    if (token.kind === "name") return { value: token.value, end: token.end };
    if (token.kind === "word") return { value: token.text, end: token.end };
    throw new UnreadableStatement(`expected a name at ${token.start}`);
  }
}
