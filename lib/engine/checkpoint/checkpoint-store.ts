import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteName, quoteText } from "../../mysql/identifier";
import type { Phase } from "../plan";
import { originMark, originsBehind } from "../position/origin-mark";
import { ExecutedSet } from "../position/gtid-set";
import type { SourcePosition, TransactionId } from "../position/position";
import { compareCoordinates } from "../position/position-order";
import type { CheckpointStore, OrderedMark, StoredProgress } from "./checkpoint";
import { checkpointFormat, checkpointTableStatements } from "./checkpoint-tables";
import { decodeCovered, encodeCovered } from "./covered-list";

export interface CheckpointStoreOptions {
  /** A connection of the store's own to the destination. */
  connect(): Promise<MysqlConnection>;
  /** Bookkeeping database; created where missing. */
  readonly database: string;
  readonly taskId: string;
  readonly epoch: number;
  /** Lanes of this run. */
  readonly lanes: number;
  /** Identity of the source, for the log of the destination (`position/origin-mark.ts`). Absent: rows bear no mark. */
  readonly origin?: string;
}

type Row = Record<string, string | null>;

/** The claimer waits longer than a lane's session may idle inside a transaction (`laneSession`: 60 s), so that a frozen older runner is outlasted. */
const claimLockWaitSeconds = 100;

/** Whether the task has left anything in the bookkeeping database. */
export async function checkpointExists(connection: MysqlConnection, database: string, taskId: string): Promise<boolean> {
  const tables = await connection.query("SELECT 1 FROM information_schema.tables WHERE table_schema=? AND table_name='task_progress'", [database]);
  if (tables.length === 0) return false;
  return (await connection.query(`SELECT 1 FROM ${quoteName(database)}.\`task_progress\` WHERE task_id=?`, [taskId])).length > 0;
}

/** The checkpoint in two tables of the bookkeeping database. `open` first; safe for concurrent use after it. */
export class SqlCheckpointStore implements CheckpointStore {
  #connection: MysqlConnection | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #claim = -1;
  #order = 0;
  readonly #progress: string;
  readonly #lane: string;
  readonly #task: string;

  constructor(private readonly options: CheckpointStoreOptions) {
    this.#progress = `${quoteName(options.database)}.\`task_progress\``;
    this.#lane = `${quoteName(options.database)}.\`task_lane\``;
    this.#task = quoteText(options.taskId);
  }

  open(): Promise<StoredProgress> {
    return this.#exclusively(async (connection) => {
      await this.#createTables(connection);
      await connection.run(`SET SESSION innodb_lock_wait_timeout=${claimLockWaitSeconds}`);
      await connection.run("START TRANSACTION");
      try {
        const stored = await this.#claimTask(connection);
        await connection.run("COMMIT");
        return stored;
      } catch (error) {
        if (connection.usable) await connection.run("ROLLBACK");
        throw error;
      }
    });
  }

  async saveProgress(patch: Partial<Omit<StoredProgress, "covered" | "markOrder">>): Promise<void> {
    const sets: string[] = [];
    if (patch.phase !== undefined) sets.push(`phase=${quoteText(patch.phase)}`);
    if (patch.start !== undefined) sets.push(`start_position=${positionText(patch.start)}`);
    if (patch.loadEnd !== undefined) sets.push(`load_end=${positionText(patch.loadEnd)}`);
    if (patch.sourceIdentity !== undefined) sets.push(`source_identity=${patch.sourceIdentity === null ? "NULL" : quoteText(patch.sourceIdentity)}`);
    // Same order as before: the marks of this run count on from the one that `open` gave, and must come behind this one.
    if (patch.lowWaterMark !== undefined) sets.push(`low_water=${positionText(patch.lowWaterMark)}`, `mark_order=${this.#order}`);
    if (sets.length > 0) await this.#updateProgress(sets);
  }

  async recordCovered(connection: MysqlConnection, lane: number, ids: readonly TransactionId[], mark: OrderedMark, through: readonly string[] = []): Promise<void> {
    const { origin } = this.options;
    const position = origin === undefined ? mark.position : { ...mark.position, ...originMark(originsBehind(origin, through)) };
    this.#order = Math.max(this.#order, mark.order);
    const { affectedRows } = await connection.run(
      `UPDATE ${this.#lane} SET commits=commits+1, covered=${quoteText(encodeCovered(ids))}, low_water=${positionText(position)}, mark_order=${mark.order} WHERE task_id=${this.#task} AND lane=${lane} AND ${this.#fence()}`,
    );
    if (affectedRows !== 1) throw this.#fenced();
  }

  async recordMark(mark: OrderedMark, options: { readonly forgetCarried?: boolean } = {}): Promise<void> {
    this.#order = Math.max(this.#order, mark.order);
    // GREATEST: a mark that a slower caller brings late must not move the stored one back.
    await this.#updateProgress([
      `low_water=IF(mark_order<=${mark.order}, ${positionText(mark.position)}, low_water)`,
      `mark_order=GREATEST(mark_order, ${mark.order})`,
      ...(options.forgetCarried ? ["covered=''"] : []),
    ]);
  }

  async recordMarkWithin(connection: MysqlConnection, mark: OrderedMark): Promise<void> {
    this.#order = Math.max(this.#order, mark.order);
    const { affectedRows } = await connection.run(`UPDATE ${this.#progress} SET low_water=${positionText(mark.position)}, mark_order=${mark.order} WHERE task_id=${this.#task} AND ${this.#fence()}`);
    if (affectedRows !== 1) throw this.#fenced();
  }

  async assertClaim(connection: MysqlConnection): Promise<void> {
    // Shared, so that writers do not wait for each other; a claim waits for all of them.
    const rows = await connection.query(`SELECT 1 FROM ${this.#progress} WHERE task_id=${this.#task} AND ${this.#fence()} LOCK IN SHARE MODE`);
    if (rows.length !== 1) throw this.#fenced();
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#connection?.close();
    this.#connection = null;
  }

  async #createTables(connection: MysqlConnection): Promise<void> {
    const found = await connection.query(
      `SELECT 1 FROM information_schema.tables WHERE table_schema=${quoteText(this.options.database)} AND table_name IN ('task_progress', 'task_lane')`,
    );
    if (found.length === 2) return;
    for (const statement of checkpointTableStatements(this.options.database)) await connection.run(statement);
  }

  /** Raises the claim in all rows of the task. Row locks make it wait for commits of older runners that are under way, so what is read here is final. */
  async #claimTask(connection: MysqlConnection): Promise<StoredProgress> {
    const { epoch, lanes } = this.options;
    await connection.run(
      `INSERT INTO ${this.#progress} (task_id, format, epoch, claim, phase, mark_order, covered) VALUES (${this.#task}, ${checkpointFormat}, ${epoch}, 0, 'schema', 0, '') ON DUPLICATE KEY UPDATE task_id=task_id`,
    );
    const [progress] = await connection.query<Row>(`SELECT * FROM ${this.#progress} WHERE task_id=${this.#task} FOR UPDATE`);
    if (!progress) throw new AppError("assertion-failed", { detail: "the task's checkpoint row is missing" });
    if (Number(progress["format"]) > checkpointFormat) throw new AppError("checkpoint-unreadable", { context: { format: progress["format"], known: checkpointFormat } });
    if (Number(progress["epoch"]) > epoch) throw this.#fenced();
    for (let lane = 0; lane < lanes; lane++) {
      await connection.run(
        `INSERT INTO ${this.#lane} (task_id, lane, epoch, claim, commits, mark_order, covered) VALUES (${this.#task}, ${lane}, ${epoch}, 0, 0, 0, '') ON DUPLICATE KEY UPDATE task_id=task_id`,
      );
    }
    const rows = [progress, ...(await connection.query<Row>(`SELECT * FROM ${this.#lane} WHERE task_id=${this.#task} FOR UPDATE`))];
    const newest = rows.reduce((best, row) => (orderOf(row) > orderOf(best) ? row : best));
    // A lane's list is as old as its last commit: the mark has passed some of it since.
    const covered = new Set(aboveMark(rows.flatMap((row) => decodeCovered(row["covered"] ?? "")), parsePosition(newest["low_water"])));
    const claim = Number(progress["claim"]) + 1;
    const order = Math.max(0, orderOf(newest));
    await connection.run(
      `UPDATE ${this.#progress} SET epoch=${epoch}, claim=${claim}, low_water=${newest["low_water"] === null ? "NULL" : quoteText(newest["low_water"]!)}, mark_order=${order}, covered=${quoteText(encodeCovered(covered))} WHERE task_id=${this.#task}`,
    );
    await connection.run(`UPDATE ${this.#lane} SET epoch=${epoch}, claim=${claim}, low_water=NULL, mark_order=0, covered='' WHERE task_id=${this.#task}`);
    this.#claim = claim;
    this.#order = order;
    return {
      phase: progress["phase"] as Phase,
      start: parsePosition(progress["start_position"]),
      loadEnd: parsePosition(progress["load_end"]),
      lowWaterMark: parsePosition(newest["low_water"]),
      markOrder: order,
      covered,
      sourceIdentity: progress["source_identity"] ?? null,
    };
  }

  #updateProgress(sets: readonly string[]): Promise<void> {
    return this.#exclusively(async (connection) => {
      // The store's connection counts rows found, not rows changed (`foundRows`), so that repeating a value is no sign of a fence.
      const { affectedRows } = await connection.run(`UPDATE ${this.#progress} SET ${sets.join(", ")} WHERE task_id=${this.#task} AND ${this.#fence()}`);
      if (affectedRows !== 1) throw this.#fenced();
    });
  }

  #fence(): string {
    return `epoch=${this.options.epoch} AND claim=${this.#claim}`;
  }

  #fenced(): AppError {
    return new AppError("fenced", { context: { taskId: this.options.taskId, epoch: this.options.epoch } });
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

/** A row without a mark is older than every mark. */
function orderOf(row: Row): number {
  return row["low_water"] === null ? -1 : Number(row["mark_order"]);
}

function aboveMark(ids: readonly TransactionId[], mark: SourcePosition | null): readonly TransactionId[] {
  if (mark === null || ids.length === 0) return ids;
  if (mark.gtidSet !== null) {
    const executed = new ExecutedSet(mark.flavour, mark.gtidSet);
    return ids.filter((id) => !executed.contains(id));
  }
  return ids.filter((id) => {
    const colon = id.lastIndexOf(":");
    return compareCoordinates({ file: id.slice(0, colon), offset: Number(id.slice(colon + 1)) }, mark) > 0;
  });
}

function positionText(position: SourcePosition | null): string {
  return position === null ? "NULL" : quoteText(JSON.stringify(position));
}

function parsePosition(text: string | null | undefined): SourcePosition | null {
  if (text === null || text === undefined) return null;
  try {
    const { file, offset, gtidSet, flavour, print } = JSON.parse(text) as SourcePosition;
    if (typeof file === "string" && Number.isSafeInteger(offset) && (gtidSet === null || typeof gtidSet === "string") && (flavour === "mysql" || flavour === "mariadb")) {
      return { file, offset, gtidSet, flavour, ...(print && { print }) };
    }
  } catch (cause) {
    throw new AppError("checkpoint-unreadable", { cause, detail: "position" });
  }
  throw new AppError("checkpoint-unreadable", { detail: "position" });
}
