/** The record of a position that a person sets: asked for before the destination is touched, confirmed behind it. */
import { database } from "../../db/client";
import type { PositionMove } from "../../engine/plan";
import { AppError } from "../../errors/app-error";
import { recordOperation } from "../../operations/mutations";
import type { LifecycleRequest } from "../lifecycle/mutations";
import { taskRecord } from "../record";
import { asJsonValue } from "../transition";

/** A line for the record: GTID set where there is one, else file and offset. */
export const placeText = ({ file, offset, gtidSet }: PositionMove["to"]): string => gtidSet ?? `${file}:${offset}`;

/** The task stands still, and what is asked for is on record. `transition-refused` otherwise. */
export async function askForReset({ id, actor, reason }: LifecycleRequest & { readonly reason: string }, move: PositionMove): Promise<number> {
  return database().$transaction(async (tx) => {
    const row = await tx.task.findUnique({ where: { id } });
    if (row === null) throw new AppError("not-found");
    const { status } = taskRecord(row);
    if (status !== "paused" && status !== "failed") throw new AppError("transition-refused", { context: { status, action: "reset-position" } });
    const { id: key } = await tx.positionReset.create({ data: { taskId: id, generation: row.generation, move: asJsonValue(move), reason, actor, atMs: Date.now() } });
    return key;
  });
}

/** It was refused, so that nothing has moved. */
export async function withdrawReset(key: number): Promise<void> {
  await database().positionReset.deleteMany({ where: { id: key, appliedAtMs: null } });
}

/** It has taken effect. */
export async function confirmReset(key: number, { id, actor, reason, requestId }: LifecycleRequest & { readonly reason: string }, move: PositionMove): Promise<void> {
  await database().$transaction(async (tx) => {
    const row = await tx.task.findUniqueOrThrow({ where: { id } });
    const now = Date.now();
    const { count } = await tx.positionReset.updateMany({ where: { id: key, appliedAtMs: null }, data: { appliedAtMs: now, move: asJsonValue(move) } });
    if (count === 0) return;
    const detail = { from: placeText(move.from), to: placeText(move.to), direction: move.direction, transactions: move.transactions };
    await recordOperation({ actor, source: "console", action: "reset-position", taskId: id, object: row.name, result: "done", reason, requestId, detail: { ...detail, tables: move.tables } }, tx);
    await tx.taskEvent.create({
      data: {
        taskId: id,
        atMs: now,
        kind: "action",
        severity: "warn",
        actor,
        message: move.direction === "forward" ? `The position was set forward; transactions passed over: ${move.transactions}. ${reason}` : `The position was set back; transactions applied again: ${move.transactions}. ${reason}`,
        detail: { ...detail, tables: move.tables.slice(0, 20).join(", "), reason },
      },
    });
  });
}
