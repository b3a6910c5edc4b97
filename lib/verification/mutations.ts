/** Writes of verifications: asked for by people, carried out by a runner. */
import { AppError } from "../errors/app-error";
import { database, type DatabaseLike } from "../db/client";
import { seal } from "../endpoints/secret";
import type { StructureDifference } from "../engine/verification/compare-structures";
import { recordOperation } from "../operations/mutations";
import { isAllowed } from "../tasks/action-rules";
import { taskRecord } from "../tasks/record";
import { asJsonValue } from "../tasks/transition";
import { keysPurpose } from "./data";
import { firstDue, type JobStatus, nextDue, type SkipReason, type VerificationSettings, verificationSchema, type VerifiedState } from "./schema";
import type { KeptKey } from "./view";
import type { Prisma } from "../generated/prisma/client";

/** Kept per task. */
const kept = 30;
const leaseMs = 30_000;

/** Plans a verification; one at a time is under way, planned ones do not stand in the way. Answers its number. Throws `not-found`, `transition-refused`. */
export async function requestVerification(taskId: string, settings: VerificationSettings, actor: string, requestId?: string): Promise<number> {
  return database().$transaction(async (tx) => {
    const row = await tx.task.findUnique({ where: { id: taskId } });
    if (row === null) throw new AppError("not-found");
    if (!isAllowed("verify", taskRecord(row))) throw new AppError("transition-refused", { context: { status: row.status, action: "verify-task" } });
    const now = Date.now();
    const open = await tx.verificationJob.findFirst({ where: { taskId, OR: [{ status: "running" }, { status: "waiting", dueAtMs: { lte: now } }] } });
    if (open !== null) throw new AppError("transition-refused", { detail: "a verification is under way" });
    const { id } = await tx.verificationJob.create({
      data: { taskId, status: "waiting", settings: asJsonValue(settings), dueAtMs: firstDue(settings.schedule, now), startedBy: actor, createdAtMs: now },
    });
    await recordOperation({ actor, source: "console", action: "verify-task", taskId, object: row.name, result: "done", requestId, detail: { number: id, scope: settings.scope, method: settings.method } }, tx);
    await dropOldJobs(tx, taskId);
    return id;
  });
}

/** Of those that ended, the newest stay; a planned one stays however long ago it was planned. */
async function dropOldJobs(tx: DatabaseLike, taskId: string): Promise<void> {
  const old = await tx.verificationJob.findMany({ where: { taskId, endedAtMs: { not: null } }, orderBy: { endedAtMs: "desc" }, skip: kept, select: { id: true } });
  if (old.length > 0) await tx.verificationJob.deleteMany({ where: { id: { in: old.map((each) => each.id) } } });
}

/** Ends a verification that waits, asks one that runs to end at its next step. A repeated one is not planned again. */
export async function cancelVerification(taskId: string, id: number, actor: string): Promise<void> {
  const db = database();
  const { count } = await db.verificationJob.updateMany({ where: { id, taskId, status: "waiting", leaseOwner: null }, data: { status: "cancelled", endedAtMs: Date.now() } });
  if (count === 0) await db.verificationJob.updateMany({ where: { id, taskId, status: { in: ["waiting", "running"] } }, data: { cancelRequested: true } });
  await recordOperation({ actor, source: "console", action: "cancel-verification", taskId, object: `${taskId}/${id}`, result: "done" });
}

export interface ClaimedJob {
  readonly id: number;
  readonly taskId: string;
  readonly settings: VerificationSettings;
  readonly startedBy: string;
}

/** The oldest due job that nobody works on, now ours for half a minute. */
export async function claimVerification(owner: string, now = Date.now(), served: Prisma.TaskWhereInput = {}): Promise<ClaimedJob | null> {
  const db = database();
  const free = { OR: [{ leaseOwner: null }, { leaseExpiresAtMs: { lt: now } }] };
  for (const row of await db.verificationJob.findMany({ where: { status: { in: ["waiting", "running"] }, dueAtMs: { lte: now }, task: served, ...free }, orderBy: { dueAtMs: "asc" }, take: 5 })) {
    const { count } = await db.verificationJob.updateMany({
      where: { id: row.id, status: { in: ["waiting", "running"] }, ...free },
      data: { leaseOwner: owner, leaseExpiresAtMs: now + leaseMs, status: "running", startedAtMs: row.startedAtMs ?? now },
    });
    if (count === 1) return { id: row.id, taskId: row.taskId, settings: verificationSchema.parse(row.settings), startedBy: row.startedBy };
  }
  return null;
}

/** Keeps the job; false when it is lost or is to end. */
export async function keepVerification(id: number, owner: string, now = Date.now()): Promise<boolean> {
  const { count } = await database().verificationJob.updateMany({ where: { id, leaseOwner: owner, cancelRequested: false }, data: { leaseExpiresAtMs: now + leaseMs } });
  return count === 1;
}

/** Gives an unfinished job back: for another runner, or for when its window opens again. */
export async function yieldVerification(id: number, owner: string, dueAtMs: number): Promise<void> {
  await database().verificationJob.updateMany({ where: { id, leaseOwner: owner }, data: { leaseOwner: null, leaseExpiresAtMs: null, status: "waiting", dueAtMs } });
}

/** The tables of the job, once; those that are known already keep what was found. One that was under way begins again. */
export async function planTables(id: number, tables: readonly { source: { database: string; table: string }; destination: { database: string; table: string } }[]): Promise<void> {
  const db = database();
  const known = new Set((await db.verificationTable.findMany({ where: { jobId: id } })).map((row) => JSON.stringify([row.sourceDatabase, row.sourceTable])));
  const fresh = tables.filter(({ source }) => !known.has(JSON.stringify([source.database, source.table])));
  await db.verificationTable.createMany({
    data: fresh.map(({ source, destination }) => ({
      jobId: id,
      sourceDatabase: source.database,
      sourceTable: source.table,
      destinationDatabase: destination.database,
      destinationTable: destination.table,
      state: "waiting",
    })),
  });
  await db.verificationTable.updateMany({ where: { jobId: id, state: "running" }, data: { state: "waiting", sourceRows: 0 } });
}

export async function saveStructures(id: number, structures: readonly StructureDifference[]): Promise<void> {
  await database().verificationJob.update({ where: { id }, data: { structures: asJsonValue(structures.slice(0, 500)) } });
}

export interface TableFound {
  readonly state: VerifiedState;
  readonly reason?: SkipReason | null;
  readonly sourceRows?: number;
  readonly destinationRows?: number;
  readonly missing?: number;
  readonly extra?: number;
  readonly different?: number;
  readonly keys?: readonly KeptKey[];
}

/** Keys listed per table. */
export const keptKeys = 100;

export async function saveTable(id: number, source: { database: string; table: string }, found: TableFound): Promise<void> {
  const { keys, ...columns } = found;
  const now = Date.now();
  await database().verificationTable.update({
    where: { jobId_sourceDatabase_sourceTable: { jobId: id, sourceDatabase: source.database, sourceTable: source.table } },
    data: {
      ...columns,
      ...(keys && keys.length > 0 ? { keys: seal(JSON.stringify(keys.slice(0, keptKeys)), keysPurpose(id, source)), listed: Math.min(keptKeys, keys.length) } : {}),
      ...(found.state === "running" ? (found.sourceRows === undefined ? { startedAtMs: now } : {}) : { endedAtMs: now }),
    },
  });
}

/** Ends the job with its verdict, an event of the task, and the next run of a repeated one. */
export async function finishVerification(job: ClaimedJob, owner: string, status: Exclude<JobStatus, "waiting" | "running">, error?: { code: string; detail: string | null }): Promise<void> {
  const now = Date.now();
  await database().$transaction(async (tx) => {
    const row = await tx.verificationJob.findUnique({ where: { id: job.id } });
    const { count } = await tx.verificationJob.updateMany({
      where: { id: job.id, leaseOwner: owner },
      data: { status, endedAtMs: now, leaseOwner: null, leaseExpiresAtMs: null, ...(error ? { errorCode: error.code, detail: error.detail } : {}) },
    });
    if (count !== 1 || row === null) return;
    const tables = await tx.verificationTable.findMany({ where: { jobId: job.id } });
    const rows = tables.reduce((sum, table) => sum + Number(table.missing + table.extra + table.different), 0);
    const unequal = tables.filter((table) => table.state === "different").length;
    const message = {
      passed: `Verification ${job.id} passed: ${tables.length} tables are equal.`,
      different: `Verification ${job.id} found ${rows} differing rows in ${unequal} tables.`,
      failed: `Verification ${job.id} could not be finished.`,
      cancelled: `Verification ${job.id} was cancelled.`,
    }[status];
    await tx.taskEvent.create({
      data: {
        taskId: job.taskId,
        atMs: now,
        kind: "verification",
        severity: status === "passed" || status === "cancelled" ? "info" : status === "different" ? "warn" : "error",
        actor: status === "cancelled" ? job.startedBy : "runner",
        message,
        ...(error ? { code: error.code } : {}),
        detail: { number: job.id, rows, tables: tables.length, unequal },
      },
    });
    const due = status === "cancelled" ? null : nextDue(job.settings.schedule, Number(row.startedAtMs ?? now));
    if (due !== null)
      await tx.verificationJob.create({ data: { taskId: job.taskId, status: "waiting", settings: asJsonValue(job.settings), dueAtMs: Math.max(due, now), startedBy: job.startedBy, createdAtMs: now } });
    await dropOldJobs(tx, job.taskId);
  });
}
