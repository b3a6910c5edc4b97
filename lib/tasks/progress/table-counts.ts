import { database } from "../../db/client";
import type { TableState } from "../../engine/plan";
import { Prisma } from "../../generated/prisma/client";
import type { TableCount } from "../summary";

/** The tables of these tasks added up by state, by task. One statement, however many tables there are. */
export async function tableCounts(taskIds: readonly string[]): Promise<ReadonlyMap<string, readonly TableCount[]>> {
  const counts = new Map<string, TableCount[]>();
  if (taskIds.length === 0) return counts;
  const rows = await database().$queryRaw<Record<string, unknown>[]>`
    SELECT "taskId", "state", COUNT(*) AS "tables", SUM("rowsEstimated") AS "rowsEstimated", SUM("rowsCopied") AS "rowsCopied", SUM("bytesCopied") AS "bytesCopied",
      SUM(CASE WHEN "rowsCopied" > 0 THEN MAX(0, "rowsEstimated" - "rowsCopied") * ("bytesCopied" * 1.0 / "rowsCopied") ELSE 0 END) AS "begunAhead",
      SUM(CASE WHEN "rowsCopied" > 0 AND "bytesEstimated" > 0 THEN "bytesEstimated" * MIN(1.0, "rowsCopied" * 1.0 / MAX(1, "rowsEstimated")) ELSE 0 END) AS "sizeCopied",
      SUM(CASE WHEN "rowsCopied" > 0 AND "bytesEstimated" > 0 THEN "bytesCopied" ELSE 0 END) AS "bytesOfSize",
      SUM(CASE WHEN "rowsCopied" = 0 THEN COALESCE("bytesEstimated", 0) ELSE 0 END) AS "sizeAhead",
      SUM(CASE WHEN "rowsCopied" = 0 AND "bytesEstimated" IS NULL THEN 1 ELSE 0 END) AS "unsized"
    FROM "TaskTable" WHERE "taskId" IN (${Prisma.join([...taskIds])}) GROUP BY "taskId", "state"`;
  for (const row of rows) {
    const number = (column: string) => Number(row[column] ?? 0);
    const taskId = String(row["taskId"]);
    const list = counts.get(taskId) ?? [];
    counts.set(taskId, list);
    list.push({
      state: String(row["state"]) as TableState,
      tables: number("tables"),
      rowsEstimated: number("rowsEstimated"),
      rowsCopied: number("rowsCopied"),
      bytesCopied: number("bytesCopied"),
      begunAhead: number("begunAhead"),
      sizeCopied: number("sizeCopied"),
      bytesOfSize: number("bytesOfSize"),
      sizeAhead: number("sizeAhead"),
      unsized: number("unsized"),
    });
  }
  return counts;
}
