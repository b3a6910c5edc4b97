import { database } from "../../db/client";
import { AppError } from "../../errors/app-error";
import type { SkipReason, VerifiedState } from "../../verification/schema";
import { tablesOf } from "../skipped-transactions/schema";
import type { PositionMove } from "../../engine/plan";
import { namedTables } from "./named-tables";
import type { GapTable, GapTables } from "./view";

const conflictTables = 20;

const movedTables = ({ move }: { readonly move: unknown }) => (move as PositionMove).tables.slice(0, 20);

/** The tables behind a task's known gaps, and how each of them compared last. Throws `not-found`. */
export async function listGapTables(taskId: string): Promise<GapTables> {
  const db = database();
  const task = await db.task.findUnique({ where: { id: taskId }, select: { generation: true } });
  if (task === null) throw new AppError("not-found");
  const [decisions, skipped, resets, risks, conflicts, tables] = await Promise.all([
    db.ddlOverride.findMany({ where: { taskId, generation: task.generation }, orderBy: { id: "desc" }, take: 100 }),
    db.skippedTransaction.findMany({ where: { taskId, generation: task.generation }, orderBy: { id: "desc" }, take: 100 }),
    db.positionReset.findMany({ where: { taskId, generation: task.generation }, orderBy: { id: "desc" }, take: 100 }),
    db.acceptedRisk.findMany({ where: { taskId, kind: "table-set-aside", revokedAtMs: null }, orderBy: { id: "desc" }, take: 100 }),
    db.conflict.groupBy({ by: ["sourceDatabase", "sourceTable"], where: { taskId }, _count: { _all: true }, orderBy: { _count: { id: "desc" } }, take: conflictTables }),
    db.taskTable.findMany({ where: { taskId }, select: { sourceDatabase: true, sourceTable: true, state: true } }),
  ]);
  const carried = new Set(tables.filter(({ state }) => state !== "excluded").map(({ sourceDatabase, sourceTable }) => `${sourceDatabase}.${sourceTable}`));
  const known = [...new Set([...tables.map(({ sourceDatabase, sourceTable }) => `${sourceDatabase}.${sourceTable}`), ...risks.map(({ subject }) => subject)])];
  const ofDecision = Object.fromEntries(decisions.map(({ id, statement }) => [id, namedTables(statement, known)]));
  const ofConflicts = conflicts.map(({ sourceDatabase, sourceTable }) => `${sourceDatabase}.${sourceTable}`);
  const names = [...new Set([...Object.values(ofDecision).flat(), ...skipped.flatMap((one) => tablesOf(one.tables).map(({ source }) => source)), ...resets.flatMap(movedTables), ...risks.map(({ subject }) => subject), ...ofConflicts])].sort();
  const verified = await newestComparisons(taskId, names);
  return {
    tables: names.map((name) => ({ name, carried: carried.has(name), verified: verified.get(name) ?? null })),
    ofDecision,
    conflicts: ofConflicts,
  };
}

async function newestComparisons(taskId: string, names: readonly string[]): Promise<Map<string, NonNullable<GapTable["verified"]>>> {
  if (names.length === 0) return new Map();
  const rows = await database().verificationTable.findMany({
    where: { job: { taskId }, endedAtMs: { not: null }, sourceTable: { in: [...new Set(names.map((name) => name.slice(name.indexOf(".") + 1)))] } },
    orderBy: { endedAtMs: "asc" },
    select: { jobId: true, sourceDatabase: true, sourceTable: true, state: true, reason: true, endedAtMs: true },
  });
  return new Map(
    rows.map((row) => [`${row.sourceDatabase}.${row.sourceTable}`, { number: row.jobId, state: row.state as VerifiedState, reason: row.reason as SkipReason | null, endedAtMs: Number(row.endedAtMs) }]),
  );
}
