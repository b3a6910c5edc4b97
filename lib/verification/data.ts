import { database } from "../db/client";
import { open } from "../endpoints/secret";
import { AppError } from "../errors/app-error";
import { errorCatalogue } from "../errors/catalogue";
import type { VerificationJob } from "../generated/prisma/client";
import { asErrorCode } from "../tasks/record";
import { isMoving, type TaskStatus } from "../tasks/status";
import { type JobStatus, type SkipReason, tableStates, verificationSchema, type VerifiedState } from "./schema";
import type { JobDetail, JobView, KeptKey, StructureLine } from "./view";

export function keysPurpose(jobId: number, source: { readonly database: string; readonly table: string }): string {
  return `verification:${jobId}:${JSON.stringify([source.database, source.table])}`;
}

/** Newest first. */
export async function listVerifications(taskId: string): Promise<JobView[]> {
  const db = database();
  const [rows, parts] = await Promise.all([
    db.verificationJob.findMany({ where: { taskId }, orderBy: { id: "desc" }, omit: { structures: true } }),
    db.verificationTable.groupBy({ by: ["jobId", "state"], where: { job: { taskId } }, _count: { _all: true }, _sum: { sourceRows: true, missing: true, extra: true, different: true } }),
  ]);
  return rows.map((row) => jobView(row, parts.filter((part) => part.jobId === row.id).map(({ state, _count, _sum }) => ({ state, tables: _count._all, rows: Number(_sum.sourceRows ?? 0), differences: Number(_sum.missing ?? 0) + Number(_sum.extra ?? 0) + Number(_sum.different ?? 0) }))));
}

/** Throws `not-found`. */
export async function getVerification(taskId: string, id: number): Promise<JobDetail> {
  const row = await database().verificationJob.findFirst({ where: { taskId, id }, include: { tables: { omit: { keys: true }, orderBy: [{ sourceDatabase: "asc" }, { sourceTable: "asc" }] } } });
  if (row === null) throw new AppError("not-found");
  return {
    ...jobView(row, row.tables.map((table) => ({ state: table.state, tables: 1, rows: Number(table.sourceRows), differences: Number(table.missing + table.extra + table.different) }))),
    structures: row.structures as unknown as StructureLine[] | null,
    tables: row.tables.map((table) => ({
      source: `${table.sourceDatabase}.${table.sourceTable}`,
      destination: `${table.destinationDatabase}.${table.destinationTable}`,
      state: table.state as VerifiedState,
      reason: table.reason as SkipReason | null,
      sourceRows: Number(table.sourceRows),
      destinationRows: Number(table.destinationRows),
      missing: Number(table.missing),
      extra: Number(table.extra),
      different: Number(table.different),
      listed: table.listed,
      endedAtMs: table.endedAtMs === null ? null : Number(table.endedAtMs),
    })),
  };
}

interface TablesOfState {
  readonly state: string;
  readonly tables: number;
  readonly rows: number;
  readonly differences: number;
}

function jobView(row: Omit<VerificationJob, "structures">, parts: readonly TablesOfState[]): JobView {
  const code = asErrorCode(row.errorCode);
  const number = (value: bigint | null) => (value === null ? null : Number(value));
  const sum = (value: (part: TablesOfState) => number, state?: string) => parts.reduce((total, part) => total + (state === undefined || part.state === state ? value(part) : 0), 0);
  return {
    id: row.id,
    status: row.status as JobStatus,
    settings: verificationSchema.parse(row.settings),
    dueAtMs: Number(row.dueAtMs),
    startedBy: row.startedBy,
    startedAtMs: number(row.startedAtMs),
    endedAtMs: number(row.endedAtMs),
    cancelRequested: row.cancelRequested,
    error: code === null ? null : { code, sentence: errorCatalogue[code].sentence, remedy: errorCatalogue[code].remedy, serverMessage: row.detail },
    counts: Object.fromEntries(tableStates.map((state) => [state, sum((part) => part.tables, state)])) as JobView["counts"],
    rows: sum((part) => part.rows),
    differences: sum((part) => part.differences),
  };
}

/** The listed keys of a table, opened. Throws `not-found`. */
export async function openKeys(taskId: string, jobId: number, source: { readonly database: string; readonly table: string }): Promise<KeptKey[]> {
  const row = await database().verificationTable.findFirst({ where: { jobId, job: { taskId }, sourceDatabase: source.database, sourceTable: source.table } });
  if (row === null) throw new AppError("not-found");
  return row.keys === null ? [] : (JSON.parse(open(row.keys, keysPurpose(jobId, source)).reveal()) as KeptKey[]);
}

/** Tables whose last comparison of their rows was equal and began after their last applied change: `database.table`. */
export async function provenTables(taskId: string): Promise<Set<string>> {
  const db = database();
  const [compared, live] = await Promise.all([
    db.verificationTable.findMany({ where: { job: { taskId }, state: { in: ["match", "different"] } }, orderBy: { jobId: "asc" }, omit: { keys: true }, include: { job: { select: { settings: true } } } }),
    db.taskTable.findMany({ where: { taskId } }),
  ]);
  const proofs = new Map<string, number | null>();
  for (const table of compared) {
    if (verificationSchema.parse(table.job.settings).method === "count") continue;
    proofs.set(`${table.sourceDatabase}.${table.sourceTable}`, table.state === "match" ? Number(table.startedAtMs) : null);
  }
  return new Set(
    live.flatMap((table) => {
      const name = `${table.sourceDatabase}.${table.sourceTable}`;
      const proof = proofs.get(name);
      return typeof proof === "number" && Number(table.lastAppliedAtMs ?? 0) < proof ? [name] : [];
    }),
  );
}

/** Tables still to be compared. */
export async function openTables(jobId: number): Promise<{ database: string; table: string }[]> {
  const rows = await database().verificationTable.findMany({ where: { jobId, state: "waiting" }, omit: { keys: true }, orderBy: [{ sourceDatabase: "asc" }, { sourceTable: "asc" }] });
  return rows.map((row) => ({ database: row.sourceDatabase, table: row.sourceTable }));
}

export async function hasStructures(jobId: number): Promise<boolean> {
  const row = await database().verificationJob.findUnique({ where: { id: jobId }, select: { structures: true } });
  return row !== null && row.structures !== null;
}

const leftOut: SkipReason = "left-out";

/** `passed` only when every table that the task carries was compared and is equal: one that was skipped makes it `different` as well. */
export async function verdictOf(jobId: number): Promise<"passed" | "different"> {
  return (await database().verificationTable.count({ where: { jobId, state: { not: "match" }, OR: [{ reason: null }, { reason: { not: leftOut } }] } })) === 0 ? "passed" : "different";
}

/** Tables that the task does not hold up to date now: `database.table`. */
export async function uncarriedTables(taskId: string): Promise<Set<string>> {
  const rows = await database().taskTable.findMany({ where: { taskId, state: { in: ["waiting", "creating", "copying", "stopped", "excluded"] } } });
  return new Set(rows.map((row) => `${row.sourceDatabase}.${row.sourceTable}`));
}

/** Whether a job is asked to end. */
export async function isCancelled(jobId: number): Promise<boolean> {
  const row = await database().verificationJob.findUnique({ where: { id: jobId }, select: { cancelRequested: true } });
  return row === null || row.cancelRequested;
}

/** The task's status now. */
export async function taskRuns(taskId: string): Promise<boolean> {
  const row = await database().task.findUnique({ where: { id: taskId }, select: { status: true } });
  return row !== null && isMoving(row.status as TaskStatus);
}

/** What a task's verification that ended last found. Without rows to count: `tables`, which are missing, lack columns, or were refused by a server. */
export interface Verdict {
  readonly number: number;
  readonly failed: boolean;
  readonly differences: number;
  readonly tables: number;
  /** Differing rows from which it is to be spoken of. */
  readonly threshold: number;
}

/** By task. Reads sums, no tables: it is asked every few seconds. */
export async function newestVerdicts(): Promise<Map<string, Verdict>> {
  const db = database();
  const ended = { status: { in: ["passed", "different", "failed"] } };
  const newest = await db.verificationJob.groupBy({ by: ["taskId"], where: ended, _max: { endedAtMs: true } });
  const endOf = new Map(newest.map(({ taskId, _max }) => [taskId, _max.endedAtMs]));
  const moments = newest.flatMap(({ _max }) => (_max.endedAtMs === null ? [] : [_max.endedAtMs]));
  const jobs = (await db.verificationJob.findMany({ where: { ...ended, endedAtMs: { in: moments } }, omit: { structures: true }, orderBy: { id: "asc" } })).filter((job) => endOf.get(job.taskId) === job.endedAtMs);
  const sums = await db.verificationTable.groupBy({
    by: ["jobId", "state", "reason"],
    where: { jobId: { in: jobs.map((job) => job.id) } },
    _sum: { missing: true, extra: true, different: true },
    _count: { _all: true },
  });
  return new Map(
    jobs.map((job) => {
      const parts = sums.filter((part) => part.jobId === job.id);
      return [
        job.taskId,
        {
          number: job.id,
          failed: job.status === "failed",
          differences: parts.reduce((total, { _sum }) => total + Number(_sum.missing ?? 0) + Number(_sum.extra ?? 0) + Number(_sum.different ?? 0), 0),
          tables: parts.filter(({ state, reason }) => (state === "different" && reason !== null) || reason === "unreadable").reduce((total, { _count }) => total + _count._all, 0),
          threshold: verificationSchema.parse(job.settings).threshold,
        },
      ];
    }),
  );
}
