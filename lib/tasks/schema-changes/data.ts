/** What did not go the usual way: decisions about schema changes, objects that are not carried, conflicts. */
import { database } from "../../db/client";
import type { Prisma, Task } from "../../generated/prisma/client";
import type { DdlOverride } from "../../engine/plan";
import type { ConflictList, ConflictQuery, ConflictView, KnownGapView, NotCarriedView } from "./schema";

const statementsOf = (value: Prisma.JsonValue): string[] | null => (Array.isArray(value) ? value.map(String) : null);

/** For the engine, oldest first. */
export async function ddlOverridesOf(row: Pick<Task, "id" | "generation">): Promise<DdlOverride[]> {
  const rows = await database().ddlOverride.findMany({ where: { taskId: row.id, generation: row.generation, appliedAtMs: null }, orderBy: { id: "asc" } });
  return rows.map(({ id, changeId, action, replacement, reason, actor }) => {
    const statements = statementsOf(replacement);
    return { id: changeId, key: String(id), action: action as DdlOverride["action"], ...(statements ? { statements } : {}), reason, actor };
  });
}

export async function listKnownGaps(row: Pick<Task, "id" | "generation">): Promise<KnownGapView[]> {
  const rows = await database().ddlOverride.findMany({ where: { taskId: row.id, generation: row.generation }, orderBy: { id: "desc" }, take: 100 });
  return rows.map(({ id, action, position, statement, replacement, reason, actor, atMs, appliedAtMs }) => ({
    id,
    action: action as KnownGapView["action"],
    position,
    statement,
    replacement: statementsOf(replacement),
    reason,
    actor,
    atMs: Number(atMs),
    appliedAtMs: appliedAtMs === null ? null : Number(appliedAtMs),
  }));
}

export async function listNotCarried(taskId: string): Promise<{ rows: NotCarriedView[] }> {
  const db = database();
  const task = await db.task.findUnique({ where: { id: taskId }, select: { generation: true } });
  const rows = await db.notCarriedObject.findMany({ where: { taskId, generation: task?.generation ?? 0 }, orderBy: [{ kind: "asc" }, { object: "asc" }], take: 1_000 });
  return { rows: rows.map(({ id, kind, object, reason, statement, atMs }) => ({ id, kind, object, cause: reason, statement, atMs: Number(atMs) })) };
}

const pageSize = 50;

function whereOf(taskId: string, query: ConflictQuery): Prisma.ConflictWhereInput {
  return {
    taskId,
    ...(query.kind ? { kind: query.kind } : {}),
    ...(query.table ? { OR: [{ sourceTable: { contains: query.table } }, { sourceDatabase: { contains: query.table } }] } : {}),
    ...(query.before ? { id: { lt: query.before } } : {}),
  };
}

const viewOf = (row: Prisma.ConflictGetPayload<object>): ConflictView => ({
  id: row.id,
  atMs: Number(row.atMs),
  database: row.sourceDatabase,
  table: row.sourceTable,
  kind: row.kind as ConflictView["kind"],
  key: row.key,
  decision: row.decision as ConflictView["decision"],
  position: row.position,
});

export async function listConflicts(taskId: string, query: ConflictQuery): Promise<ConflictList> {
  const db = database();
  const [task, rows] = await Promise.all([
    db.task.findUnique({ where: { id: taskId }, select: { conflictCount: true } }),
    db.conflict.findMany({ where: whereOf(taskId, query), orderBy: { id: "desc" }, take: pageSize }),
  ]);
  return { rows: rows.map(viewOf), total: task?.conflictCount ?? 0, nextBefore: rows.length === pageSize ? (rows.at(-1)?.id ?? null) : null };
}

/** RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe: keys come from other people's rows. */
export async function conflictsCsv(taskId: string, query: ConflictQuery): Promise<string> {
  const rows = await database().conflict.findMany({ where: whereOf(taskId, query), orderBy: { id: "desc" } });
  const cell = (value: string) => `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
  const lines = rows.map(viewOf).map((row) => [new Date(row.atMs).toISOString(), row.database, row.table, row.kind, row.key, row.decision, row.position ?? ""].map(cell).join(","));
  return ["time,database,table,conflict,key,decision,position", ...lines].join("\r\n") + "\r\n";
}
