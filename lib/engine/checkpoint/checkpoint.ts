/**
 * What the destination has durably applied — the contract of the checkpoint store. The tables live in the bookkeeping database at
 * the destination; every method that takes a connection runs inside the caller's open transaction on it, so that rows and
 * checkpoint are one commit.
 *
 * Invariants
 * 1. A source transaction is in effect at the destination if and only if it is at or before the stored low-water mark or in a stored covered list.
 * 2. The low-water mark only moves forward, and never past a transaction that is not covered.
 * 3. Whoever writes holds the latest claim: all writes are conditional on it and fail with `fenced` otherwise.
 */
import type { MysqlConnection } from "../../mysql/connection";
import type { Phase } from "../plan";
import type { SourcePosition, TransactionId } from "../position/position";

/** A low-water mark as it is stored: marks of one task are ordered by `order`, also across restarts. */
export interface OrderedMark {
  readonly position: SourcePosition;
  readonly order: number;
}

export interface StoredProgress {
  readonly phase: Phase;
  /** P0: taken before the first row was read. */
  readonly start: SourcePosition | null;
  /** Pe: where the source stood when the load ended; up to here changes apply idempotently. Null while loading. */
  readonly loadEnd: SourcePosition | null;
  readonly lowWaterMark: SourcePosition | null;
  /** Order of `lowWaterMark`; the low-water mark of this run counts on from here. */
  readonly markOrder: number;
  /** Applied above the low-water mark. */
  readonly covered: ReadonlySet<TransactionId>;
  /** server_uuid (MySQL) or `server_id` facts of the source that this history belongs to. */
  readonly sourceIdentity: string | null;
}

export interface CheckpointStore {
  /**
   * Creates the tables where missing and claims the task with `epoch`: waits for and outlasts any older runner, and any older attempt of
   * this one. Throws `fenced` when a newer one holds it, `checkpoint-unreadable` when a newer version wrote it.
   */
  open(): Promise<StoredProgress>;
  /** Phase, positions and identity; its own transaction. */
  saveProgress(patch: Partial<Omit<StoredProgress, "covered" | "markOrder">>): Promise<void>;
  /**
   * Inside the lane's transaction, last statement before COMMIT: the lane has applied `ids` — every transaction above `mark` that this
   * lane has applied in this run, those of the open transaction included. `through`: `SourceTransaction.origins` of those in the open transaction. The
   * statement is sent before the call returns.
   */
  recordCovered(connection: MysqlConnection, lane: number, ids: readonly TransactionId[], mark: OrderedMark, through?: readonly string[]): Promise<void>;
  /** Its own transaction: the mark moved without rows of ours. `forgetCarried`: it is past every id that `open` gave. */
  recordMark(mark: OrderedMark, options?: { readonly forgetCarried?: boolean }): Promise<void>;
  /** Inside the caller's open transaction: the mark moves with what else the transaction holds (a schema change). Throws `fenced`. */
  recordMarkWithin(connection: MysqlConnection, mark: OrderedMark): Promise<void>;
  /** Inside the caller's open transaction: holds off newer claims until its end. Throws `fenced` when there is one. For writers of rows that are no lane (chunks, DDL). */
  assertClaim(connection: MysqlConnection): Promise<void>;
  close(): Promise<void>;
}
