/** A task's runway that crosses one of its limits is a line of its history, whoever is told of it by alerts. */
import { database } from "../../db/client";
import { startedTaskFacts } from "../data";
import { runwayView } from "../runway";
import type { TaskFacts } from "../summary";
import { type RunwayLevel, runwayLevel } from "./level";

const depth: Record<RunwayLevel, number> = { ok: 0, warn: 1, bad: 2 };

/** Compares every started task's runway with what its history says last. The last such event is the memory: no process needs another. */
export async function noteRunwayCrossings(now: number): Promise<void> {
  const facts = (await startedTaskFacts()).filter(({ record }) => record.row.firstStartedAtMs !== null && record.status !== "not_configured");
  const last = await lastLevels(facts.map(({ record }) => record.row.id));
  for (const fact of facts) {
    const { deadlineMs, remainingMs } = runwayView(fact, now);
    if (deadlineMs === null || remainingMs === null) continue;
    const taskId = fact.record.row.id;
    const before = last.get(taskId) ?? "ok";
    const level = runwayLevel(remainingMs, fact.runwayHours, before);
    if (level !== before) await note(taskId, fact, before, level, deadlineMs, now);
  }
}

async function note(taskId: string, { runwayHours }: TaskFacts, before: RunwayLevel, level: RunwayLevel, deadlineMs: number, atMs: number): Promise<void> {
  const worse = depth[level] > depth[before];
  // The limit that was crossed last on the way.
  const hours = worse ? (level === "bad" ? runwayHours.bad : runwayHours.warn) : level === "ok" ? runwayHours.warn : runwayHours.bad;
  await database().taskEvent.create({
    data: {
      taskId,
      atMs,
      kind: "runway",
      severity: worse ? (level === "bad" ? "error" : "warn") : "info",
      actor: "system",
      message: worse ? `The binlog runway is below ${hours} h.` : `The binlog runway is above ${hours} h again.`,
      detail: { level, before, keptUntil: new Date(deadlineMs).toISOString() },
    },
  });
}

async function lastLevels(taskIds: readonly string[]): Promise<ReadonlyMap<string, RunwayLevel>> {
  const db = database();
  const newest = await db.taskEvent.groupBy({ by: ["taskId"], where: { taskId: { in: [...taskIds] }, kind: "runway" }, _max: { id: true } });
  const rows = await db.taskEvent.findMany({ where: { id: { in: newest.map((each) => each._max.id ?? -1) } }, select: { taskId: true, detail: true } });
  return new Map(rows.map((row) => [row.taskId, (row.detail as { level: RunwayLevel }).level]));
}
