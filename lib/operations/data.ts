import { database } from "../db/client";
import type { OperationLogView } from "../tasks/view";

export interface OperationQuery {
  readonly taskId?: string;
  readonly actor?: string;
  readonly result?: string;
  /** Rows older than this id. */
  readonly before?: number;
  /** Default 50, at most 200. */
  readonly limit?: number;
}

/** Newest first. */
export async function listOperations(query: OperationQuery = {}): Promise<{ rows: OperationLogView[]; nextBefore: number | null }> {
  const limit = Math.min(query.limit ?? 50, 200);
  const rows = await database().operationLog.findMany({
    where: { taskId: query.taskId, actor: query.actor, result: query.result, id: query.before === undefined ? undefined : { lt: query.before } },
    orderBy: { id: "desc" },
    take: limit,
  });
  return {
    rows: rows.map((row) => ({
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
    })),
    nextBefore: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
  };
}
