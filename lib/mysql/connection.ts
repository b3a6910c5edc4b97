import { createRequire } from "node:module";
import type { Connection, ConnectionOptions } from "mysql2";
import { AppError } from "../errors/app-error";
import { largeBytes } from "./large-memory";
import { classifyServerError } from "../errors/classify";
import type { ConnectionSettings } from "./connection-settings";
import type { DriverInternals, DriverPacket } from "./driver-internals";

const mysql2 = createRequire(import.meta.url)("mysql2") as typeof import("mysql2");

/** What a statement without a result set answers. */
export interface StatementResult {
  /** Rows found (CLIENT_FOUND_ROWS is on): an UPDATE that changes nothing still counts the rows it matched. */
  readonly affectedRows: number;
  readonly warnings: number;
}

export interface ConnectOptions {
  /** Give up after this time. Default 10,000 ms. */
  readonly timeoutMs?: number;
  /** Statements that set the session up beyond `ownDefaults`, run in order before the connection is handed out. */
  readonly session?: readonly string[];
  readonly signal?: AbortSignal;
  /** CLIENT_FOUND_ROWS. Default true; the strict applier needs false to tell an insert from an update (manual, "INSERT ... ON DUPLICATE KEY UPDATE"). */
  readonly foundRows?: boolean;
}

/**
 * Session in which row literals mean the same on every server: no strictness (the value was valid at the source), no
 * auto-increment on zero, backslash escapes on, UTC, utf8mb4 for literals with a character set.
 */
export const literalSession: readonly string[] = [
  "SET NAMES utf8mb4",
  "SET SESSION sql_mode='NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES'",
  "SET SESSION time_zone='+00:00'",
];

/** Session that reads rows as they are stored: results are not converted to any character set, times are UTC. */
export const rawReadSession: readonly string[] = [
  "SET NAMES utf8mb4",
  "SET SESSION character_set_results=NULL",
  "SET SESSION sql_mode=''",
  "SET SESSION time_zone='+00:00'",
];

/** Session for metadata: text as utf8mb4, identifiers quoted by backticks. */
export const metadataSession: readonly string[] = ["SET NAMES utf8mb4", "SET SESSION sql_mode=''", "SET SESSION time_zone='+00:00'"];

/**
 * First of all on every connection: defaults of a server that would change what our statements do. A short `sql_select_limit` takes rows from every answer, also from
 * the list of columns; without autocommit a session's work is gone with it; limits of time are meant for people's queries (manual, "Server System Variables";
 * MariaDB has the one, MySQL from 5.7.8 the other).
 */
const ownDefaults =
  "SET SESSION autocommit=1, completion_type=0, sql_select_limit=18446744073709551615, sql_big_selects=1, sql_safe_updates=0, foreign_key_checks=1, unique_checks=1 /*!50708 , max_execution_time=0 */ /*M!100101 , max_statement_time=0 */";

/** Opens a connection with the session of `options`. Throws AppError classified by role (`source-unreachable`, `destination-access-denied` …). */
export async function connect(settings: ConnectionSettings, options: ConnectOptions = {}): Promise<MysqlConnection> {
  options.signal?.throwIfAborted();
  const raw = mysql2.createConnection(driverOptions(settings, options));
  const connection = new MysqlConnection(raw, settings);
  const abort = () => connection.destroy();
  options.signal?.addEventListener("abort", abort, { once: true });
  // The driver's own limit ends with the first byte; a line may go dead behind that.
  const limit = setTimeout(abort, 3 * (options.timeoutMs ?? 10_000));
  try {
    await new Promise<void>((resolve, reject) => {
      raw.once("connect", () => resolve());
      raw.once("error", reject);
    });
    for (const statement of [ownDefaults, ...(options.session ?? metadataSession)]) await connection.run(statement);
    return connection;
  } catch (cause) {
    connection.destroy();
    options.signal?.throwIfAborted();
    throw cause instanceof AppError ? cause : classifyServerError(cause, settings.role);
  } finally {
    clearTimeout(limit);
    options.signal?.removeEventListener("abort", abort);
  }
}

function driverOptions(settings: ConnectionSettings, options: ConnectOptions): ConnectionOptions {
  return {
    host: settings.host,
    port: settings.port,
    user: settings.user,
    password: settings.password,
    connectTimeout: options.timeoutMs ?? 10_000,
    charset: "utf8mb4",
    // The values of metadata queries as text: nothing is lost in a JavaScript number or Date.
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    decimalNumbers: false,
    jsonStrings: true,
    enableKeepAlive: true,
    keepAliveInitialDelay: 10_000,
    // QUERY_ATTRIBUTES would change the COM_QUERY layout that we write ourselves; IGNORE_SPACE and MULTI_STATEMENTS change what SQL means.
    flags: ["-CLIENT_QUERY_ATTRIBUTES", "-SESSION_TRACK", "-IGNORE_SPACE", "-MULTI_STATEMENTS", ...(options.foundRows === false ? ["-FOUND_ROWS"] : [])],
    ssl: settings.tls.mode === "off" ? undefined : settings.tls.mode === "verify" ? { ca: settings.tls.ca, rejectUnauthorized: true } : { rejectUnauthorized: false },
  };
}

/**
 * One connection, one statement at a time. All errors are AppErrors, classified by number and by role. After a fatal error every
 * call throws; open a new one.
 */
export class MysqlConnection implements AsyncDisposable {
  #closed = false;
  #fatal: unknown = null;

  constructor(
    /** mysql2's connection, for the two places that speak the wire protocol themselves: the binlog reader and the raw row reader. */
    readonly driver: Connection,
    readonly settings: ConnectionSettings,
  ) {
    // Without a listener a lost idle connection would end the process.
    driver.on("error", (error) => {
      this.#fatal ??= error;
    });
  }

  get threadId(): number {
    return this.driver.threadId;
  }

  get usable(): boolean {
    return !this.#closed && this.#fatal === null;
  }

  /** While the server owes an answer: how far the line has come, the same text as long as nothing moves. Null while it owes none, or while we do not listen. */
  get activity(): string | null {
    const { _command, stream } = this.driver as unknown as DriverInternals;
    if (!_command || stream.isPaused()) return null;
    const { bytesRead, bytesWritten } = stream as unknown as { readonly bytesRead?: number; readonly bytesWritten?: number };
    return `${bytesRead}/${bytesWritten}`;
  }

  /** Rows of a metadata query: BIGINT, DECIMAL and dates as text, smaller numbers as numbers, NULL as null, binary as Buffer. `?` placeholders are escaped by the driver. */
  async query<T = Record<string, string | null>>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    this.#assertUsable();
    return new Promise<T[]>((resolve, reject) => {
      this.driver.query({ sql, values: [...values] }, (error: unknown, rows: unknown) => {
        if (error) reject(this.#failure(error, sql));
        else resolve(Array.isArray(rows) ? (rows as T[]) : []);
      });
    });
  }

  /**
   * Sends one statement as it is, byte for byte, and waits for its OK. Not for statements with a result set. The bytes are in the
   * session's character set; binary literals may hold anything. Pieces are sent one behind the other; do not change them before the answer.
   */
  async run(sql: string | Buffer | readonly Buffer[]): Promise<StatementResult> {
    this.#assertUsable();
    const pieces: readonly Buffer[] = typeof sql === "string" ? [Buffer.from(sql, "utf8")] : Buffer.isBuffer(sql) ? [sql] : sql;
    const isLarge = lengthOf(pieces) >= largeBytes;
    const text = pieces.length === 1 || isLarge ? pieces[0]! : Buffer.concat(pieces);
    const { role } = this.settings;
    return new Promise<StatementResult>((resolve, reject) => {
      const driver = this.driver as unknown as DriverInternals;
      const fail = (error: unknown) => reject(this.#failure(error, text.subarray(0, 200).toString("latin1")));
      let started = false;
      driver.addCommand({
        stateName: () => "statement",
        // Called by the driver when the connection breaks while the command waits or runs.
        onResult: fail,
        once() {},
        on() {},
        emit() {},
        execute(packet: DriverPacket | undefined, connection: DriverInternals): boolean {
          if (!started) {
            started = true;
            connection._resetSequenceId();
            if (isLarge) void writeStatement(connection, pieces);
            else connection.writePacket(statementPacket(text));
            return false;
          }
          if (!packet) return false;
          if (packet.isError()) {
            fail(packet.asError(connection.clientEncoding));
            return true;
          }
          if (packet.readInt8() !== 0x00) {
            // Its rows are still to come, so the connection ends here. That is no loss of the line: the same statement would do the same again.
            const unexpected = "a statement answered with a result set where none was expected";
            reject(new AppError(`${role}-query-failed`, { context: { role, serverMessage: unexpected } }));
            throw new Error(unexpected);
          }
          const affectedRows = packet.readLengthCodedNumber();
          packet.readLengthCodedNumber();
          packet.readInt16();
          resolve({ affectedRows, warnings: packet.readInt16() });
          return true;
        },
      });
    });
  }

  /** Says goodbye and closes. Never throws. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#fatal !== null) return this.driver.destroy();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.driver.destroy();
        resolve();
      }, 1_000);
      this.driver.end(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Cuts the line at once; statements under way are rejected. */
  destroy(): void {
    this.#closed = true;
    const driver = this.driver as unknown as { _notifyError?(error: Error): void };
    driver._notifyError?.(Object.assign(new Error("the connection was closed"), { code: "PROTOCOL_CONNECTION_LOST", fatal: true }));
    this.driver.destroy();
    // The driver only half-closes; a stalled peer would keep the socket for ever.
    (this.driver as unknown as DriverInternals).stream.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #failure(error: unknown, statement: string): AppError {
    if ((error as { fatal?: boolean }).fatal) this.#fatal ??= error;
    return classifyServerError(error, this.settings.role, statement);
  }

  #assertUsable(): void {
    if (this.#fatal !== null) throw classifyServerError(this.#fatal, this.settings.role);
    if (this.#closed) throw new AppError("connection-lost", { context: { role: this.settings.role } });
  }
}

function lengthOf(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}

const longestPart = 0xff_ffff;
const writtenAtOnce = 256 * 1024;

/**
 * COM_QUERY of any size straight from the buffers that hold it, a little at a time: neither the statement nor (under TLS) its ciphertext is ever there a
 * second time. The server answers behind the last byte; if the line breaks before, the driver says so, and this ends.
 */
async function writeStatement(driver: DriverInternals, pieces: readonly Buffer[]): Promise<void> {
  const { stream } = driver;
  const write = async (bytes: Buffer): Promise<boolean> => {
    if (stream.destroyed || !stream.writable) return false;
    if (stream.write(bytes)) return true;
    return new Promise<boolean>((resolve) => {
      const done = () => {
        stream.off("drain", done);
        stream.off("close", done);
        resolve(!stream.destroyed);
      };
      stream.on("drain", done);
      stream.on("close", done);
    });
  };
  let left = 1 + lengthOf(pieces);
  let part = 0;
  const beginPart = async (): Promise<boolean> => {
    part = Math.min(left, longestPart);
    left -= part;
    const header = Buffer.alloc(4);
    header.writeUIntLE(part, 0, 3);
    header[3] = driver.sequenceId;
    driver._bumpSequenceId(1);
    return write(header);
  };
  for (const bytes of [Buffer.from([0x03]), ...pieces]) {
    for (let at = 0; at < bytes.length; ) {
      if (part === 0) {
        if (!(await beginPart())) return;
      }
      const end = Math.min(at + writtenAtOnce, at + part, bytes.length);
      if (!(await write(bytes.subarray(at, end)))) return;
      part -= end - at;
      at = end;
    }
  }
  // A full part is followed by another one, if need be by an empty one.
  if ((1 + lengthOf(pieces)) % longestPart === 0) await beginPart();
}

/** COM_QUERY with room for the packet header in front, as the driver's writer wants it. */
function statementPacket(sql: Buffer) {
  const buffer = Buffer.allocUnsafe(5 + sql.length);
  buffer[4] = 0x03;
  sql.copy(buffer, 5);
  return {
    buffer,
    _name: "Statement",
    // The driver ends a packet of exactly k * 16,777,215 bytes without the empty packet that must follow; one more byte of length makes it send that.
    length: () => (sql.length + 1) + ((sql.length + 1) % 16_777_215 === 0 ? 1 : 0),
    writeHeader(sequence: number) {
      buffer.writeUIntLE(buffer.length - 4, 0, 3);
      buffer[3] = sequence;
    },
  };
}
