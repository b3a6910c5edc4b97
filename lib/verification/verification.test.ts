import { expect, it } from "vitest";
import { configuredTask, controlDatabase } from "../testing/control-database";
import { listVerifications } from "./data";
import { claimVerification, finishVerification, planTables, requestVerification, saveTable } from "./mutations";
import { verificationSchema } from "./schema";

const settings = verificationSchema.parse({ scope: "all", method: "full", rowsPerSecond: 0, schedule: { kind: "every", hours: 1, from: "00:00", to: "00:00", timeZone: "UTC" }, threshold: 1 });

it("a repeated verification keeps its newest results without anybody asking, the planned ones stay", async () => {
  await using control = await controlDatabase();
  const id = await configuredTask(control, { status: "running" });
  await control.db.task.update({ where: { id }, data: { phase: "stream", firstStartedAtMs: 1 } });
  const tonight = await requestVerification(id, verificationSchema.parse({ ...settings, schedule: { kind: "at", atMs: Date.now() + 86_400_000 } }), "li");
  await control.db.verificationJob.createMany({
    data: Array.from({ length: 30 }, (_, index) => ({ taskId: id, status: "passed", settings, dueAtMs: 1, startedBy: "li", createdAtMs: 1, endedAtMs: index + 1 })),
  });
  const number = await requestVerification(id, settings, "li");
  const job = await claimVerification("runner", Date.now(), { id });
  if (job?.id !== number) throw new Error("the one that is due was not claimed");
  await planTables(number, [{ source: { database: "shop", table: "orders" }, destination: { database: "shop", table: "orders" } }]);
  await saveTable(number, { database: "shop", table: "orders" }, { state: "different", sourceRows: 10, missing: 2, extra: 1 });
  await finishVerification(job, "runner", "different");
  const listed = await listVerifications(id);
  const ended = listed.filter((job) => job.endedAtMs !== null);
  expect(ended).toHaveLength(30);
  expect(ended[0]).toMatchObject({ id: number, rows: 10, differences: 3, counts: { different: 1, match: 0 } });
  expect(ended.map((each) => each.endedAtMs)).not.toContain(1);
  expect(listed.filter((each) => each.endedAtMs === null)).toMatchObject([{ status: "waiting", startedBy: "li" }, { id: tonight }]);
});
