import type { MysqlConnection } from "../../mysql/connection";
import { quoteName, quoteText } from "../../mysql/identifier";

export interface PreparedStoreOptions {
  /** A connection of the store's own to the destination. */
  connect(): Promise<MysqlConnection>;
  readonly database: string;
  readonly taskId: string;
  /** Inside an open transaction: holds off newer claims until its end, throws `fenced`. */
  assertClaim(connection: MysqlConnection): Promise<void>;
}

/** Bytes in a row: its statement, in hexadecimal, stays far below the smallest max_allowed_packet in use. */
const pieceBytes = 256 * 1024;
/** Not the name of a transaction: the record that none was prepared when the task began. */
const beginning = "*";

/**
 * Prepared XA transactions that wait longer for their end than the position can wait for them: table `task_prepared` of the bookkeeping database,
 * the encoded events in pieces. One piece is in memory at a time.
 */
export class PreparedStore {
  #connection: MysqlConnection | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  readonly #table: string;
  readonly #task: string;

  constructor(private readonly options: PreparedStoreOptions) {
    this.#table = `${quoteName(options.database)}.\`task_prepared\``;
    this.#task = quoteText(options.taskId);
  }

  /** Creates the table where missing. Names of what is stored. */
  async open(): Promise<Set<string>> {
    return this.#exclusively(async (connection) => {
      await connection.run(`CREATE TABLE IF NOT EXISTS ${this.#table} (
        \`task_id\` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        \`xid\` VARCHAR(300) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        \`piece\` INT NOT NULL,
        \`bytes\` LONGBLOB NOT NULL,
        PRIMARY KEY (\`task_id\`, \`xid\`, \`piece\`)
      ) ENGINE=InnoDB ROW_FORMAT=DYNAMIC`);
      const rows = await connection.query<{ xid: string }>(`SELECT xid FROM ${this.#table} WHERE task_id=${this.#task} AND piece=0`);
      return new Set(rows.map((row) => row.xid));
    });
  }

  /** Durable when it resolves. Replaces an older one of the name: what a crash left before its place in the log was stored. */
  async put(xid: string, parts: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void> {
    await this.#commit(async (connection) => {
      await connection.run(`DELETE FROM ${this.#where(xid)}`);
      let piece = 0;
      const write = (bytes: Buffer) => connection.run(`INSERT INTO ${this.#table} (task_id, xid, piece, bytes) VALUES (${this.#task}, ${quoteText(xid)}, ${piece++}, x'${bytes.toString("hex")}')`);
      await write(Buffer.alloc(0));
      for await (const part of parts) {
        for (let at = 0; at < part.length; at += pieceBytes) await write(part.subarray(at, at + pieceBytes));
      }
    });
  }

  async *read(xid: string): AsyncGenerator<Buffer> {
    for (let piece = 1; ; piece++) {
      const [row] = await this.#exclusively((connection) => connection.query<{ bytes: Buffer }>(`SELECT bytes FROM ${this.#where(xid)} AND piece=${piece}`));
      if (!row) return;
      yield row.bytes;
    }
  }

  /** Durable when it resolves. */
  async remove(xid: string): Promise<void> {
    await this.#commit(async (connection) => void (await connection.run(`DELETE FROM ${this.#where(xid)}`)));
  }

  /** Inside the caller's transaction: the one of its rows. */
  async removeWithin(connection: MysqlConnection, xid: string): Promise<void> {
    await connection.run(`DELETE FROM ${this.#where(xid)}`);
  }

  /** Whether it is certain that nothing was prepared before the task's first position and not finished before its load. */
  async recordBeginning(nothingPrepared: boolean): Promise<void> {
    await (nothingPrepared ? this.put(beginning, []) : this.remove(beginning));
  }

  static isBeginningKnown(stored: ReadonlySet<string>): boolean {
    return stored.has(beginning);
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#connection?.close();
    this.#connection = null;
  }

  #where(xid: string): string {
    return `${this.#table} WHERE task_id=${this.#task} AND xid=${quoteText(xid)}`;
  }

  #commit(work: (connection: MysqlConnection) => Promise<void>): Promise<void> {
    return this.#exclusively(async (connection) => {
      await connection.run("START TRANSACTION");
      try {
        await this.options.assertClaim(connection);
        await work(connection);
        await connection.run("COMMIT");
      } catch (error) {
        if (connection.usable) await connection.run("ROLLBACK");
        throw error;
      }
    });
  }

  #exclusively<T>(work: (connection: MysqlConnection) => Promise<T>): Promise<T> {
    const run = this.#queue.then(async () => {
      if (!this.#connection?.usable) this.#connection = await this.options.connect();
      return work(this.#connection);
    });
    this.#queue = run.catch(() => undefined);
    return run;
  }
}
