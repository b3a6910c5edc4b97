import { setInterval as every } from "node:timers/promises";
import { type TestServer, testServer } from "../lib/testing/servers";
import { synchronizeDatabase } from "./fixtures/configured-task";
import { destinationAccount } from "./fixtures/databases";
import { StatusPage } from "./pages/status-page";
import { expect, test } from "./test";

test.describe.configure({ mode: "serial" });

const database = "meters";
let id = "";

/** A few rows every few milliseconds for as long as it is held; a test that fails ends it, too. */
async function writing(source: TestServer): Promise<AsyncDisposable> {
  const connection = await source.admin();
  const ending = new AbortController();
  const work = (async () => {
    for await (const _ of every(20)) {
      if (ending.signal.aborted) return;
      await connection.query(`INSERT INTO ${database}.reading (sensor, value) VALUES (1, RAND()), (2, RAND())`);
      await connection.query(`UPDATE ${database}.sensor SET readings = readings + 2 WHERE id = 1`);
    }
  })();
  // Told when it is let go of.
  work.catch(() => undefined);
  return {
    async [Symbol.asyncDispose]() {
      ending.abort();
      try {
        await work;
      } finally {
        await connection[Symbol.asyncDispose]();
      }
    },
  };
}

test("a task is brought to Synchronizing", async ({ page }) => {
  const [source, destination] = await Promise.all([testServer("source"), testServer("destination")]);
  await using here = await source.admin();
  await using there = await destination.admin();
  await here.query(`DROP DATABASE IF EXISTS ${database}`);
  await there.query(`DROP DATABASE IF EXISTS ${database}`);
  await here.query(`CREATE DATABASE ${database}`);
  await here.query(`CREATE TABLE ${database}.sensor (id INT PRIMARY KEY, readings INT NOT NULL DEFAULT 0)`);
  await here.query(`CREATE TABLE ${database}.reading (id INT PRIMARY KEY AUTO_INCREMENT, sensor INT NOT NULL, value DOUBLE)`);
  await here.query(`INSERT INTO ${database}.sensor (id) VALUES (1), (2)`);
  await there.query(`GRANT ALL PRIVILEGES ON ${database}.* TO '${destinationAccount.user}'@'%'`);

  id = await synchronizeDatabase(page, "meters to PolarDB", database);
});

test("Performance shows the five stages at work, the window is in the URL, and a diagnosis has an address", async ({ page, screens }) => {
  test.slow();
  const source = await testServer("source");
  await using _traffic = await writing(source);
  await page.goto(`/sync/${id}/performance`);
  const stages = page.getByRole("list", { name: "From source to destination" });
  await expect(stages.getByRole("listitem")).toHaveCount(5);
  await expect(stages).toContainText(/[1-9][\d,.]* rows\/s/);
  await expect(stages).toContainText(/commit [\d.]+ ?m?s/);
  await expect(page.getByText(/No stage is limiting|is limiting/).first()).toBeVisible();

  await test.step("the rows by kind are in the table of the chart", async () => {
    const figure = page.getByRole("figure", { name: "Rows applied" });
    await figure.getByRole("button", { name: /View as table/ }).click();
    await expect(figure.getByRole("table")).toContainText(/[1-9][\d,.]*\/s/);
    await figure.getByRole("button", { name: /View as chart/ }).click();
  });

  await test.step("zoomed by keys, reset, and a preset", async () => {
    const lag = page.getByRole("slider", { name: /^Lag:/ });
    await lag.focus();
    for (let n = 0; n < 4; n++) await page.keyboard.press("Shift+ArrowLeft");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/from=\d{13}&to=\d{13}/);
    await page.getByRole("button", { name: "Reset", exact: true }).click();
    await expect(page).not.toHaveURL(/from=/);
    await page.getByRole("button", { name: "6 h", exact: true }).click();
    await expect(page).toHaveURL(/from=now-6h&to=now/);
    await page.getByRole("button", { name: "15 min", exact: true }).click();
  });

  await test.step("the diagnosis names what the account may not see, and stays", async () => {
    await page.getByRole("button", { name: "Diagnose now" }).click();
    const diagnosis = page.getByRole("region", { name: "One-click Diagnosis" });
    await expect(diagnosis).toContainText(/checks are fine/);
    await expect(diagnosis).toContainText("GRANT PROCESS");
    await expect(page).toHaveURL(/diagnosis=\d+/);
    await page.reload();
    await expect(diagnosis).toContainText("GRANT PROCESS");
  });

  await page.setViewportSize({ width: 1280, height: 720 });
  await screens.picture("performance");
  await screens.scan("performance");
  await page.setViewportSize({ width: 390, height: 844 });
  await screens.picture("performance-phone");
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`/sync/${id}`);
  await expect(new StatusPage(page).cell("Moving")).toContainText(/rows\/s/);
  await screens.picture("status");
  await screens.scan("status");
});

test("Logs follows the runner's log of the task", async ({ page, screens }) => {
  const source = await testServer("source");
  await using here = await source.admin();
  await page.goto(`/sync/${id}/logs`);
  const lines = page.getByRole("region", { name: "Lines of the log" });
  await expect(lines).toContainText("phase begins");
  await here.query(`ALTER TABLE ${database}.sensor ADD COLUMN place VARCHAR(20) NULL`);
  await expect(lines).toContainText("ADD COLUMN place");
  await page.getByRole("textbox", { name: "Search the log" }).or(page.getByRole("searchbox", { name: "Search the log" })).fill("add column place");
  await expect(lines.getByRole("listitem")).toHaveCount(1);
  await expect(page).toHaveURL(/q=add\+column|q=add%20column/);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download" }).click()]);
  expect(download.suggestedFilename()).toBe(`${id}.log.jsonl`);
  await page.goto(`/sync/${id}/logs`);
  await expect(lines).toContainText("phase begins");
  await expect(lines.getByRole("time").first()).toHaveText(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d GMT([+-][\d:]+)?$/);
  await screens.picture("logs");
  await screens.scan("logs");

  await test.step("an event leads to the log around it", async () => {
    await page.goto(`/sync/${id}/events`);
    const event = page.getByRole("listitem").filter({ hasText: `Schema change applied: ${database}.sensor` });
    await event.getByText("Details").first().click();
    await event.getByRole("link", { name: "Show in log" }).click();
    await expect(lines).toContainText("ADD COLUMN place");
  });

  await test.step("a table has its page", async () => {
    await page.goto(`/sync/${id}/progress`);
    await page.getByRole("link", { name: `${database}.sensor` }).click();
    await expect(page).toHaveURL(new RegExp(`/tables/${database}/sensor$`));
    await expect(page.getByRole("region", { name: "Events of this table" })).toContainText("Schema change applied");
    await screens.picture("table");
    await screens.scan("table");
  });
});
