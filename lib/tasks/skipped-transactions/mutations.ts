/** Decisions to pass over the one transaction that a task stands at, and what the runner tells of them. */
import { database, type DatabaseLike } from "../../db/client";
import type { EngineEvent } from "../../engine/plan";
import { AppError } from "../../errors/app-error";
import { recordOperation } from "../../operations/mutations";
import { startPatch } from "../../precheck/mutations";
import type { LifecycleRequest } from "../lifecycle/mutations";
import { taskRecord } from "../record";
import type { TaskStatus } from "../status";
import { asJsonValue, transitionWithin } from "../transition";
import { tablesOf, type Skip } from "./schema";

/**
 * Puts the decision on record and lets the task go on with it. It is bound to the transaction that the task stands at: `version-conflict` when that is
 * another one by now, `transition-refused` when the task does not stand still.
 */
export async function skipTransaction(request: LifecycleRequest & { readonly skip: Skip }): Promise<TaskStatus> {
  const { id, actor, requestId, skip } = request;
  return database().$transaction(async (tx) => {
    const row = await tx.task.findUnique({ where: { id } });
    if (row === null) throw new AppError("not-found");
    const { status, errorCode, errorContext } = taskRecord(row);
    if (status !== "failed" || errorCode === null) throw new AppError("transition-refused", { context: { status, action: "skip-transaction" } });
    if (errorContext["transaction"] !== skip.transaction) throw new AppError("version-conflict");
    const position = String(errorContext["position"] ?? skip.transaction);
    const tables = tablesOf(errorContext["transactionTables"]);
    const committed = errorContext["transactionAtMs"];
    await tx.skippedTransaction.create({
      data: {
        taskId: id,
        generation: row.generation,
        transactionId: skip.transaction,
        position,
        code: errorCode,
        tables: asJsonValue(tables),
        transactionAtMs: typeof committed === "number" ? committed : null,
        reason: skip.reason,
        actor,
        atMs: Date.now(),
      },
    });
    await recordOperation({ actor, source: "console", action: "skip-transaction", taskId: id, object: row.name, result: "done", reason: skip.reason, requestId, detail: { position, transaction: skip.transaction, code: errorCode, tables } }, tx);
    return transitionWithin(tx, {
      id,
      actor,
      action: "resume",
      message: `Transaction to be skipped at ${position}: ${skip.reason}`,
      detail: { transaction: skip.transaction, table: tables[0]?.source ?? null, reason: skip.reason },
      patch: startPatch(row),
    });
  });
}

/** In the transaction of the events: what was passed over is known, and the decision is of no effect any more. */
export async function keepSkipped(tx: DatabaseLike, taskId: string, events: readonly EngineEvent[]): Promise<void> {
  for (const event of events) {
    if (event.kind !== "transaction-skipped") continue;
    await tx.skippedTransaction.updateMany({
      where: { taskId, id: Number(event.key) || -1, appliedAtMs: null },
      data: { appliedAtMs: event.atMs, position: event.position, tables: asJsonValue(event.tables), transactionAtMs: event.commitTimeMs },
    });
  }
}
