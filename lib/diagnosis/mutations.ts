import { database } from "../db/client";
import type { Prisma } from "../generated/prisma/client";
import { diagnose } from "./run";

/** Kept per task. */
const kept = 50;

/** Asks everything now and keeps the answers. Answers the diagnosis' number. */
export async function runDiagnosis(taskId: string, actor: string): Promise<number> {
  const atMs = Date.now();
  const findings = await diagnose(taskId);
  const db = database();
  const { id } = await db.diagnosis.create({
    data: { taskId, atMs, durationMs: Date.now() - atMs, actor, findings: findings as unknown as Prisma.InputJsonValue },
  });
  const old = await db.diagnosis.findMany({ where: { taskId }, orderBy: { id: "desc" }, skip: kept, select: { id: true } });
  if (old.length > 0) await db.diagnosis.deleteMany({ where: { id: { in: old.map((each) => each.id) } } });
  return id;
}
