/** Verification beside the stream: one at a time per runner, table by table, so that another runner goes on where this one ended. */
import { compareStructures } from "../engine/verification/compare-structures";
import { readIgnored } from "../engine/schema/schema-store";
import { pacesFor, type SidePaces } from "../engine/verification/read-pace";
import { type TableVerification, verifyTables } from "../engine/verification/verify-tables";
import { AppError } from "../errors/app-error";
import type { RoutedTable } from "../engine/change";
import type { Logger } from "../logging/logger";
import { connect, metadataSession } from "../mysql/connection";
import { tableKey } from "../mysql/identifier";
import { readTables } from "../mysql/read-tables";
import { hasStructures, isCancelled, openTables, provenTables, taskRuns, uncarriedTables, verdictOf } from "../verification/data";
import { claimVerification, type ClaimedJob, finishVerification, keepVerification, keptKeys, planTables, saveStructures, saveTable, type TableFound, yieldVerification } from "../verification/mutations";
import { isInWindow } from "../verification/schema";
import { verifiedTask } from "../verification/verified-task";
import { AppliedWatch, TaskBehind } from "./applied-watch";

const keepEveryMs = 5_000;
/** A window that is closed is looked at again after this time. */
const closedMs = 60_000;
const methods = { count: "count", hash: "sums", full: "rows" } as const;

/** The runner's desk for verifications: `look` is called with each tick and begins one when none is under way. */
export class VerificationDesk {
  #stop = new AbortController();
  #work: Promise<void> | null = null;

  constructor(
    readonly owner: string,
    readonly log: Logger,
    readonly chunkRows = 10_000,
  ) {}

  /** `served`: of these tasks alone. */
  async look(now = Date.now(), served: Parameters<typeof claimVerification>[2] = {}): Promise<void> {
    if (this.#work !== null || this.#stop.signal.aborted) return;
    const job = await claimVerification(this.owner, now, served);
    if (job === null) return;
    this.#work = this.#run(job)
      .catch((error: unknown) => this.log.error({ taskId: job.taskId, error }, "verification failed"))
      .then(() => {
        this.#work = null;
      });
  }

  /** Stops between two rows; the job goes on elsewhere. */
  async drain(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  /** Settles when nothing is under way. */
  async idle(): Promise<void> {
    await this.#work;
  }

  async #run(job: ClaimedJob): Promise<void> {
    const { schedule } = job.settings;
    if (schedule.kind === "every" && !isInWindow(schedule, Date.now())) return yieldVerification(job.id, this.owner, Date.now() + closedMs);
    const end = new AbortController();
    const signal = AbortSignal.any([end.signal, this.#stop.signal]);
    let closed = false;
    const timer = setInterval(() => {
      closed ||= schedule.kind === "every" && !isInWindow(schedule, Date.now());
      keepVerification(job.id, this.owner).then(
        (kept) => (!kept || closed) && end.abort(),
        (error: unknown) => this.log.warn({ taskId: job.taskId, error }, "verification not kept"),
      );
    }, keepEveryMs);
    try {
      await verifyJob(job, { signal, chunkRows: this.chunkRows });
      await finishVerification(job, this.owner, await verdictOf(job.id));
    } catch (cause) {
      if (await isCancelled(job.id)) return finishVerification(job, this.owner, "cancelled");
      if (signal.aborted) return yieldVerification(job.id, this.owner, Date.now() + (closed ? closedMs : 0));
      const error = cause instanceof AppError ? cause : new AppError("unknown", { cause });
      this.log.warn({ taskId: job.taskId, code: error.code, error }, "verification ended");
      const said = error.context["serverMessage"];
      await finishVerification(job, this.owner, "failed", { code: error.code, detail: typeof said === "string" ? said.slice(0, 500) : null });
    } finally {
      clearInterval(timer);
    }
  }
}

type Plan = Awaited<ReturnType<typeof verifiedTask>>["plan"];

async function verifyJob(job: ClaimedJob, { signal, chunkRows }: { signal: AbortSignal; chunkRows: number }): Promise<void> {
  const { plan, tables } = await verifiedTask(job.taskId, signal);
  const byName = new Map(tables.map((table) => [tableKey(table.source), table]));
  const uncarried = await uncarriedTables(job.taskId);
  const chosen = await chosenTables(job, tables.filter((table) => !uncarried.has(`${table.source.database}.${table.source.table}`)));
  await planTables(job.id, chosen);
  const leftOut = await leftOutTables(plan, signal);
  if (!(await hasStructures(job.id))) {
    await using destination = await connect(plan.destination, { session: metadataSession, signal });
    const byDatabase = new Map<string, string[]>();
    for (const table of chosen) byDatabase.set(table.destination.database, [...(byDatabase.get(table.destination.database) ?? []), table.destination.table]);
    const there = await readTables(destination, [...byDatabase].map(([database, names]) => ({ database, tables: names })));
    await saveStructures(job.id, compareStructures(chosen.filter((table) => !leftOut.has(tableKey(table.source))), there));
  }
  await using watch = await AppliedWatch.open(plan, () => taskRuns(job.taskId), signal);
  const { rowsPerSecond, bytesPerSecond } = job.settings;
  const pace = pacesFor({ ...(rowsPerSecond > 0 && { rowsPerSecond }), ...(bytesPerSecond > 0 && { bytesPerSecond }) }, signal);
  for (const name of await openTables(job.id)) {
    signal.throwIfAborted();
    const table = byName.get(tableKey(name));
    if (leftOut.has(tableKey(name))) {
      await saveTable(job.id, name, { state: "skipped", reason: "left-out" });
      continue;
    }
    if (!table) {
      await saveTable(job.id, name, { state: "skipped", reason: "missing" });
      continue;
    }
    await saveTable(job.id, name, { state: "running" });
    await saveTable(job.id, name, await compared(job, table, () => watch.caughtUp(), { plan, signal, pace, chunkRows }));
  }
}

/** By `tableKey`: selected, but not carried by a decision that the task has told. */
async function leftOutTables(plan: Plan, signal: AbortSignal): Promise<ReadonlySet<string>> {
  await using destination = await connect(plan.destination, { session: metadataSession, signal });
  return new Set((await readIgnored(destination, { database: plan.bookkeepingDatabase, taskId: plan.taskId })).map(tableKey));
}

async function compared(
  job: ClaimedJob,
  table: RoutedTable,
  recheck: () => Promise<void>,
  { plan, signal, pace, chunkRows }: { plan: Plan; signal: AbortSignal; pace: SidePaces | undefined; chunkRows: number },
): Promise<TableFound> {
  try {
    const connectTo = (side: "source" | "destination") => (session: readonly string[]) => connect(plan[side], { session, signal });
    for await (const result of verifyTables({
      connectSource: connectTo("source"),
      connectDestination: connectTo("destination"),
      tables: [table],
      method: methods[job.settings.method],
      chunkRows,
      ...(pace && { pace }),
      signal,
      recheck,
    }))
      return foundOf(result);
    return { state: "skipped", reason: "missing" };
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof TaskBehind) return { state: "skipped", reason: "behind" };
    // What one table's rows or rights refuse does not end the others; a server that is gone does.
    if (error instanceof AppError && /query-failed|privilege/.test(error.code)) return { state: "skipped", reason: "unreadable" };
    throw error;
  }
}

function foundOf(result: TableVerification): TableFound {
  const { sourceRows, destinationRows, missing, extra, different } = result;
  if (result.missingTable) return { state: "different", reason: "missing" };
  const keys = result.differences.slice(0, keptKeys).map(({ kind, key, columns, count, boundary }) => ({ kind, key, columns, count, boundary }));
  const counts = { sourceRows, destinationRows, missing, extra, different, keys };
  if (missing + extra + different > 0) return { state: "different", ...counts };
  if (result.missingColumns.length > 0) return { state: "different", reason: "columns", ...counts };
  return result.unsettled > 0 ? { state: "skipped", reason: "changing", ...counts } : { state: "match", ...counts };
}

async function chosenTables(job: ClaimedJob, tables: readonly RoutedTable[]): Promise<RoutedTable[]> {
  const { scope, tables: names } = job.settings;
  const nameOf = (table: RoutedTable) => `${table.source.database}.${table.source.table}`;
  if (scope === "selected") return tables.filter((table) => names.includes(nameOf(table)));
  if (scope === "all") return [...tables];
  const proven = await provenTables(job.taskId);
  return tables.filter((table) => !proven.has(nameOf(table)));
}
