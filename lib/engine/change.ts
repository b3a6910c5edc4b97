/**
 * The language between the rooms of the engine. Rooms import this file and not each other.
 *
 * Row values travel as SQL literal bytes: the decoder (binlog) and the chunk reader (full load) write each value once as
 * the literal that the applier sends, and nobody makes a JavaScript value of it. See `values/` for the literal of each type.
 */
import type { DmlKind } from "../change-kinds/change-kinds";
import type { AnnouncedStatements } from "./position/origin-mark";
import type { MysqlConnection } from "../mysql/connection";
import type { ColumnDefinition, TableDefinition, TableName } from "../mysql/table-definition";
import type { SourcePosition, TransactionId } from "./position/position";

/** How bytes of a key column relate to equality on the server. */
export type KeyEquality =
  /** Equal if and only if the literals are the same bytes (numbers, dates, binary, *_bin without padding). */
  | "exact"
  /** Different whenever the folds (ASCII case, trailing spaces) differ, as long as all bytes are printable ASCII; otherwise unknown. */
  | "ascii-fold"
  /** Cannot be told from the bytes: treat as equal to every other value. */
  | "unknown";

export interface RoutedKeyPart {
  /** Index into `RoutedTable.columns` (= index of the literal in a `RowImage`). */
  readonly column: number;
  readonly equality: KeyEquality;
  /** Prefix length in characters, or null. A part with a prefix is compared with equality `unknown` unless the value is shorter and ASCII. */
  readonly prefix: number | null;
}

export interface RoutedKey {
  readonly name: string;
  readonly primary: boolean;
  /** False when any part is nullable: rows with NULL in a part are not identified by it. */
  readonly notNull: boolean;
  readonly parts: readonly RoutedKeyPart[];
  /** True when a part is functional, so that the key's value cannot be computed from the image. */
  readonly opaque: boolean;
}

export interface RoutedForeignKey {
  readonly name: string;
  /** Indexes into this table's `columns`. */
  readonly columns: readonly number[];
  /** Source names; the parent may or may not be selected. */
  readonly parent: TableName;
  readonly parentColumns: readonly string[];
  /** ON DELETE / ON UPDATE is CASCADE, SET NULL or SET DEFAULT. */
  readonly cascades: boolean;
}

/**
 * One selected table as of a position: its definition at the source, where it goes, and what the writer must know.
 * Immutable: a DDL makes a new one with a new `version`.
 */
export interface RoutedTable {
  /** Small integer, the same for all versions of a table within one run; used in write-set hashes. */
  readonly id: number;
  readonly version: number;
  readonly source: TableName;
  readonly destination: TableName;
  readonly definition: TableDefinition;
  /**
   * The columns of a `RowImage`, in image order: first the `writableCount` columns that are written at the destination,
   * then those that are only needed for keys (generated columns, unselected key columns).
   */
  readonly columns: readonly RoutedColumn[];
  readonly writableCount: number;
  /** Destination names of all columns of the definition, also of those that are not in `columns`; absent = none differs. */
  readonly names?: { at(column: string): string };
  /** Every unique key, the primary key first. */
  readonly keys: readonly RoutedKey[];
  /** The key that finds a row: primary key, else the first NOT NULL unique key without prefix or opaque part; null = keyless table. */
  readonly identity: RoutedKey | null;
  readonly foreignKeys: readonly RoutedForeignKey[];
  /** Some table (selected or not) references this one. */
  readonly isParent: boolean;
  /** Columns that foreign keys of any table reference, in lower case; absent = not known, any key column may be one. */
  readonly referencedColumns?: ReadonlySet<string>;
  /** Some table references this one with a cascading action, and the source does not log cascades: changes of it run with checks on, in order. */
  readonly cascadesUnlogged: boolean;
  /** The destination keeps JSON as text (MariaDB): the literal is the document as MySQL prints it, not an expression that keeps the types of its nodes. */
  readonly jsonIsText?: boolean;
  /** Rows that do not fulfil it do not exist at the destination; SQL expression over the source's column names, or null. */
  readonly filter: string | null;
  /** Keyless tables: changes up to here are already in the copy and are skipped. */
  readonly copiedUpTo: SourcePosition | null;
  /** Kinds of row changes that are carried; absent = all. */
  readonly dml?: ReadonlySet<DmlKind>;
  /** What follows from kinds of changes that are left out, and is no fault of anybody; absent = nothing is left out. */
  readonly leftOut?: {
    /** The destination may hold rows that the source has not any more. */
    readonly rowsStay: boolean;
    /** Rows of the source may never have come. */
    readonly rowsLack: boolean;
  };
}

export interface RoutedColumn {
  readonly definition: ColumnDefinition;
  /** Ordinal in the source's row image, from 0. */
  readonly sourceOrdinal: number;
  readonly destinationName: string;
  readonly writable: boolean;
}

/**
 * One row's values as literals, separated by commas: literal i is `bytes[offsets[base+i] .. offsets[base+i+1]-1)`,
 * so that the first n columns are one run of bytes: `bytes[offsets[base] .. offsets[base+n]-1)`.
 * `bytes` and `offsets` are shared slabs; do not change them, do not keep them beyond the transaction.
 */
export class RowImage {
  constructor(
    readonly bytes: Buffer,
    readonly offsets: Int32Array | readonly number[],
    readonly base: number,
  ) {}
  start(column: number): number {
    return this.offsets[this.base + column]!;
  }
  end(column: number): number {
    return this.offsets[this.base + column + 1]! - 1;
  }
  literal(column: number): Buffer {
    return this.bytes.subarray(this.start(column), this.end(column));
  }
  /** Literals 0 … count-1 with their commas. */
  run(count: number): Buffer {
    return this.bytes.subarray(this.offsets[this.base]!, this.offsets[this.base + count]! - 1);
  }
  isNull(column: number): boolean {
    const at = this.start(column);
    // The literal NULL; no other literal begins with N.
    return this.bytes[at] === 0x4e;
  }
}

export type RowChange =
  | { readonly kind: "insert"; readonly table: RoutedTable; readonly before: null; readonly after: RowImage }
  | { readonly kind: "update"; readonly table: RoutedTable; readonly before: RowImage; readonly after: RowImage }
  | { readonly kind: "delete"; readonly table: RoutedTable; readonly before: RowImage; readonly after: null };

interface Ended {
  readonly id: TransactionId;
  /** GTID of this transaction, or null. */
  readonly gtid: string | null;
  /** Position behind this transaction: reading may go on from `file`/`offset`. (Its `gtidSet` is kept by the low-water mark.) */
  readonly file: string;
  readonly endOffset: number;
  /** Source commit time, milliseconds since 1970 (whole seconds on servers without commit timestamps). */
  readonly commitTimeMs: number;
  /** Size in the binlog, bytes. */
  readonly binlogBytes: number;
}

/** A whole source transaction with its changes in scope, in order. `changes` may be empty: then only the position moves. */
export interface SourceTransaction extends Ended {
  readonly kind: "transaction";
  readonly changes: readonly RowChange[];
  /** Bytes that the images hold: the unit of back-pressure. */
  readonly memoryBytes: number;
  /** Servers whose changes another task has brought to the source with this transaction, the nearest first (`position/origin-mark.ts`). Absent: it is the source's own. */
  readonly origins?: readonly string[];
  /** Schema statements that the task behind `origins` is about to run. */
  readonly announced?: AnnouncedStatements;
  /** What must be in the same destination transaction as its rows, behind them. May be called again when that transaction is repeated. */
  readonly settle?: (connection: MysqlConnection) => Promise<void>;
  /** Called once, with its ticket of the low-water mark, when it is durable at the destination, or was before. */
  readonly settled?: (ticket: number) => void;
  /** It holds nothing but heartbeat rows: nobody's change. When this task's was written, by the clock of its runner; null = another task's. */
  readonly heartbeat?: { readonly writtenAtMs: number | null };
}

/** A transaction beyond the memory bound. Its parts must be consumed before the next item is asked for. It still commits once. */
export interface LargeTransaction extends Ended {
  readonly kind: "large-transaction";
  /** As of a SourceTransaction; known when `parts` has ended. */
  readonly origins?: readonly string[];
  /** Throws `TransactionAbandoned` when the log says that nothing of it took effect. */
  readonly parts: AsyncIterable<readonly RowChange[]>;
  /** What must be in the same destination transaction as its rows, behind them. */
  readonly settle?: (connection: MysqlConnection) => Promise<void>;
  /** Called once when it is durable at the destination, or was before. */
  readonly settled?: (ticket: number) => void;
}
/* `id`, `endOffset`, `commitTimeMs` and `binlogBytes` of a LargeTransaction are final only after `parts` has ended (until then
   `endOffset` is a place inside the transaction, so that it compares rightly with positions between transactions); `gtid` and `file` are known at once. */

/** A transaction that was handed out in parts did not take effect: the source rolled it back (`end` is where), or crashed before its end (null). */
export class TransactionAbandoned extends Error {
  override readonly name = "TransactionAbandoned";
  constructor(readonly end: SourceTransaction | null) {
    super("a transaction that was handed out in parts did not take effect");
  }
}

/**
 * First half of an XA transaction in two phases: it takes effect at the place of its `PreparedEnd`, hours later or never. Its events are kept
 * encoded (`decoder/prepared-events.ts`), because the tables' definitions may be others by then.
 */
export interface PreparedTransaction extends Ended {
  readonly kind: "prepared";
  /** `gtrid.bqual.format`, the first two in hexadecimal. */
  readonly xid: string;
  /** Null: too many for memory, in `parts`, which must be consumed before the next item is asked for. */
  readonly events: Buffer | null;
  readonly parts: AsyncIterable<Buffer>;
  /** Committed at once after all. Known when `parts` has ended; without parts it is false. */
  readonly onePhase: boolean;
}

/** XA COMMIT or XA ROLLBACK of what was prepared before. */
export interface PreparedEnd extends Ended {
  readonly kind: "prepared-end";
  readonly xid: string;
  readonly commits: boolean;
}

/** A schema change as logged, with the session settings it ran under. Always a transaction of its own for the scheduler: a barrier. */
export interface DdlChange extends Ended {
  readonly kind: "ddl";
  /** Statement bytes as logged, in character set `context.characterSetClient`. */
  readonly statement: Buffer;
  readonly context: StatementContext;
}

/** Session settings of a Query event, from its status variables (binlog format, "Query_event"). Collations are server ids. */
export interface StatementContext {
  readonly defaultDatabase: string | null;
  readonly sqlMode: bigint | null;
  /** Collation ids: client, connection, server. */
  readonly characterSetClient: number | null;
  readonly collationConnection: number | null;
  readonly collationServer: number | null;
  readonly defaultCollationForUtf8mb4: number | null;
  readonly timeZone: string | null;
  /** When the statement ran, as `SET timestamp` takes it: seconds since 1970, with six decimals where it used them. */
  readonly timestamp: string | null;
  readonly foreignKeyChecks: boolean;
  readonly uniqueChecks: boolean;
  readonly autoIncrementIncrement: number;
  readonly autoIncrementOffset: number;
  readonly explicitDefaultsForTimestamp: boolean | null;
  readonly sqlRequirePrimaryKey: boolean | null;
  /** Error number that the statement ended with; it is in the log for what it did before. Absent = it succeeded. */
  readonly failedWith?: number;
}

/** Nothing of ours happened, but the reader is further on (or the source is idle and alive). */
export interface Heartbeat {
  readonly kind: "heartbeat";
  readonly file: string;
  readonly offset: number;
  readonly atMs: number;
}

export type SourceItem = SourceTransaction | LargeTransaction | PreparedTransaction | PreparedEnd | DdlChange | Heartbeat;

/** One event of the binary log as the reader hands it to the decoder: header fields decoded, checksum verified and cut off. */
export interface RawEvent {
  readonly type: number;
  /** Seconds since 1970; 0 on artificial events. */
  readonly timestamp: number;
  readonly serverId: number;
  readonly flags: number;
  /** The file the event is in, and the position behind it; exact beyond 4 GiB, where the event itself holds 32 bits only. */
  readonly file: string;
  readonly endOffset: number;
  /** Bytes that the event takes in the log. */
  readonly size: number;
  /** CRC-32 of the event's bytes without its checksum; null when the log has none and the event is large; absent inside a compressed transaction. */
  readonly crc?: number | null;
  /** Everything behind the header. Never changed afterwards: views of it may be kept. */
  readonly body: Buffer;
}
