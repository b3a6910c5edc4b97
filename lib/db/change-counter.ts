import Database from "better-sqlite3";

/**
 * Tells whether anything was committed to a control database, by whichever process. SQLite counts the commits of all other connections
 * (`PRAGMA data_version`), so the counter has a connection of its own, through which nothing is ever written.
 */
export class ChangeCounter {
  #connection: Database.Database | null = null;
  #unknown = 0;

  constructor(readonly file: string) {}

  /** The same value twice: nothing was committed in between. Where that cannot be found out, every call answers another value. */
  value(): string {
    try {
      this.#connection ??= new Database(this.file, { readonly: true, fileMustExist: true, timeout: 1_000 });
      return String(this.#connection.pragma("data_version", { simple: true }));
    } catch {
      this.close();
      this.#unknown += 1;
      return `unknown ${this.#unknown}`;
    }
  }

  close(): void {
    const open = this.#connection;
    this.#connection = null;
    open?.close();
  }
}
