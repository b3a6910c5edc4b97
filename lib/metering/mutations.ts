import type { DatabaseLike } from "../db/client";
import { database } from "../db/client";
import { Prisma, type Task } from "../generated/prisma/client";
import { taskRecord } from "../tasks/record";
import { byHour, meterKind, type MeterKind } from "./meter-kind";

/** At most this many hours of one stretch are written in one statement: a task paused for a year has 8,760. */
const hoursPerStatement = 1_000;

/**
 * Puts the time since the last call on the meter of the state that ends now. Called by whoever changes status or phase, in the same transaction and with
 * the row as it was before: so each millisecond counts on exactly one meter, whether or not a runner was alive.
 */
export async function meterTime(tx: DatabaseLike, before: Task, nowMs: number): Promise<void> {
  const record = taskRecord(before);
  const kind = meterKind(record.status, record.phase);
  if (kind === null || before.meteredAtMs === null) return;
  const parts = byHour(Number(before.meteredAtMs), nowMs);
  for (let from = 0; from < parts.length; from += hoursPerStatement) {
    const values = parts.slice(from, from + hoursPerStatement).map(([atMs, elapsedMs]) => Prisma.sql`(${before.id}, ${atMs}, ${kind}, ${before.name}, ${elapsedMs})`);
    await tx.$executeRaw`
      INSERT INTO "MeterHour" ("taskId", "atMs", "kind", "taskName", "elapsedMs") VALUES ${Prisma.join(values)}
      ON CONFLICT ("taskId", "atMs", "kind") DO UPDATE SET "elapsedMs" = "elapsedMs" + excluded."elapsedMs", "taskName" = excluded."taskName"`;
  }
}

/** Adds what a runner has carried. A task that was released in the meantime still counts. */
export async function meterWork(taskId: string, hourMs: number, kind: MeterKind, rows: number, bytes: number): Promise<void> {
  await database().$executeRaw`
    INSERT INTO "MeterHour" ("taskId", "atMs", "kind", "taskName", "rows", "bytes")
    SELECT "id", ${hourMs}, ${kind}, "name", ${Math.round(rows)}, ${Math.round(bytes)} FROM "Task" WHERE "id" = ${taskId}
    ON CONFLICT ("taskId", "atMs", "kind") DO UPDATE SET "rows" = "rows" + excluded."rows", "bytes" = "bytes" + excluded."bytes", "taskName" = excluded."taskName"`;
}
