import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { advancePhase, transition } from "../tasks/transition";
import { configuredTask, controlDatabase, type ControlDatabase } from "../testing/control-database";
import { getUsage, getUsageHours, usageCsv } from "./data";
import { byHour, meterKind } from "./meter-kind";
import { meterWork } from "./mutations";
import { usageRange } from "./range";

const hour = 3_600_000;
const begin = Date.UTC(2026, 10, 22, 10);
let control: ControlDatabase;
let now: number;
beforeEach(async () => {
  now = begin;
  vi.spyOn(Date, "now").mockImplementation(() => now);
  control = await controlDatabase();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await control[Symbol.asyncDispose]();
});

const move = (id: string, action: Parameters<typeof transition>[0]["action"]) => transition({ id, action, actor: "test", message: "test" });

describe("the meter", () => {
  it("counts each millisecond once, on the meter of the state it was spent in, cut at full hours", async () => {
    const id = await configuredTask(control, { status: "ready" });
    await move(id, "start");
    now = begin + 10 * 60_000;
    await move(id, "began");
    await advancePhase(id, 0, "load");
    now = begin + 90 * 60_000;
    await advancePhase(id, 0, "stream");
    now = begin + 150 * 60_000;
    await move(id, "retry");
    now = begin + 160 * 60_000;
    await move(id, "recovered");
    await move(id, "pause");
    await move(id, "drained");
    now = begin + 200 * 60_000;
    const range = { fromMs: begin, toMs: begin + 24 * hour };
    const [task] = (await getUsage(range, now)).tasks;
    const minutes = Object.fromEntries(Object.entries(task!.kinds).map(([kind, sum]) => [kind, sum.elapsedMs / 60_000]));
    expect(minutes).toEqual({ schema: 10, full: 80, incremental: 60, retrying: 10, paused: 40 });
    expect(task!.meteredMs + task!.freeMs).toBe(200 * 60_000);
    expect(task!.meteredMs).toBe(110 * 60_000);
    const { hours } = await getUsageHours(id, range, now);
    for (const atMs of [begin, begin + hour, begin + 2 * hour])
      expect(hours.filter((each) => each.atMs === atMs).reduce((sum, each) => sum + each.elapsedMs, 0)).toBe(hour);
  });

  it("ends with a reset and does not run in a task that is not started", async () => {
    const id = await configuredTask(control, { status: "paused" });
    await move(id, "reset");
    now += 5 * hour;
    expect((await getUsage({ fromMs: begin, toMs: begin + 24 * hour }, now)).tasks).toEqual([]);
  });

  it("keeps what a task has used when the task itself is gone, and writes it as a file that no spreadsheet runs", async () => {
    const id = await configuredTask(control, { status: "ready" });
    await control.db.task.update({ where: { id }, data: { name: '=HYPERLINK("x"), "y"' } });
    await move(id, "start");
    await meterWork(id, begin, "incremental", 12, 3_000);
    await meterWork(id, begin, "incremental", 1, 1);
    now += hour / 2;
    await move(id, "fail");
    await control.db.task.delete({ where: { id } });
    const csv = await usageCsv({ fromMs: begin, toMs: begin + hour }, now);
    expect(csv.trim().split("\r\n")).toEqual([
      "task_id,task_name,hour_utc,kind,metered,seconds,rows,bytes",
      `${id},"'=HYPERLINK(""x""), ""y""",2026-11-22T10:00:00.000Z,incremental,yes,0,13,3001`,
      `${id},"'=HYPERLINK(""x""), ""y""",2026-11-22T10:00:00.000Z,schema,no,1800,0,0`,
    ]);
  });
});

describe("kinds and ranges", () => {
  it("retries and pauses are metered only after incremental synchronization has begun", () => {
    expect(meterKind("retrying", "load")).toBe("held");
    expect(meterKind("retrying", "catch_up")).toBe("retrying");
    expect(meterKind("paused", null)).toBe("held");
    expect(meterKind("paused", "stream")).toBe("paused");
    expect(meterKind("not_configured", null)).toBeNull();
    expect(meterKind("released", "stream")).toBeNull();
  });

  it("time is cut at full hours, nothing gives nothing", () => {
    expect(byHour(begin, begin)).toEqual([]);
    expect(byHour(begin + hour - 1, begin + hour + 1)).toEqual([
      [begin, 1],
      [begin + hour, 1],
    ]);
  });

  it("months are whole", () => {
    expect(usageRange("last-month", Date.UTC(2026, 0, 5))).toEqual({ fromMs: Date.UTC(2025, 11, 1), toMs: Date.UTC(2026, 0, 1) });
  });
});
