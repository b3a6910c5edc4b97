import { database } from "../db/client";
import type { OperationLog, Prisma } from "../generated/prisma/client";
import type { OperationLogView } from "./view";
import type { OperationQuery } from "./list-query";

function whereOf(query: Partial<OperationQuery>): Prisma.OperationLogWhereInput {
  const { q, action = [], source = [], result = [] } = query;
  return {
    taskId: query.taskId,
    actor: query.actor,
    ...(q === undefined ? {} : { OR: [{ object: { contains: q } }, { taskId: { contains: q } }] }),
    ...(action.length > 0 && { action: { in: [...action] } }),
    ...(source.length > 0 && { source: { in: [...source] } }),
    ...(result.length > 0 && { result: { in: [...result] } }),
    ...((query.from !== undefined || query.to !== undefined) && { atMs: { gte: query.from, lt: query.to } }),
    ...(query.before !== undefined && { id: { lt: query.before } }),
  };
}

const viewOf = (row: OperationLog): OperationLogView => ({
  id: row.id,
  atMs: Number(row.atMs),
  actor: row.actor,
  source: row.source as OperationLogView["source"],
  action: row.action,
  taskId: row.taskId,
  object: row.object,
  result: row.result as OperationLogView["result"],
  code: row.code,
  reason: row.reason,
  detail: row.detail as Record<string, unknown>,
  requestId: row.requestId,
});

/** Newest first. */
export async function listOperations(query: Partial<OperationQuery> = {}): Promise<{ rows: OperationLogView[]; nextBefore: number | null }> {
  const limit = Math.min(query.limit ?? 50, 200);
  const rows = await database().operationLog.findMany({ where: whereOf(query), orderBy: { id: "desc" }, take: limit });
  return { rows: rows.map(viewOf), nextBefore: rows.length === limit ? (rows.at(-1)?.id ?? null) : null };
}

/** Who and what is in the log at all: what a filter may offer. */
export async function operationChoices(): Promise<{ actors: string[]; actions: string[] }> {
  const db = database();
  const [actors, actions] = await Promise.all([db.operationLog.groupBy({ by: ["actor"] }), db.operationLog.groupBy({ by: ["action"] })]);
  return { actors: actors.map(({ actor }) => actor).sort(), actions: actions.map(({ action }) => action).sort() };
}

/** The newest rows of a download. */
const csvRows = 100_000;

/** RFC 4180, newest first. A cell that a spreadsheet would take for a formula gets an apostrophe. Details are JSON: before, after and other facts, without secrets. */
export async function operationsCsv(query: Partial<OperationQuery>): Promise<string> {
  const cell = (value: string) => `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
  const rows = await database().operationLog.findMany({ where: whereOf(query), orderBy: { id: "desc" }, take: csvRows });
  const lines = rows
    .map(viewOf)
    .map((row) => [new Date(row.atMs).toISOString(), row.actor, row.source, row.action, row.taskId ?? "", row.object, row.result, row.code ?? "", row.reason ?? "", row.requestId ?? "", JSON.stringify(row.detail)].map(cell).join(","));
  return `${["time,actor,source,action,instance_id,object,result,code,reason,request_id,details", ...lines].join("\r\n")}\r\n`;
}
