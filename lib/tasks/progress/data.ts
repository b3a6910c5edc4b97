/** What a task has reported: its tables and its history. */
import { database } from "../../db/client";
import type { ChunkProgress, TableState } from "../../engine/plan";
import { Prisma } from "../../generated/prisma/client";
import type { TaskEventQuery, TaskTableQuery } from "../list-query";
import { type TableCount, tableError } from "../summary";
import type { TaskEventList, TaskEventView } from "../event-view";
import type { TaskTableList, TaskTableView } from "../tables/view";

/** One page of a task's tables. */
export async function listTables(id: string, query: TaskTableQuery): Promise<TaskTableList> {
  const db = database();
  const [database_, table] = query.q?.includes(".") ? query.q.split(".", 2) : [undefined, query.q];
  const found: Prisma.TaskTableWhereInput = {
    taskId: id,
    ...(query.q
      ? database_ === undefined
        ? { OR: [{ sourceTable: { contains: table } }, { sourceDatabase: { contains: table } }] }
        : { sourceDatabase: { contains: database_ }, sourceTable: { contains: table } }
      : {}),
  };
  const where = { ...found, ...(query.state.length > 0 ? { state: { in: [...query.state] } } : {}) };
  const dir = query.dir;
  const named: Prisma.TaskTableOrderByWithRelationInput[] = [{ sourceDatabase: "asc" }, { sourceTable: "asc" }];
  const orders: Record<TaskTableQuery["sort"], Prisma.TaskTableOrderByWithRelationInput[]> = {
    name: [{ sourceDatabase: dir }, { sourceTable: dir }],
    state: [{ state: dir }, ...named],
    rows: [{ rowsEstimated: dir }, ...named],
    copied: [{ rowsCopied: dir }, ...named],
    bytes: [{ bytesCopied: dir }, ...named],
    changes: [{ updates: dir }, { inserts: dir }, ...named],
    applied: [{ lastAppliedAtMs: dir }, ...named],
  };
  const [rows, total, groups] = await Promise.all([
    db.taskTable.findMany({ where, orderBy: orders[query.sort], skip: (query.page - 1) * query.pageSize, take: query.pageSize }),
    db.taskTable.count({ where }),
    db.taskTable.groupBy({ by: ["state"], where: found, _count: { _all: true } }),
  ]);
  const time = (value: bigint | null) => (value === null ? null : Number(value));
  return {
    rows: rows.map((row) => ({
      source: { database: row.sourceDatabase, table: row.sourceTable },
      destination: { database: row.destinationDatabase, table: row.destinationTable },
      state: row.state as TableState,
      rowsEstimated: Number(row.rowsEstimated),
      rowsCopied: Number(row.rowsCopied),
      bytesCopied: Number(row.bytesCopied),
      chunks: row.chunks === null ? null : (JSON.parse(row.chunks) as ChunkProgress),
      startedAtMs: time(row.startedAtMs),
      endedAtMs: time(row.endedAtMs),
      inserts: Number(row.insertsBefore + row.inserts),
      updates: Number(row.updatesBefore + row.updates),
      deletes: Number(row.deletesBefore + row.deletes),
      ddls: Number(row.ddlsBefore + row.ddls),
      lastAppliedAtMs: time(row.lastAppliedAtMs),
      error: tableError(row.errorCode),
    })),
    total,
    page: query.page,
    pageSize: query.pageSize,
    counts: Object.fromEntries(groups.map((group) => [group.state, group._count._all])),
  };
}

/** So many later ones stand above the moment that was asked for. */
const aboveMoment = 10;

/** Newest first. */
export async function listEvents(id: string, query: TaskEventQuery): Promise<TaskEventList> {
  const wanted = {
    taskId: id,
    kind: query.kind.length > 0 ? { in: [...query.kind] } : undefined,
    severity: query.severity.length > 0 ? { in: [...query.severity] } : undefined,
  } satisfies Prisma.TaskEventWhereInput;
  const before = query.before ?? (query.around === undefined ? undefined : await endAbove(wanted, query.around));
  const rows = await database().taskEvent.findMany({
    where: { ...wanted, id: before === undefined ? undefined : { lt: before }, atMs: query.from === undefined ? undefined : { gte: query.from } },
    orderBy: { id: "desc" },
    take: query.limit,
  });
  return {
    rows: rows.map((row): TaskEventView => ({
      id: row.id,
      atMs: Number(row.atMs),
      kind: row.kind as TaskEventView["kind"],
      severity: row.severity as TaskEventView["severity"],
      actor: row.actor,
      message: row.message,
      code: row.code,
      position: row.position,
      detail: row.detail as TaskEventView["detail"],
    })),
    nextBefore: rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null,
  };
}

/** The id below which a list begins that has a few later events above that moment; undefined = with the newest. */
async function endAbove(wanted: Prisma.TaskEventWhereInput, atMs: number): Promise<number | undefined> {
  const later = await database().taskEvent.findMany({ where: { ...wanted, atMs: { gt: atMs } }, orderBy: { id: "asc" }, take: aboveMoment + 1, select: { id: true } });
  return later[aboveMoment]?.id;
}

/** The tables of these tasks added up by state, by task. One statement, however many tables there are. */
export async function tableCounts(taskIds: readonly string[]): Promise<ReadonlyMap<string, readonly TableCount[]>> {
  const counts = new Map<string, TableCount[]>();
  if (taskIds.length === 0) return counts;
  const rows = await database().$queryRaw<Record<string, unknown>[]>`
    SELECT "taskId", "state", COUNT(*) AS "tables", SUM("rowsEstimated") AS "rowsEstimated", SUM("rowsCopied") AS "rowsCopied", SUM("bytesCopied") AS "bytesCopied",
      SUM(CASE WHEN "rowsCopied" > 0 THEN MAX(0, "rowsEstimated" - "rowsCopied") * ("bytesCopied" * 1.0 / "rowsCopied") ELSE 0 END) AS "begunAhead",
      SUM(CASE WHEN "rowsCopied" > 0 AND "bytesEstimated" > 0 THEN "bytesEstimated" * MIN(1.0, "rowsCopied" * 1.0 / MAX(1, "rowsEstimated")) ELSE 0 END) AS "sizeCopied",
      SUM(CASE WHEN "rowsCopied" > 0 AND "bytesEstimated" > 0 THEN "bytesCopied" ELSE 0 END) AS "bytesOfSize",
      SUM(CASE WHEN "rowsCopied" = 0 THEN COALESCE("bytesEstimated", 0) ELSE 0 END) AS "sizeAhead",
      SUM(CASE WHEN "rowsCopied" = 0 AND "bytesEstimated" IS NULL THEN 1 ELSE 0 END) AS "unsized"
    FROM "TaskTable" WHERE "taskId" IN (${Prisma.join([...taskIds])}) GROUP BY "taskId", "state"`;
  for (const row of rows) {
    const number = (column: string) => Number(row[column] ?? 0);
    const taskId = String(row["taskId"]);
    const list = counts.get(taskId) ?? [];
    counts.set(taskId, list);
    list.push({
      state: String(row["state"]) as TableState,
      tables: number("tables"),
      rowsEstimated: number("rowsEstimated"),
      rowsCopied: number("rowsCopied"),
      bytesCopied: number("bytesCopied"),
      begunAhead: number("begunAhead"),
      sizeCopied: number("sizeCopied"),
      bytesOfSize: number("bytesOfSize"),
      sizeAhead: number("sizeAhead"),
      unsized: number("unsized"),
    });
  }
  return counts;
}

/** The tables being copied at this moment: no more than there are loaders. */
export async function tablesBeingCopied(taskId: string): Promise<Pick<TaskTableView, "source" | "rowsCopied" | "rowsEstimated" | "startedAtMs">[]> {
  const rows = await database().taskTable.findMany({ where: { taskId, state: "copying" }, take: 100 });
  return rows.map((row) => ({
    source: { database: row.sourceDatabase, table: row.sourceTable },
    rowsCopied: Number(row.rowsCopied),
    rowsEstimated: Number(row.rowsEstimated),
    startedAtMs: row.startedAtMs === null ? null : Number(row.startedAtMs),
  }));
}
