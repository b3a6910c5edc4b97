import { AppError } from "../errors/app-error";
import type { ErrorCode } from "../errors/catalogue";
import { database, type DatabaseLike } from "../db/client";
import { Prisma } from "../generated/prisma/client";
import { redact } from "../logging/redact";

export interface Operation {
  readonly actor: string;
  readonly source: "console" | "runner" | "system";
  /** Verb, kebab-case: `pause-task`. */
  readonly action: string;
  readonly taskId?: string;
  /** Name of what it was done to. */
  readonly object: string;
  readonly result: "done" | "refused" | "failed";
  readonly code?: ErrorCode;
  readonly reason?: string;
  /** Before, after and other facts; secrets are taken out. */
  readonly detail?: Record<string, unknown>;
  readonly requestId?: string;
}

/** Adds a line to the operation log, inside the caller's transaction when one is given. */
export async function recordOperation(operation: Operation, tx: DatabaseLike = database()): Promise<void> {
  await tx.operationLog.create({
    data: {
      atMs: Date.now(),
      actor: operation.actor,
      source: operation.source,
      action: operation.action,
      taskId: operation.taskId,
      object: operation.object,
      result: operation.result,
      code: operation.code,
      reason: operation.reason,
      detail: (redact(operation.detail ?? {}) ?? {}) as Prisma.InputJsonValue,
      requestId: operation.requestId,
    },
  });
}

/** Answers are kept for a day. */
const keepMs = 86_400_000;
/** A request whose process died half way may be made again after this time. */
const abandonedMs = 60_000;

/**
 * Does `work` once per request id and person: a repeated click or a re-sent request gets the first one's answer. A request that threw is forgotten,
 * so that it may be made again. Throws `transition-refused` while the first is still under way.
 */
export async function once<T>(requestId: string, actor: string, action: string, work: () => Promise<T>): Promise<T> {
  const db = database();
  await db.requestResult.deleteMany({
    where: { OR: [{ atMs: { lt: Date.now() - keepMs } }, { requestId, answer: { equals: Prisma.DbNull }, atMs: { lt: Date.now() - abandonedMs } }] },
  });
  try {
    await db.requestResult.create({ data: { requestId, actor, action, atMs: Date.now() } });
  } catch (error) {
    if ((error as { code?: string }).code !== "P2002") throw error;
    const earlier = await db.requestResult.findUnique({ where: { requestId } });
    if (earlier === null || earlier.actor !== actor || earlier.action !== action)
      throw new AppError("input-invalid", { detail: "this request id was used for something else" });
    if (earlier.answer === null) throw new AppError("transition-refused", { detail: "this request is being carried out" });
    return (earlier.answer as { value: T }).value;
  }
  try {
    const value = await work();
    await db.requestResult.update({ where: { requestId }, data: { answer: { value: value ?? null } as Prisma.InputJsonValue } });
    return value;
  } catch (error) {
    await db.requestResult.deleteMany({ where: { requestId } });
    throw error;
  }
}
