import { database } from "../../db/client";
import { listTables } from "../progress/data";
import { parseTaskTableQuery } from "../query";
import type { Severity, TaskEventKind, TaskEventView } from "../event-view";
import type { TaskTableView } from "./view";

export interface TablePage {
  readonly table: TaskTableView;
  /** Newest first, at most 100. */
  readonly events: readonly TaskEventView[];
}

/** One table of a task with what happened to it; null = the task does not carry it, or no longer. */
export async function getTable(taskId: string, name: { readonly database: string; readonly table: string }): Promise<TablePage | null> {
  const db = database();
  const exists = await db.taskTable.findUnique({ where: { taskId_sourceDatabase_sourceTable: { taskId, sourceDatabase: name.database, sourceTable: name.table } } });
  if (exists === null) return null;
  // One place turns rows into views: the list, asked for this name.
  const { rows } = await listTables(taskId, parseTaskTableQuery({ q: `${name.database}.${name.table}`, pageSize: "500" }));
  const table = rows.find((row) => row.source.database === name.database && row.source.table === name.table);
  if (table === undefined) return null;
  const events = await db.taskEvent.findMany({
    where: { taskId, detail: { path: "$.table", equals: `${name.database}.${name.table}` } },
    orderBy: { id: "desc" },
    take: 100,
  });
  return {
    table,
    events: events.map((row): TaskEventView => ({
      id: row.id,
      atMs: Number(row.atMs),
      kind: row.kind as TaskEventKind,
      severity: row.severity as Severity,
      actor: row.actor,
      message: row.message,
      code: row.code,
      position: row.position,
      detail: row.detail as TaskEventView["detail"],
    })),
  };
}
