import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { TransactionAbandoned, type LargeTransaction, type RowChange, type SourceTransaction } from "../change";
import type { CheckpointStore, OrderedMark } from "../checkpoint/checkpoint";
import type { ConflictPolicy, EngineObserver, RateCaps } from "../plan";
import type { SourcePosition, TransactionId } from "../position/position";
import { AppliedCounts, type TableCounts } from "./applied-counts";
import type { ApplyMode } from "./apply-mode";
import { Bell } from "./bell";
import type { Conflict } from "./conflict";
import { ExpectedConflicts } from "./expected-conflicts";
import { Lane, type Failpoint, type LaneItem } from "./lane";
import { RateCap } from "./rate-cap";

/** `checkpoint/low-water-mark.ts` */
export interface AppliedMark {
  begin(step: { readonly file: string; readonly endOffset: number; readonly gtid: string | null } | null, commitTimeMs?: number | null): number;
  complete(serial: number, step?: { readonly file: string; readonly endOffset: number; readonly gtid: string | null }): void;
  readonly passedSerial: number;
  readonly openCount: number;
  readonly oldestOpenCommitMs: number | null;
  current(): OrderedMark;
}

/** `scheduler/scheduler.ts` */
export interface LaneScheduler {
  readonly lanes: number;
  assign(changes: readonly RowChange[], load: (lane: number) => number): { readonly lane: number; readonly serial: number; readonly waits: readonly { readonly lane: number; readonly serial: number }[] };
  committed(lane: number, serial: number): void;
  isCommitted(wait: { readonly lane: number; readonly serial: number }): boolean;
}

export interface ChangeWriterOptions {
  /** A connection to the destination, opened with `laneConnectOptions`. */
  connect(): Promise<MysqlConnection>;
  readonly scheduler: LaneScheduler;
  readonly mark: AppliedMark;
  /** Opened. */
  readonly store: CheckpointStore;
  /** Of the opened store: transactions above the mark that are applied already. */
  readonly covered: ReadonlySet<TransactionId>;
  readonly policy: ConflictPolicy;
  readonly observer: Pick<EngineObserver, "event">;
  /** Idempotent up to the end of the load, strict behind it. Asked once per transaction, in stream order. */
  modeOf(transaction: SourceTransaction | LargeTransaction): ApplyMode;
  readonly limits: {
    /** Bytes of row images that may wait or run. */
    readonly memoryBytes: number;
    /** Rows per destination transaction. Default 2,000. */
    readonly batchRows?: number;
    /** Bytes of images per destination transaction. Default 4 MiB. */
    readonly batchBytes?: number;
  };
  readonly caps?: RateCaps;
  /** Applies row filters: rows that do not fulfil theirs leave the changes. Asked only for transactions that touch a filtered table. */
  filter?(changes: readonly RowChange[]): Promise<readonly RowChange[]>;
  failpoint?(name: Failpoint, lane: number, connection: MysqlConnection): void | Promise<void>;
  readonly random?: () => number;
}

/** Totals since the writer was made; `busyMs` is the sum over lanes. */
export interface WriterFigures {
  readonly rows: number;
  readonly transactions: number;
  /** Bytes of binlog that the applied transactions took. */
  readonly bytes: number;
  readonly conflicts: number;
  readonly retries: number;
  /** Batches whose answers did not add up, so that they were repeated row by row. */
  readonly rowByRow: number;
  readonly destinationCommits: number;
  readonly laneTransactions: number;
  readonly laneBytes: number;
  readonly busyMs: number;
  /** Sums over lanes: waiting for other transactions; from the first statement to before COMMIT. */
  readonly waitMs: number;
  readonly statementMs: number;
  /** Sum of the time that COMMITs took. */
  readonly commitSumMs: number;
  /** Time in which the rate caps held changes back. */
  readonly cappedMs: number;
  readonly inserts: number;
  readonly updates: number;
  readonly deletes: number;
  readonly lanes: number;
  /** Of the last destination transaction; null before the first. */
  readonly commitMs: number | null;
  /** Source commit time of the newest transaction below the mark. */
  readonly lastCommitMs: number | null;
  /** The same without heartbeats. */
  readonly lastChangeMs: number | null;
  /** Source commit time of the oldest transaction handed over and not applied; null when there is none. */
  readonly oldestOpenCommitMs: number | null;
}

/** Keeps the covered lists and the in-flight set small even for a stream of tiny transactions behind one slow commit. */
const openTransactions = 20_000;
/** Batches that a lane may have waiting: enough to go on without a pause, few enough that transactions rarely meet. */
const batchesPerLane = 2;

/**
 * Takes source transactions in stream order and makes them durable at the destination, each once, several at a time.
 *
 * Called from one place, one call at a time (`submit`, `submitLarge`, `drain`); `failure` rejects when the attempt is over, and then every call does.
 */
export class ChangeWriter {
  readonly failure: Promise<never>;
  readonly #lanes: Lane[];
  readonly #progress = new Bell();
  readonly #counts = new AppliedCounts();
  readonly #carried: Set<TransactionId>;
  readonly #expected: ExpectedConflicts;
  readonly #caps: { readonly rows: RateCap | null; readonly bytes: RateCap | null };
  readonly #batchRows: number;
  #carriedTicket = 0;
  #fail: (error: unknown) => void = () => undefined;
  #error: unknown = null;
  #stopped = false;
  #mode: ApplyMode | null = null;
  #endPause: () => void = () => undefined;
  /** The mark is ahead of what is durable until the large transaction is committed. */
  #beforeLarge: OrderedMark | null = null;
  #bytesInFlight = 0;
  #rowsInFlight = 0;
  #recordedOrder = -1;

  constructor(private readonly options: ChangeWriterOptions) {
    this.failure = new Promise<never>((_, reject) => (this.#fail = reject));
    // It may fail while nobody looks; whoever calls next is told.
    this.failure.catch(() => undefined);
    this.#carried = new Set(options.covered);
    this.#expected = new ExpectedConflicts(options.observer);
    const { caps = {}, limits } = options;
    this.#caps = {
      rows: caps.rowsPerSecond === undefined ? null : new RateCap(caps.rowsPerSecond),
      bytes: caps.bytesPerSecond === undefined ? null : new RateCap(caps.bytesPerSecond),
    };
    this.#batchRows = limits.batchRows ?? 2_000;
    const context = {
      store: options.store,
      mark: options.mark,
      policy: options.policy,
      batchRows: this.#batchRows,
      batchBytes: limits.batchBytes ?? 4 << 20,
      progress: this.#progress,
      connect: () => options.connect(),
      isCommitted: (wait: { readonly lane: number; readonly serial: number }) => options.scheduler.isCommitted(wait),
      ...(options.failpoint ? { failpoint: options.failpoint } : {}),
      committed: (lane: number, serial: number, items: readonly LaneItem[], conflicts: readonly Conflict[], commitMs: number) => this.#committed(lane, serial, items, conflicts, commitMs),
      retried: () => void (this.#counts.totals.retries += 1),
      wentRowByRow: () => void (this.#counts.totals.rowByRow += 1),
      failed: (error: unknown) => this.#failed(error),
      random: options.random ?? Math.random,
    };
    this.#lanes = Array.from({ length: options.scheduler.lanes }, (_, index) => new Lane(index, context));
  }

  /** Resolves when the transaction is accepted, which is later the more there is under way. Rejects once the writer has failed. */
  async submit(transaction: SourceTransaction): Promise<void> {
    this.#assertRunning();
    const { mark, scheduler, limits, filter } = this.options;
    const { file, endOffset, gtid } = transaction;
    let accepted = transaction;
    if (this.#carried.has(transaction.id)) return this.#skip(transaction);
    if (filter && transaction.changes.some((change) => change.table.filter !== null)) accepted = { ...transaction, changes: await filter(transaction.changes) };
    if (accepted.changes.length === 0 && !accepted.settle) {
      await this.#until(() => mark.openCount < openTransactions);
      const ticket = mark.begin({ file, endOffset, gtid }, transaction.commitTimeMs);
      mark.complete(ticket);
      this.#applied(transaction, ticket);
      return;
    }
    const mode = this.options.modeOf(transaction);
    if (this.#mode !== null && mode !== this.#mode) await this.drain();
    this.#mode = mode;
    await this.#pace(accepted.changes.length, accepted.memoryBytes);
    const rowLimit = this.#batchRows * batchesPerLane * this.#lanes.length;
    await this.#until(
      () =>
        this.#rowsInFlight === 0 ||
        (this.#bytesInFlight + accepted.memoryBytes <= limits.memoryBytes && this.#rowsInFlight + accepted.changes.length <= rowLimit && mark.openCount < openTransactions),
    );
    this.#bytesInFlight += accepted.memoryBytes;
    this.#rowsInFlight += accepted.changes.length;
    const ticket = mark.begin({ file, endOffset, gtid }, transaction.commitTimeMs);
    const { lane, serial, waits } = scheduler.assign(accepted.changes, (index) => this.#lanes[index]!.rows);
    this.#lanes[lane]!.enqueue({ transaction: accepted, mode, serial, ticket, waits });
  }

  /**
   * Resolves when the transaction is committed. Drains what is under way first, so that its commit moves the mark behind it: it is never in a
   * covered list (its id may be known only at its end).
   */
  async submitLarge(transaction: LargeTransaction): Promise<void> {
    this.#assertRunning();
    const { mark } = this.options;
    await this.drain();
    if (transaction.gtid !== null && this.#carried.has(transaction.gtid)) {
      // An earlier attempt, which had more memory, has applied it as one of many.
      for await (const _part of transaction.parts);
      return this.#skip(transaction);
    }
    const mode = this.options.modeOf(transaction);
    this.#mode = mode;
    const ticket = mark.begin(null, transaction.commitTimeMs);
    const counts = new AppliedCounts();
    const prepare = async (part: readonly RowChange[]) => {
      const filtered = this.options.filter && part.some((change) => change.table.filter !== null) ? await this.options.filter(part) : part;
      await this.#pace(filtered.length, 0);
      counts.rows(filtered);
      return filtered;
    };
    this.#beforeLarge = mark.current();
    try {
      const { conflicts, commitMs } = await this.#lanes[0]!.applyLarge(transaction, mode, ticket, prepare);
      this.#beforeLarge = null;
      this.#counts.add(counts);
      this.#counts.committed(commitMs);
      this.#applied(transaction, ticket);
      this.#report(conflicts);
    } catch (error) {
      if (error instanceof TransactionAbandoned) {
        this.#beforeLarge = null;
        const { end } = error;
        return mark.complete(ticket, ...(end ? [{ file: end.file, endOffset: end.endOffset, gtid: end.gtid }] : []));
      }
      this.#failed(error);
      throw this.#error ?? error;
    }
  }

  /** A place in the log that the reader has passed without a transaction. */
  pass(file: string, offset: number): void {
    const { mark } = this.options;
    if (mark.openCount === 0) mark.complete(mark.begin({ file, endOffset: offset, gtid: null }));
  }

  /** Resolves when everything submitted is durable. */
  async drain(): Promise<void> {
    await this.#until(() => this.#lanes.every((lane) => lane.idle));
  }

  /** Resolves when images of so many bytes may come on top of what is under way, or nothing is. */
  async room(bytes: number): Promise<void> {
    await this.#until(() => this.#bytesInFlight === 0 || this.#bytesInFlight + bytes <= this.options.limits.memoryBytes);
  }

  /** Transactions that an earlier attempt has applied are still to come from the log. */
  get expectsCovered(): boolean {
    return this.#carried.size > 0;
  }

  /** Everything up to here is durable at the destination. */
  lowWaterMark(): SourcePosition {
    return (this.#beforeLarge ?? this.options.mark.current()).position;
  }

  /** Makes the present mark durable although no rows moved it. Cheap when it is the stored one. */
  async recordMark(): Promise<void> {
    this.#assertRunning();
    if (this.#beforeLarge !== null) return;
    const mark = this.options.mark.current();
    const forgetCarried = this.#carried.size === 0 && this.#carriedTicket > 0 && this.options.mark.passedSerial >= this.#carriedTicket;
    if (mark.order === this.#recordedOrder && !forgetCarried) return;
    await this.options.store.recordMark(mark, { forgetCarried });
    this.#recordedOrder = mark.order;
    if (forgetCarried) this.#carriedTicket = 0;
  }

  /** Finishes what was submitted, records the mark and closes. After a failure, or with `now`, it cuts the connections instead. Never throws. */
  async stop(options: { readonly now?: boolean } = {}): Promise<void> {
    if (!options.now && this.#error === null) {
      try {
        await this.drain();
        await this.recordMark();
      } catch (error) {
        this.#failed(error);
      }
    }
    this.#stopped = true;
    this.#endPause();
    this.#progress.ring();
    if (options.now || this.#error !== null) for (const lane of this.#lanes) lane.destroy();
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  figures(): WriterFigures {
    return {
      ...this.#counts.totals,
      ...this.#counts.kinds(),
      laneTransactions: this.#lanes.reduce((sum, lane) => sum + lane.transactions, 0),
      laneBytes: this.#bytesInFlight,
      busyMs: this.#lanes.reduce((sum, lane) => sum + lane.busyMs, 0),
      waitMs: this.#lanes.reduce((sum, lane) => sum + lane.waitMs, 0),
      statementMs: this.#lanes.reduce((sum, lane) => sum + lane.statementMs, 0),
      lanes: this.#lanes.length,
      commitMs: this.#counts.commitMs,
      lastCommitMs: this.#counts.lastCommitMs,
      lastChangeMs: this.#counts.lastChangeMs,
      oldestOpenCommitMs: this.options.mark.oldestOpenCommitMs,
    };
  }

  /** Totals per table, by `RoutedTable.id`. */
  tableCounts(): ReadonlyMap<number, Readonly<TableCounts>> {
    return this.#counts.tables;
  }

  #skip(transaction: SourceTransaction | LargeTransaction): void {
    const { file, endOffset, gtid, id } = transaction;
    const ticket = this.options.mark.begin({ file, endOffset, gtid });
    this.#carried.delete(id);
    this.#carriedTicket = ticket;
    this.options.mark.complete(ticket);
    transaction.settled?.(ticket);
  }

  #committed(lane: number, serial: number, items: readonly LaneItem[], conflicts: readonly Conflict[], commitMs: number): void {
    this.options.scheduler.committed(lane, serial);
    this.#counts.committed(commitMs);
    for (const { transaction, ticket } of items) {
      this.#bytesInFlight -= transaction.memoryBytes;
      this.#rowsInFlight -= transaction.changes.length;
      this.#counts.rows(transaction.changes);
      this.#applied(transaction, ticket);
    }
    this.#report(conflicts);
    this.#progress.ring();
  }

  #applied(transaction: SourceTransaction | LargeTransaction, ticket: number): void {
    transaction.settled?.(ticket);
    this.#counts.transaction(transaction);
  }

  #report(conflicts: readonly Conflict[]): void {
    const unexpected = this.#expected.tell(conflicts);
    this.#counts.totals.conflicts += unexpected.length;
    for (const { table, conflict, key, decision, position } of unexpected) {
      this.options.observer.event({ kind: "conflict", atMs: Date.now(), position, table: table.source, conflict, key, decision });
    }
  }

  #failed(error: unknown): void {
    if (this.#error !== null || this.#stopped) return;
    this.#error = error;
    this.#fail(error);
    for (const lane of this.#lanes) lane.destroy();
    this.#endPause();
    this.#progress.ring();
  }

  async #pace(rows: number, bytes: number): Promise<void> {
    const waitMs = Math.max(this.#caps.rows?.take(rows) ?? 0, this.#caps.bytes?.take(bytes) ?? 0);
    if (waitMs < 1) return;
    this.#counts.totals.cappedMs += waitMs;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#assertRunning();
  }

  async #until(condition: () => boolean): Promise<void> {
    this.#assertRunning();
    while (!condition()) {
      await this.#progress.next();
      this.#assertRunning();
    }
  }

  #assertRunning(): void {
    if (this.#error !== null) throw this.#error;
    if (this.#stopped) throw new AppError("assertion-failed", { detail: "the writer is closed" });
  }
}
