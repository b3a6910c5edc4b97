import { expect, test } from "vitest";
import { configuredTask, controlDatabase } from "../../testing/control-database";
import { runwayLevel } from "./level";
import { noteRunwayCrossings } from "./mutations";

const hour = 3_600_000;

test("a runway that swings around a limit crosses it once", () => {
  const limits = { warn: 24, bad: 6 };
  expect(runwayLevel(25 * hour, limits, "ok")).toBe("ok");
  expect(runwayLevel(23.9 * hour, limits, "ok")).toBe("warn");
  expect(runwayLevel(24.1 * hour, limits, "warn")).toBe("warn");
  expect(runwayLevel(26 * hour, limits, "warn")).toBe("ok");
  expect(runwayLevel(5 * hour, limits, "ok")).toBe("bad");
  expect(runwayLevel(6.1 * hour, limits, "bad")).toBe("bad");
  expect(runwayLevel(7 * hour, limits, "bad")).toBe("warn");
});

test("each crossing is one event of the task, from amber to red and back, however often it is looked at", async () => {
  await using control = await controlDatabase();
  const id = await configuredTask(control, { status: "paused" });
  const now = Date.now();
  await control.db.task.update({ where: { id }, data: { firstStartedAtMs: now } });
  const figures = (lastCommitMs: number) => ({ phase: "stream", caughtUp: false, lagMs: 0, lagBytes: null, lastCommitMs, clockOffsetMs: 0, logRetentionSeconds: 30 * 3_600 });
  await control.db.taskFigure.create({ data: { taskId: id, atMs: now, epoch: 0, figures: figures(now) } });
  for (const later of [0, 1, 7, 8, 25, 25.5]) await noteRunwayCrossings(now + later * hour);
  await control.db.taskFigure.update({ where: { taskId: id }, data: { figures: figures(now + 26 * hour) } });
  await noteRunwayCrossings(now + 26 * hour);
  const events = await control.db.taskEvent.findMany({ where: { taskId: id, kind: "runway" }, orderBy: { id: "asc" } });
  expect(events.map(({ severity, message }) => [severity, message])).toEqual([
    ["warn", "The binlog runway is below 24 h."],
    ["error", "The binlog runway is below 6 h."],
    ["info", "The binlog runway is above 24 h again."],
  ]);
});
