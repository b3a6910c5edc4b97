import { expect, test } from "vitest";
import { configuredTask, controlDatabase } from "../../testing/control-database";
import { getTask } from "../data";
import { bytesAhead, type SizeSums } from "./bytes-ahead";
import { slowTables } from "./slow-tables";

const none: SizeSums = { begunAhead: 0, sizeCopied: 0, bytesOfSize: 0, sizeAhead: 0, unsized: 0 };

test("what is ahead is told in the measure of what was copied, and not at all while a size is missing", () => {
  const copied = { ...none, sizeCopied: 1_000, bytesOfSize: 500 };
  const open = { ...none, begunAhead: 70, sizeAhead: 200 };
  expect(bytesAhead([open], [open, copied])).toBe(170);
  expect(bytesAhead([open], [open])).toBe(270);
  expect(bytesAhead([open, { ...none, unsized: 1 }], [open, copied])).toBeNull();
});

test("the slowest tables come first, each by its own rate; what has none comes behind", () => {
  const now = 1_800_000_000_000;
  const table = (name: string, rowsCopied: number, rowsEstimated: number, ageMs: number | null) => ({ source: { database: "shop", table: name }, rowsCopied, rowsEstimated, startedAtMs: ageMs === null ? null : now - ageMs });
  const found = slowTables([table("young", 10, 9_000, 1_000), table("quick", 900, 1_000, 100_000), table("over", 500, 400, 100_000), table("slow", 100, 1_000, 100_000)], now, 0);
  expect(found.map((each) => [each.table, each.etaMs])).toEqual([
    ["slow", 900_000],
    ["quick", 11_111],
    ["young", null],
    ["over", null],
  ]);
  expect(slowTables([table("slow", 100, 1_000, 100_000)], now, 95_000)[0]).toMatchObject({ rowsPerSecond: null, etaMs: null });
});

test("one wide table among narrow ones counts by its size, in the percentage and in the time that is left", async () => {
  await using control = await controlDatabase();
  const now = Date.now();
  const id = await configuredTask(control, { status: "running" });
  await control.db.task.update({ where: { id }, data: { phase: "load", phaseTimes: { schema: { startedAtMs: now - 310_000, endedAtMs: now - 300_000 }, load: { startedAtMs: now - 300_000, endedAtMs: null } } } });
  const table = (sourceTable: string, state: string, rows: [copied: number, estimated: number], bytesCopied: number, bytesEstimated: number | null, startedAtMs: number | null) =>
    control.db.taskTable.create({ data: { taskId: id, sourceDatabase: "shop", sourceTable, destinationDatabase: "shop", destinationTable: sourceTable, state, rowsCopied: rows[0], rowsEstimated: rows[1], bytesCopied, bytesEstimated, startedAtMs } });
  await table("narrow", "copied", [900_000, 900_000], 9_000_000, 18_000_000, now - 290_000);
  await table("wide", "copying", [1_000, 10_000], 10_000_000, 200_000_000, now - 100_000);
  await table("waits", "waiting", [0, 50_000], 0, 1_000_000, null);
  for (let ago = 1; ago <= 20; ago++)
    await control.db.taskFigureBucket.create({ data: { taskId: id, resolutionSeconds: 10, atMs: now - ago * 10_000, samples: 10, rowsSum: 30_000, bytesSum: 1_000_000 } });
  const { progress } = await getTask(id);
  // 90 MB of the wide one, and half a megabyte of the last: what was copied took half of its size.
  expect(progress?.load).toMatchObject({ rows: 901_000, bytes: 19_000_000, bytesEstimated: 109_500_000, percent: 17, slowest: [{ table: "wide", etaMs: expect.any(Number) }] });
  expect(progress?.load.eta?.highMs).toBe(905_000);
  await control.db.taskTable.updateMany({ where: { taskId: id, sourceTable: "waits" }, data: { bytesEstimated: null } });
  expect((await getTask(id)).progress?.load).toMatchObject({ bytesEstimated: null, percent: 93 });
});
