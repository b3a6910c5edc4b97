/**
 * What of the full load is done: the tables `task_table` and `task_chunk` in the bookkeeping database at the destination. A chunk's
 * record commits in the transaction of its rows, so that a chunk is there wholly or not at all, and once.
 *
 * Only finished chunks are recorded. A resumed load finds the gaps between them (a chunk begins where the one before ended) and goes on
 * behind the last. When a table is complete, its chunk records give way to the table's own.
 */
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteName, tableKey } from "../../mysql/identifier";
import type { TableName } from "../../mysql/table-definition";
import { originMark } from "../position/origin-mark";
import type { SourcePosition } from "../position/position";
import type { KeyBoundary, KeyRange } from "../sql/key-range";

export interface StoredChunk extends KeyRange {
  readonly number: number;
  readonly rows: number;
  readonly bytes: number;
}

export interface StoredTable {
  readonly state: "copying" | "copied";
  readonly rows: number;
  readonly bytes: number;
  /** Keyless tables: the position of the snapshot that they were read in. */
  readonly copiedUpTo: SourcePosition | null;
  /** Tables with a key: a position that lies behind all that their chunks have seen; null while they are copied. */
  readonly readBy: SourcePosition | null;
}

export interface StoredLoad {
  readonly tables: ReadonlyMap<string, StoredTable>;
  /** By `tableKey`, in order of their numbers. */
  readonly chunks: ReadonlyMap<string, readonly StoredChunk[]>;
}

export interface ChunkStoreOptions {
  readonly taskId: string;
  readonly bookkeepingDatabase: string;
  /** Identity of the source, see `position/origin-mark.ts`. Absent: rows bear no mark. */
  readonly origin?: string;
}

type Row = Record<string, string | null>;

export class ChunkStore {
  readonly #options: ChunkStoreOptions;
  readonly #database: string;

  constructor(options: ChunkStoreOptions) {
    this.#options = options;
    this.#database = quoteName(options.bookkeepingDatabase);
  }

  /** Creates the tables where they are missing and reads what is done. */
  async open(connection: MysqlConnection): Promise<StoredLoad> {
    const name = (column: string) => `${column} VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL`;
    const key = `task_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, ${name("source_database")}, ${name("source_table")}`;
    const counts = "row_count BIGINT UNSIGNED NOT NULL, byte_count BIGINT UNSIGNED NOT NULL";
    // Row format DYNAMIC: the key is longer than 767 bytes, the default limit before 5.7.
    const options = "ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4";
    await connection.run(`CREATE DATABASE IF NOT EXISTS ${this.#database}`);
    await connection.run(
      `CREATE TABLE IF NOT EXISTS ${this.#database}.task_table (${key}, state VARCHAR(16) NOT NULL, ${counts}, copied_up_to MEDIUMTEXT NULL, PRIMARY KEY (task_id, source_database, source_table)) ${options}`,
    );
    await connection.run(
      `CREATE TABLE IF NOT EXISTS ${this.#database}.task_chunk (${key}, chunk_number INT UNSIGNED NOT NULL, lower_boundary MEDIUMTEXT NULL, upper_boundary MEDIUMTEXT NULL, ${counts}, ` +
        `PRIMARY KEY (task_id, source_database, source_table, chunk_number)) ${options}`,
    );
    // Chunks of before have none.
    const found = await connection.query("SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA=? AND TABLE_NAME='task_chunk' AND COLUMN_NAME='origin'", [this.#options.bookkeepingDatabase]);
    if (found.length === 0) await connection.run(`ALTER TABLE ${this.#database}.task_chunk ADD COLUMN origin TEXT NULL`).catch(unlessDuplicate);
    const tables = new Map<string, StoredTable>();
    for (const row of await connection.query<Row>(`SELECT * FROM ${this.#database}.task_table WHERE task_id=?`, [this.#options.taskId])) {
      tables.set(keyOf(row), {
        state: row.state === "copied" ? "copied" : "copying",
        rows: Number(row.row_count),
        bytes: Number(row.byte_count),
        ...positions(row.copied_up_to),
      });
    }
    const chunks = new Map<string, StoredChunk[]>();
    for (const row of await connection.query<Row>(
      `SELECT * FROM ${this.#database}.task_chunk WHERE task_id=? ORDER BY source_database, source_table, chunk_number`,
      [this.#options.taskId],
    )) {
      const list = chunks.get(keyOf(row)) ?? [];
      if (list.length === 0) chunks.set(keyOf(row), list);
      list.push({ number: Number(row.chunk_number), after: boundary(row.lower_boundary), upTo: boundary(row.upper_boundary), rows: Number(row.row_count), bytes: Number(row.byte_count) });
    }
    return { tables, chunks };
  }

  /** Inside the chunk's transaction: the chunk is done. */
  async recordChunk(connection: MysqlConnection, table: TableName, chunk: StoredChunk): Promise<void> {
    await connection.query(
      `INSERT INTO ${this.#database}.task_chunk (task_id, source_database, source_table, chunk_number, lower_boundary, upper_boundary, row_count, byte_count, origin) VALUES (?,?,?,?,?,?,?,?,?)`,
      [...this.#key(table), chunk.number, text(chunk.after), text(chunk.upTo), chunk.rows, chunk.bytes, this.#options.origin === undefined ? null : JSON.stringify(this.#mark())],
    );
  }

  /** Inside a transaction: the table's state; with `forgetChunks` it replaces the records of its chunks. */
  async recordTable(connection: MysqlConnection, table: TableName, stored: StoredTable, forgetChunks: boolean): Promise<void> {
    const position = { ...(stored.copiedUpTo ?? (stored.readBy === null ? null : { readBy: stored.readBy })), ...this.#mark() };
    await connection.query(
      `INSERT INTO ${this.#database}.task_table (task_id, source_database, source_table, state, row_count, byte_count, copied_up_to) VALUES (?,?,?,?,?,?,?) ` +
        `ON DUPLICATE KEY UPDATE state=VALUES(state), row_count=VALUES(row_count), byte_count=VALUES(byte_count), copied_up_to=VALUES(copied_up_to)`,
      [...this.#key(table), stored.state, stored.rows, stored.bytes, Object.keys(position).length === 0 ? null : JSON.stringify(position)],
    );
    if (forgetChunks) {
      await connection.query(`DELETE FROM ${this.#database}.task_chunk WHERE task_id=? AND source_database=? AND source_table=?`, this.#key(table));
    }
  }

  #mark(): Record<string, readonly string[]> {
    const { origin } = this.#options;
    return origin === undefined ? {} : originMark([origin]);
  }

  #key(table: TableName): string[] {
    return [this.#options.taskId, table.database, table.table];
  }
}

function keyOf(row: Row): string {
  return tableKey({ database: row.source_database!, table: row.source_table! });
}

/** One column holds either: an exact copy by its position, another by `{"readBy": position}`. */
function positions(stored: string | null | undefined): Pick<StoredTable, "copiedUpTo" | "readBy"> {
  const read = stored ? (JSON.parse(stored) as Partial<SourcePosition> & { readonly readBy?: SourcePosition }) : {};
  const { file, offset, gtidSet, flavour, print, readBy } = read;
  if (file === undefined || offset === undefined || gtidSet === undefined || flavour === undefined) return { copiedUpTo: null, readBy: readBy ?? null };
  return { copiedUpTo: { file, offset, gtidSet, flavour, ...(print && { print }) }, readBy: null };
}

/** Two tasks may begin at once. */
function unlessDuplicate(error: unknown): void {
  if (!(error instanceof AppError) || error.context.serverErrno !== 1060) throw error;
}

function boundary(stored: string | null | undefined): KeyBoundary | null {
  return stored ? (JSON.parse(stored) as string[]) : null;
}

function text(value: KeyBoundary | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
