import { join } from "node:path";
import { openDatabase, type Database } from "../lib/db/client";
import { seededTasks, seedTaskStates } from "./fixtures/task-states";
import { StatusPage } from "./pages/status-page";
import { expect, test } from "./test";

test.describe.configure({ mode: "serial" });

/** A full load under way, as rows of the control database: nobody runs it. */
const id = "dtsinit0000000000a3";
let db: Database;

test.beforeAll(async () => {
  db = openDatabase(join(process.env.TRIBUTARY_TEST_DATA_DIR!, "tributary.db"), join(import.meta.dirname, "../prisma/migrations"));
  await seedTaskStates(db, Date.now());
  await db.taskTable.updateMany({ where: { taskId: id, sourceTable: "logs" }, data: { state: "copying", endedAtMs: null, chunks: JSON.stringify({ done: 40, total: 45, exact: false, underWay: [41, 42] }) } });
  await db.taskTable.updateMany({ where: { taskId: id, sourceTable: "tags" }, data: { state: "stopped", errorCode: "destination-query-failed" } });
});

test.afterAll(async () => {
  await db.task.deleteMany({ where: { id: { in: [...seededTasks] } } });
  await db.runnerNode.deleteMany({ where: { id: "worker-2" } });
  await db.$disconnect();
});

test("the progress of a full load is told with honest numbers", async ({ page, screens }) => {
  test.slow();
  const status = new StatusPage(page);
  const load = status.phase("Full data");
  const row = (table: string) => page.getByRole("row").filter({ has: page.getByRole("link", { name: `shop.${table}`, exact: true }) });
  const began = Date.now();
  const times = (startedAtMs: number) => ({ schema: { startedAtMs: began - 900_000, endedAtMs: began - 880_000 }, load: { startedAtMs, endedAtMs: null } });

  await test.step("in its first minute the end is still being estimated", async () => {
    await db.task.update({ where: { id }, data: { phaseTimes: times(Date.now()) } });
    await page.goto(`/sync/${id}/progress`);
    await expect(load).toContainText("Estimating");
  });

  await test.step("later it is a range, because the rate varied", async () => {
    await db.task.update({ where: { id }, data: { phaseTimes: times(began - 840_000) } });
    await db.$executeRaw`UPDATE "TaskFigureBucket" SET "rowsSum" = "rowsSum" * 0.3 WHERE "taskId" = ${id} AND ("atMs" / 10000) % 2 = 0`;
    await expect(load).toContainText(/\d+ \w.* to \d+ \w.* left/);
    await expect(load).not.toContainText("Estimating");
  });

  await test.step("a table beyond its estimate shows both numbers, and a bar that promises nothing", async () => {
    await expect(row("logs")).toContainText(/rows? \(estimate was|\(estimate was/);
    const bar = row("logs").getByRole("progressbar");
    await expect(bar).toBeVisible();
    expect(await bar.getAttribute("aria-valuenow")).toBeNull();
  });

  await test.step("with every row copied but a table not ended, the total is not 100 %", async () => {
    await db.$executeRaw`UPDATE "TaskTable" SET "rowsCopied" = "rowsEstimated" WHERE "taskId" = ${id} AND "rowsCopied" < "rowsEstimated"`;
    await expect(load).toContainText("99 %");
    await expect(load).not.toContainText("100 %");
  });

  await test.step("the duration of a finished table stands still while the others go on", async () => {
    // The last one holds the row's menu.
    const last = (table: string) => row(table).getByRole("cell").nth(-2);
    const [done, running] = [await last("addresses").innerText(), await last("logs").innerText()];
    await expect.poll(() => last("logs").innerText()).not.toBe(running);
    expect(await last("addresses").innerText()).toBe(done);
  });
  await page.setViewportSize({ width: 1280, height: 720 });
  await screens.picture("progress");
  await screens.scan("progress");

  await test.step("the filter is in the URL, and a table's page opens from its row", async () => {
    await page.getByRole("button", { name: /^Failed/ }).click();
    await expect(page).toHaveURL(/state=stopped/);
    await expect(page.getByRole("row")).toHaveCount(2);
    await page.reload();
    await expect(row("tags")).toBeVisible();
    await row("tags").getByRole("link", { name: "shop.tags" }).click();
    await expect(page).toHaveURL(/\/tables\/shop\/tags$/);
    await expect(page.getByRole("heading", { name: "shop.tags" })).toBeVisible();
    await expect(page.getByRole("region", { name: "Changes applied" })).toBeVisible();
    await screens.scan("progress-table");
  });

  await test.step("a copy that goes on says which chunks are done and which are under way", async () => {
    await page.goto(`/sync/${id}/tables/shop/logs`);
    await expect(page.getByRole("main")).toContainText("40 of ≈ 45 · numbers 41, 42 under way");
  });

  await test.step("the status page names what waits at the source and the slowest tables", async () => {
    await page.goto(`/sync/${id}`);
    const copy = page.getByRole("region", { name: "Copy under way" });
    await expect(copy).toContainText(/Changes since the start are being kept at the source: 1\.2 GB of binlog, \d+ m \d+ s behind/);
    await expect(copy.getByRole("list", { name: "Slowest tables" }).getByRole("listitem").first()).toContainText(/left|more rows|Estimating/);
    await screens.picture("status-initializing");
    await screens.scan("status-initializing");
  });
});
