import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { appendRowLiterals, type RowNotes } from "../values/cell-literal";
import { LiteralWriter } from "../values/escape";
import type { RateLimit } from "../rate-limit";
import type { SentRows } from "./sent-rows";
import type { TablePlan } from "./table-plan";

/** Statements that wait to be sent, per loader: one is under way, one is ready, one is being filled. */
const readyStatements = 1;
/** A buffer that one huge row made larger than this is not kept. */
const keptBufferBytes = 4 * 1024 * 1024;

interface Statement {
  readonly text: LiteralWriter;
  /** `text.length` behind each row, without the comma that follows. */
  readonly rowEnds: number[];
  /** See `ChunkWriterOptions.keyOf`; else empty. */
  readonly keys: string[];
  readonly notes: RowNotes;
}

export interface ChunkWriterOptions {
  /** Without CLIENT_FOUND_ROWS: rows that were there already must not count as taken. */
  readonly connection: MysqlConnection;
  readonly plan: TablePlan;
  /** Rows whose key exists are kept as they are. */
  readonly keepExisting: boolean;
  /** A statement is sent when it is longer than this. A single row may be longer. */
  readonly statementBytes: number;
  readonly limit: RateLimit;
  readonly signal: AbortSignal;
  /** Nothing is sent before; rows are taken. */
  readonly mayBegin?: Promise<void>;
  /** Told of the rows that the destination has taken, and of those that it kept instead (`keepExisting`). */
  readonly sent: SentRows;
  /** The key of a raw row, for `sent`. Absent: not needed. */
  readonly keyOf?: (buffer: Buffer, offset: number) => string;
  /** Told after each statement. */
  readonly onWritten: (rows: number, bytes: number) => void;
}

/**
 * Rows → multi-row INSERT statements on one destination connection, inside the caller's transaction. Reading goes on while a statement
 * is under way; memory is bounded by three statements or, for longer rows, by about five times a row.
 */
export class ChunkWriter {
  readonly #options: ChunkWriterOptions;
  readonly #spare: Statement[] = [];
  readonly #ready: Statement[] = [];
  #filling: Statement;
  #sending: Promise<void> | null = null;
  #room: { promise: Promise<void>; resolve: () => void } | null = null;
  #failure: { error: unknown } | null = null;
  rows = 0;
  bytes = 0;
  /** Rows that the destination says it has added. */
  added = 0;
  /** Bytes of the longest row's literals. */
  longest = 0;

  constructor(options: ChunkWriterOptions) {
    this.#options = options;
    this.#filling = this.#blank();
  }

  /** Takes one raw row (see `readRawRows`); a returned promise asks the reader to wait. */
  add(buffer: Buffer, offset: number): Promise<void> | undefined {
    const { text, rowEnds, notes } = this.#filling;
    if (rowEnds.length > 0) text.byte(0x2c);
    const start = text.length;
    text.byte(0x28);
    appendRowLiterals(text, this.#options.plan.readers, buffer, offset, undefined, notes);
    text.byte(0x29);
    rowEnds.push(text.length);
    this.longest = Math.max(this.longest, text.length - start);
    if (this.#options.keyOf) this.#filling.keys.push(this.#options.keyOf(buffer, offset));
    this.rows += 1;
    // The count of warnings has 16 bits.
    if (text.length < this.#options.statementBytes && notes.enumZeros < 50_000) return undefined;
    this.#ready.push(this.#filling);
    this.#filling = this.#spare.pop() ?? this.#blank();
    if (this.#failure) return Promise.reject(this.#failure.error);
    this.#sending ??= this.#sendAll();
    if (this.#ready.length <= readyStatements) return undefined;
    this.#room ??= withResolver();
    return this.#room.promise;
  }

  /** Sends the rest and waits until all is answered. Throws the first error. */
  async finish(): Promise<void> {
    if (this.#filling.rowEnds.length > 0) this.#ready.push(this.#filling);
    if (!this.#failure) await (this.#sending ??= this.#sendAll());
    if (this.#failure) throw this.#failure.error;
  }

  #blank(): Statement {
    const statement = { text: new LiteralWriter(this.#options.statementBytes + 64 * 1024), rowEnds: [], keys: [], notes: { enumZeros: 0 } };
    statement.text.bytes(this.#options.plan.insertHead);
    return statement;
  }

  async #sendAll(): Promise<void> {
    try {
      await this.#options.mayBegin;
      for (let statement = this.#ready.shift(); statement; statement = this.#ready.shift()) {
        if (this.#ready.length <= readyStatements) this.#makeRoom();
        const bytes = statement.text.length;
        await this.#options.limit.take(statement.rowEnds.length, bytes, this.#options.signal);
        await this.#send(statement);
        this.bytes += bytes;
        this.#options.onWritten(statement.rowEnds.length, bytes);
        if (statement.text.buffer.length > keptBufferBytes) continue;
        statement.text.length = this.#options.plan.insertHead.length;
        statement.rowEnds.length = 0;
        statement.keys.length = 0;
        statement.notes.enumZeros = 0;
        this.#spare.push(statement);
      }
    } catch (error) {
      this.#failure = { error };
    }
    this.#sending = null;
    this.#makeRoom();
  }

  #makeRoom(): void {
    this.#room?.resolve();
    this.#room = null;
  }

  async #send(statement: Statement): Promise<void> {
    const { connection, plan, keepExisting } = this.#options;
    if (keepExisting) statement.text.bytes(plan.keepExisting);
    let added: number;
    try {
      added = await runStrictly(connection, statement.text.view(), plan, statement.notes.enumZeros);
    } catch (error) {
      if (!isDuplicate(error) || plan.key === null) throw error;
      return this.#sendOneByOne(statement);
    }
    if (!keepExisting && added !== statement.rowEnds.length) throw this.#notAdded(statement.rowEnds.length - added);
    this.added += added;
    this.#options.sent.taken(statement.text.buffer, plan.insertHead.length, statement.rowEnds, statement.keys);
  }

  #notAdded(rows: number): AppError {
    const { database, table } = this.#options.plan.table.destination;
    return new AppError("destination-changes-rows", { detail: `${database}.${table}`, context: { role: "destination", table: `${database}.${table}`, rows } });
  }

  /**
   * While the load runs, a row may hand its value of a second unique key over to another row, and both are read with that value. Both were
   * changed behind the start position, so the replay sets them right: the later one is left out here. A duplicate of the key that
   * the table is walked along cannot come from that, and stops.
   */
  async #sendOneByOne(statement: Statement): Promise<void> {
    const { connection, plan } = this.#options;
    const head = plan.insertHead;
    let start = head.length;
    for (const [index, end] of statement.rowEnds.entries()) {
      const from = start;
      start = end + 1;
      try {
        const added = await runStrictly(connection, Buffer.concat([head, statement.text.buffer.subarray(from, end)]), plan, statement.notes.enumZeros);
        if (added !== 1) throw this.#notAdded(1);
      } catch (error) {
        if (!isDuplicate(error) || isDuplicateOf(error, plan.key!.keyName)) throw error;
        continue;
      }
      this.added += 1;
      this.#options.sent.taken(statement.text.buffer, from, [end], statement.keys.slice(index, index + 1));
    }
  }
}

/** Warnings of these kinds are about the statement, not about a value: deprecations and aliases. */
const harmless = new Set([1287, 1681, 3719, 3778, 1235]);

/**
 * A value that was changed on its way into the column is only a warning in our sessions: here it is an error. One warning is due: the
 * server stores ENUM index 0 as asked, but says "data truncated" for each (manual, "The ENUM Type"); more of them than zeros is an error. Returns
 * how many rows were added.
 */
async function runStrictly(connection: MysqlConnection, statement: Buffer, plan: TablePlan, enumZeros: number): Promise<number> {
  const result = await connection.run(statement);
  if (result.warnings === 0) return result.affectedRows;
  const warnings = await connection.query<{ Level: string; Code: string | number; Message: string }>("SHOW WARNINGS");
  const isDue = (warning: { Code: string | number; Message: string }) =>
    Number(warning.Code) === 1265 && plan.enumColumns.some((name) => warning.Message.startsWith(`Data truncated for column '${name}' at row `));
  const isHarmless = (warning: { Code: string | number }) => harmless.has(Number(warning.Code));
  const serious = warnings.find((warning) => !isHarmless(warning) && !(enumZeros > 0 && isDue(warning)));
  const due = warnings.filter(isDue).length;
  // The server lists the first warnings only (max_error_count, 1,024) and counts all: as many as zeros, and all that are listed are about zeros.
  if (!serious && due <= enumZeros && (warnings.length >= result.warnings || (result.warnings === enumZeros && due === warnings.length))) return result.affectedRows;
  throw new AppError("destination-rejects-value", {
    context: {
      role: "destination",
      table: `${plan.table.destination.database}.${plan.table.destination.table}`,
      serverErrno: serious ? Number(serious.Code) : undefined,
      serverMessage: serious?.Message,
      warnings: result.warnings,
    },
  });
}

function isDuplicate(error: unknown): boolean {
  return error instanceof AppError && (error.context.serverErrno === 1062 || error.context.serverErrno === 1586);
}

/** `Duplicate entry '…' for key 'name'`, since 8.0.19 `'table.name'`, in the language of the session (English: see `loaderSession`). */
function isDuplicateOf(error: unknown, keyName: string): boolean {
  const message = error instanceof AppError ? String(error.context.serverMessage) : "";
  return message.endsWith(`'${keyName}'`) || message.endsWith(`.${keyName}'`);
}

function withResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
