/** Decisions to pass over a transaction, and what became of them. */
import { database } from "../../db/client";
import type { TransactionSkip } from "../../engine/plan";
import type { Task } from "../../generated/prisma/client";
import { tablesOf, type SkippedTransactionView } from "./schema";

/** For the engine, oldest first: those that are not passed yet. */
export async function transactionSkipsOf(row: Pick<Task, "id" | "generation">): Promise<TransactionSkip[]> {
  const rows = await database().skippedTransaction.findMany({ where: { taskId: row.id, generation: row.generation, appliedAtMs: null }, orderBy: { id: "asc" } });
  return rows.map(({ id, transactionId, reason, actor }) => ({ id: transactionId, key: String(id), reason, actor }));
}

/** Newest first. */
export async function listSkippedTransactions(row: Pick<Task, "id" | "generation">): Promise<SkippedTransactionView[]> {
  const rows = await database().skippedTransaction.findMany({ where: { taskId: row.id, generation: row.generation }, orderBy: { id: "desc" }, take: 100 });
  return rows.map(({ id, position, code, tables, transactionAtMs, reason, actor, atMs, appliedAtMs }) => ({
    id,
    position,
    code,
    tables: tablesOf(tables),
    transactionAtMs: transactionAtMs === null ? null : Number(transactionAtMs),
    reason,
    actor,
    atMs: Number(atMs),
    appliedAtMs: appliedAtMs === null ? null : Number(appliedAtMs),
  }));
}
