/** Decisions about schema changes that the destination refused, and what the runner tells about objects and conflicts. */
import { splitStatements } from "../../engine/ddl/touched-objects";
import type { EngineEvent } from "../../engine/plan";
import { AppError } from "../../errors/app-error";
import { database, type DatabaseLike } from "../../db/client";
import { recordOperation } from "../../operations/mutations";
import { startPatch } from "../../precheck/mutations";
import { taskRecord } from "../record";
import type { TaskStatus } from "../status";
import { transitionWithin } from "../transition";
import type { LifecycleRequest } from "../lifecycle/mutations";
import type { DdlDecision } from "./schema";

const verbs = { skip: "skip-ddl", edit: "edit-ddl", done: "mark-ddl-done" } as const;
const sentences = { skip: "Schema change to be skipped", edit: "Schema change to be replaced", done: "Schema change marked as done" } as const;

/**
 * Puts the decision on record and lets the task go on with it. It is bound to the change that the task stands at: `version-conflict` when that is
 * another one by now, `transition-refused` when the task does not stand still.
 */
export async function decideDdl(request: LifecycleRequest & { readonly decision: DdlDecision }): Promise<TaskStatus> {
  const { id, actor, requestId, decision } = request;
  return database().$transaction(async (tx) => {
    const row = await tx.task.findUnique({ where: { id } });
    if (row === null) throw new AppError("not-found");
    const { status, errorCode, errorContext } = taskRecord(row);
    if (status !== "failed" || errorCode === null) throw new AppError("transition-refused", { context: { status, action: verbs[decision.action] } });
    if (errorContext["change"] !== decision.change) throw new AppError("version-conflict");
    const statement = String(errorContext["statement"] ?? "");
    const position = String(errorContext["position"] ?? decision.change);
    const replacement = decision.action === "edit" ? splitStatements(decision.statements) : null;
    await tx.ddlOverride.create({
      data: { taskId: id, generation: row.generation, changeId: decision.change, position, code: errorCode, action: decision.action, statement, ...(replacement ? { replacement } : {}), reason: decision.reason, actor, atMs: Date.now() },
    });
    await recordOperation(
      { actor, source: "console", action: verbs[decision.action], taskId: id, object: row.name, result: "done", reason: decision.reason, requestId, detail: { position, change: decision.change, code: errorCode, statement, replacement } },
      tx,
    );
    return transitionWithin(tx, {
      id,
      actor,
      action: "resume",
      message: `${sentences[decision.action]} at ${position}: ${decision.reason}`,
      detail: { change: decision.change, statement: statement.slice(0, 4_000), replacement: replacement?.join(";\n").slice(0, 4_000) ?? null, reason: decision.reason },
      patch: startPatch(row),
    });
  });
}

/** At most this many conflicts of one task are kept, the newest. */
export const conflictsKept = 10_000;

/** What has an own table besides the task's history; in the transaction of the events. */
export async function keepFacts(tx: DatabaseLike, taskId: string, events: readonly EngineEvent[]): Promise<void> {
  const conflicts: Extract<EngineEvent, { kind: "conflict" }>[] = [];
  for (const event of events) {
    if (event.kind !== "conflict") continue;
    // A task that is resumed meets the row that stopped it again.
    const known = event.decision === "stop" && (await tx.conflict.findFirst({ where: { taskId, position: event.position, key: event.key, decision: "stop" }, select: { id: true } }));
    if (!known) conflicts.push(event);
  }
  if (conflicts.length > 0) {
    await tx.conflict.createMany({
      data: conflicts.map((event) => ({ taskId, atMs: event.atMs, sourceDatabase: event.table.database, sourceTable: event.table.table, kind: event.conflict, key: event.key, decision: event.decision, position: event.position })),
    });
    const { conflictCount } = await tx.task.update({ where: { id: taskId }, data: { conflictCount: { increment: conflicts.length } }, select: { conflictCount: true } });
    if (conflictCount > conflictsKept) {
      const oldest = await tx.conflict.findMany({ where: { taskId }, orderBy: { id: "desc" }, skip: conflictsKept, take: 1, select: { id: true } });
      if (oldest[0]) await tx.conflict.deleteMany({ where: { taskId, id: { lte: oldest[0].id } } });
    }
  }
  for (const event of events) {
    if (event.kind === "ddl-overridden") await tx.ddlOverride.updateMany({ where: { taskId, id: Number(event.key) || -1, appliedAtMs: null }, data: { appliedAtMs: event.atMs } });
    if (event.kind !== "object-not-carried") continue;
    const { generation } = await tx.task.findUniqueOrThrow({ where: { id: taskId }, select: { generation: true } });
    const facts = { generation, reason: event.reason, statement: event.statement ?? null, atMs: event.atMs };
    await tx.notCarriedObject.upsert({
      where: { taskId_kind_object: { taskId, kind: event.objectKind, object: event.object } },
      create: { taskId, kind: event.objectKind, object: event.object, ...facts },
      update: facts,
    });
  }
}
