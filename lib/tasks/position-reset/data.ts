import { database } from "../../db/client";
import type { PositionMove } from "../../engine/plan";
import type { Task } from "../../generated/prisma/client";
import type { PositionResetView } from "./schema";

/** Newest first. */
export async function listPositionResets(row: Pick<Task, "id" | "generation">): Promise<PositionResetView[]> {
  const rows = await database().positionReset.findMany({ where: { taskId: row.id, generation: row.generation }, orderBy: { id: "desc" }, take: 100 });
  return rows.map(({ id, move, reason, actor, atMs, appliedAtMs }) => ({ id, move: move as unknown as PositionMove, reason, actor, atMs: Number(atMs), appliedAtMs: appliedAtMs === null ? null : Number(appliedAtMs) }));
}
