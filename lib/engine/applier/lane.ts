import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { TransactionAbandoned, type LargeTransaction, type RowChange, type SourceTransaction } from "../change";
import type { CheckpointStore } from "../checkpoint/checkpoint";
import type { ConflictPolicy } from "../plan";
import type { Dialect } from "../sql/dialect";
import type { ApplyMode } from "./apply-mode";
import type { Bell } from "./bell";
import type { Conflict } from "./conflict";
import { idleSessionMs, patientSession, readDialect, usualSession } from "./lane-session";
import { atTransaction, isRowFault } from "../row-fault";
import { mergeChanges } from "./merge";
import { applyRowByRow } from "./row-by-row";
import { rollBack, runStatements, UnexpectedAnswer } from "./run-statements";
import type { AppliedMark } from "./change-writer";

/** Where tests cut: the transaction is open, its rows are sent, its checkpoint too, it is committed. */
export type Failpoint = "before-rows" | "after-rows" | "before-commit" | "after-commit";

export interface LaneItem {
  readonly transaction: SourceTransaction;
  readonly mode: ApplyMode;
  readonly serial: number;
  readonly ticket: number;
  readonly waits: readonly { readonly lane: number; readonly serial: number }[];
}

export interface LaneContext {
  readonly store: CheckpointStore;
  readonly mark: AppliedMark;
  readonly policy: ConflictPolicy;
  /** A destination transaction is closed at either bound. */
  readonly batchRows: number;
  readonly batchBytes: number;
  /** Rung after every commit of any lane. */
  readonly progress: Bell;
  connect(): Promise<MysqlConnection>;
  isCommitted(wait: { readonly lane: number; readonly serial: number }): boolean;
  failpoint?(name: Failpoint, lane: number, connection: MysqlConnection): void | Promise<void>;
  committed(lane: number, serial: number, items: readonly LaneItem[], conflicts: readonly Conflict[], commitMs: number): void;
  retried(): void;
  wentRowByRow(): void;
  failed(error: unknown): void;
  /** Pause between repetitions of one transaction, milliseconds. */
  random(): number;
}

/** Repetitions of one destination transaction after a deadlock or lock wait, before the attempt ends. */
const repetitions = 10;

/** One connection, one destination transaction at a time, its queue in order. */
export class Lane {
  #queue: LaneItem[] = [];
  #head = 0;
  #queuedRows = 0;
  #running: readonly LaneItem[] | null = null;
  #loop: Promise<void> | null = null;
  #connection: MysqlConnection | null = null;
  #dialect: Dialect | null = null;
  #lastUsed = 0;
  #stopped = false;
  /** Applied in this run and above the mark as far as known. */
  #covered: { readonly ticket: number; readonly id: string }[] = [];
  /** Time spent on destination transactions. */
  busyMs = 0;
  /** Of queued transactions for others, which change the same rows. */
  waitMs = 0;
  /** From the first statement to before COMMIT. */
  statementMs = 0;

  constructor(
    readonly index: number,
    private readonly context: LaneContext,
  ) {}

  /** Rows that wait or run. */
  get rows(): number {
    return this.#queuedRows;
  }

  get transactions(): number {
    return this.#queue.length - this.#head + (this.#running?.length ?? 0);
  }

  get idle(): boolean {
    return this.transactions === 0;
  }

  enqueue(item: LaneItem): void {
    this.#queue.push(item);
    this.#queuedRows += item.transaction.changes.length;
    this.#loop ??= this.#work();
  }

  /** No further destination transaction begins; the connection is closed. */
  async close(): Promise<void> {
    this.#stopped = true;
    this.context.progress.ring();
    await this.#loop;
    await this.#connection?.close();
    this.#connection = null;
  }

  /** Cuts the connection: what is under way is rolled back, or its outcome is found out by the next claim. */
  destroy(): void {
    this.#stopped = true;
    this.#connection?.destroy();
    this.context.progress.ring();
  }

  async #work(): Promise<void> {
    try {
      while (!this.#stopped && this.#head < this.#queue.length) {
        const batch = this.#takeBatch();
        if (batch.length === 0) {
          const since = performance.now();
          await this.context.progress.next();
          this.waitMs += performance.now() - since;
          continue;
        }
        this.#running = batch;
        const begun = performance.now();
        await this.#apply(batch);
        this.busyMs += performance.now() - begun;
      }
    } catch (error) {
      this.#connection?.destroy();
      this.context.failed(error);
    } finally {
      this.#loop = null;
    }
  }

  /** The next transactions that may commit together. What waits for another lane is left, so that lanes never wait for each other in a circle. */
  #takeBatch(): LaneItem[] {
    const batch: LaneItem[] = [];
    let rows = 0;
    let bytes = 0;
    while (this.#head < this.#queue.length) {
      const item = this.#queue[this.#head]!;
      if (!item.waits.every((wait) => this.context.isCommitted(wait))) break;
      if (batch.length > 0) {
        if (item.mode !== batch[0]!.mode || item.transaction.origins !== batch[0]!.transaction.origins) break;
        if (rows + item.transaction.changes.length > this.context.batchRows || bytes + item.transaction.memoryBytes > this.context.batchBytes) break;
      }
      rows += item.transaction.changes.length;
      bytes += item.transaction.memoryBytes;
      batch.push(item);
      this.#head += 1;
    }
    if (this.#head === this.#queue.length || this.#head > 1024) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    return batch;
  }

  /** Until it is committed. A lost connection ends the attempt: whether a COMMIT under way took effect is told by the next claim, never assumed. */
  async #apply(batch: readonly LaneItem[]): Promise<void> {
    const { context } = this;
    let rowByRow = false;
    for (let repetition = 0; ; ) {
      const connection = await this.#connect();
      try {
        await context.failpoint?.("before-rows", this.index, connection);
        const conflicts = rowByRow ? await this.#applyRowByRow(connection, batch) : [];
        const statements = rowByRow ? [] : mergeChanges(changesOf(batch), batch[0]!.mode, this.#dialect!);
        const sent = performance.now();
        const record = () => this.#record(connection, batch.map((item) => ({ ticket: item.ticket, id: item.transaction.id })), batch[0]!.transaction.origins);
        if (context.failpoint || batch.some((item) => item.transaction.settle)) {
          await runStatements(connection, statements);
          for (const item of batch) await item.transaction.settle?.(connection);
          await context.failpoint?.("after-rows", this.index, connection);
          await record();
          await context.failpoint?.("before-commit", this.index, connection);
        } else {
          await runStatements(connection, statements, record);
        }
        const begun = performance.now();
        this.statementMs += begun - sent;
        await connection.run("COMMIT");
        const commitMs = performance.now() - begun;
        await context.failpoint?.("after-commit", this.index, connection);
        this.#committed(batch, conflicts, commitMs);
        return;
      } catch (error) {
        if (this.#stopped || !connection.usable) throw error;
        await rollBack(connection);
        // Row by row it is told which transaction, and which of its rows.
        if ((error instanceof UnexpectedAnswer || isRowFault(error)) && !rowByRow) {
          rowByRow = true;
          context.wentRowByRow();
          continue;
        }
        const isLock = error instanceof AppError && (error.code === "destination-deadlock" || error.code === "destination-lock-timeout");
        if (!isLock || ++repetition > repetitions) throw error;
        context.retried();
        await new Promise((resolve) => setTimeout(resolve, context.random() * 10 * 2 ** Math.min(repetition, 6)));
      }
    }
  }

  async #applyRowByRow(connection: MysqlConnection, batch: readonly LaneItem[]): Promise<Conflict[]> {
    const conflicts: Conflict[] = [];
    for (const { transaction, mode } of batch) {
      const { id, changes, commitTimeMs } = transaction;
      const position = transaction.gtid ?? `${transaction.file}:${transaction.endOffset}`;
      try {
        conflicts.push(...(await applyRowByRow(connection, changes, { mode, policy: this.context.policy, dialect: this.#dialect!, position })));
      } catch (error) {
        throw atTransaction(error, { id, position, commitTimeMs, changes });
      }
    }
    return conflicts;
  }

  /** Everything is read and sent within one turn of the loop, so that mark and list belong together. */
  #record(connection: MysqlConnection, added: readonly { readonly ticket: number; readonly id: string }[], through?: readonly string[]): Promise<void> {
    const { mark, store } = this.context;
    const passed = mark.passedSerial;
    if (this.#covered.length > 0 && this.#covered[0]!.ticket <= passed) this.#covered = this.#covered.filter((entry) => entry.ticket > passed);
    return store.recordCovered(connection, this.index, [...this.#covered, ...added].map((entry) => entry.id), mark.current(), through);
  }

  #committed(batch: readonly LaneItem[], conflicts: readonly Conflict[], commitMs: number): void {
    this.#lastUsed = Date.now();
    for (const item of batch) {
      this.#covered.push({ ticket: item.ticket, id: item.transaction.id });
      this.#queuedRows -= item.transaction.changes.length;
      const { file, endOffset, gtid } = item.transaction;
      this.context.mark.complete(item.ticket, { file, endOffset, gtid });
    }
    this.#running = null;
    this.context.committed(this.index, batch.at(-1)!.serial, batch, conflicts, commitMs);
  }

  /**
   * A transaction that is larger than memory: part by part, still one destination transaction. Nothing else may be under way. It cannot be
   * repeated here, since its parts are gone: a deadlock ends the attempt.
   */
  async applyLarge(transaction: LargeTransaction, mode: ApplyMode, ticket: number, prepare: (changes: readonly RowChange[]) => Promise<readonly RowChange[]>): Promise<{ conflicts: Conflict[]; commitMs: number }> {
    const { context } = this;
    const connection = await this.#connect();
    const conflicts: Conflict[] = [];
    try {
      await connection.run(patientSession);
      await context.failpoint?.("before-rows", this.index, connection);
      for await (const part of transaction.parts) {
        const changes = await prepare(part);
        if (changes.length === 0) continue;
        await connection.run("SAVEPOINT part");
        try {
          await runStatements(connection, mergeChanges(changes, mode, this.#dialect!));
        } catch (error) {
          if (!(error instanceof UnexpectedAnswer) && !isRowFault(error)) throw error;
          context.wentRowByRow();
          await connection.run("ROLLBACK TO SAVEPOINT part");
          await connection.run("SET SESSION foreign_key_checks=0");
          const position = transaction.gtid ?? `${transaction.file}:${transaction.endOffset}`;
          conflicts.push(...(await applyRowByRow(connection, changes, { mode, policy: context.policy, dialect: this.#dialect!, position })));
        }
        await connection.run("RELEASE SAVEPOINT part");
      }
      await transaction.settle?.(connection);
      await context.failpoint?.("after-rows", this.index, connection);
      const { file, endOffset, gtid } = transaction;
      // Everything before is durable. If this commit fails, the attempt is over and the mark in memory with it.
      context.mark.complete(ticket, { file, endOffset, gtid });
      await this.#record(connection, [], transaction.origins);
      await context.failpoint?.("before-commit", this.index, connection);
      const begun = performance.now();
      await connection.run("COMMIT");
      const commitMs = performance.now() - begun;
      await context.failpoint?.("after-commit", this.index, connection);
      this.#lastUsed = Date.now();
      await connection.run(usualSession);
      return { conflicts, commitMs };
    } catch (error) {
      if (error instanceof TransactionAbandoned) {
        await connection.run("ROLLBACK");
        await connection.run(usualSession);
      } else connection.destroy();
      // Without a GTID its name is known at its end only, which it has not come to.
      const { gtid, commitTimeMs } = transaction;
      throw gtid === null ? error : atTransaction(error, { id: gtid, position: gtid, commitTimeMs, changes: null });
    }
  }

  async #connect(): Promise<MysqlConnection> {
    if (this.#connection && Date.now() - this.#lastUsed > idleSessionMs) {
      await this.#connection.close();
      this.#connection = null;
    }
    if (!this.#connection?.usable) {
      this.#connection = await this.context.connect();
      this.#dialect = await readDialect(this.#connection);
    }
    this.#lastUsed = Date.now();
    return this.#connection;
  }
}

function* changesOf(batch: readonly LaneItem[]): Iterable<RowChange> {
  for (const item of batch) yield* item.transaction.changes;
}
