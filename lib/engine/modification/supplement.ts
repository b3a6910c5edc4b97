/**
 * A supplement brings added objects up beside the main stream: the usual pipeline under a name of its own at the destination, with its own P0, full load,
 * checkpoint and catch-up. When it has caught up it is merged and its name is gone.
 */
import { createHash } from "node:crypto";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteName, quoteText } from "../../mysql/identifier";
import type { EnginePlan, SelectedDatabase } from "../plan";

/** No task has a name with a plus sign; 64 characters are what the bookkeeping holds. */
export function supplementId(taskId: string, modificationId: string): string {
  return `${supplementPrefix(taskId)}${modificationId}`;
}

function supplementPrefix(taskId: string): string {
  return taskId.length <= 40 ? `${taskId}+` : `${createHash("sha256").update(taskId).digest("hex").slice(0, 40)}+`;
}

export function isSupplement(taskId: string): boolean {
  return taskId.includes("+");
}

export function supplementPlan(plan: EnginePlan, modificationId: string, objects: readonly SelectedDatabase[], beside: readonly SelectedDatabase[]): EnginePlan {
  // A transaction that the main stream passes over is applied to the added tables all the same: its record does not count them.
  const { modification: _, startPosition: _start, serverId: _server, until: _until, begun: _begun, skips: _skips, heartbeatSeconds: _heartbeat, ...rest } = plan;
  return { ...rest, taskId: supplementId(plan.taskId, modificationId), objects, beside };
}

/** Names of all supplements of the task that have left something at the destination. */
export async function readSupplements(connection: MysqlConnection, database: string, taskId: string): Promise<string[]> {
  const rows = await connection.query<{ id: string }>(`SELECT task_id AS id FROM ${quoteName(database)}.\`task_progress\` WHERE task_id LIKE ${quoteText(`${supplementPrefix(taskId)}%`)}`);
  return rows.map((row) => row.id);
}

/** The bookkeeping tables that hold rows by task, whichever rooms made them. */
export async function bookkeepingTables(connection: MysqlConnection, database: string): Promise<string[]> {
  const rows = await connection.query<{ name: string }>("SELECT table_name AS name FROM information_schema.columns WHERE table_schema=? AND column_name='task_id' AND table_name LIKE 'task\\_%' ORDER BY table_name", [database]);
  return rows.map((row) => row.name);
}

/** In the caller's transaction: all that is kept under the name. The progress goes last, so that an older runner of it waits and is then fenced. */
export async function forgetTask(connection: MysqlConnection, database: string, tables: readonly string[], taskId: string): Promise<void> {
  for (const table of [...tables].sort((a, b) => Number(a === "task_progress") - Number(b === "task_progress"))) {
    await connection.run(`DELETE FROM ${quoteName(database)}.${quoteName(table)} WHERE task_id=${quoteText(taskId)}`);
  }
}
