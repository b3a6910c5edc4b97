import { readFile } from "node:fs/promises";
import { compareDatabases } from "../lib/engine/verification/compare-databases";
import { connect } from "../lib/mysql/connection";
import { type TestServer, testServer } from "../lib/testing/servers";
import { expectNoSidewaysScroll } from "./axe";
import { synchronizeDatabase } from "./fixtures/configured-task";
import { destinationAccount, sourceAccount } from "./fixtures/databases";
import { CreatePage } from "./pages/create-page";
import { EndpointsPage } from "./pages/endpoints-page";
import { ObjectsPage } from "./pages/objects-page";
import { StatusPage } from "./pages/status-page";
import { expect, test } from "./test";

test.describe.configure({ mode: "serial" });

const database = "ledger";
const name = "ledger to PolarDB";
let id = "";
let source: TestServer;
let destination: TestServer;

test.beforeAll(async () => {
  [source, destination] = await Promise.all([testServer("source"), testServer("destination")]);
  await using here = await source.admin();
  await using there = await destination.admin();
  for (const connection of [here, there]) await connection.query(`DROP DATABASE IF EXISTS ${database}`);
  await here.query(`CREATE DATABASE ${database}`);
  await here.query(`CREATE TABLE ${database}.entry (id INT PRIMARY KEY AUTO_INCREMENT, amount DECIMAL(10,2) NOT NULL)`);
  await here.query(`INSERT INTO ${database}.entry (amount) VALUES (1.25), (2.5), (5)`);
  await there.query(`GRANT ALL PRIVILEGES ON ${database}.* TO '${destinationAccount.user}'@'%'`);
});

/** What is written now arrives, and then both sides are equal row by row. */
async function expectSynchronizing(amount: number): Promise<void> {
  await using here = await source.admin();
  await using there = await destination.admin();
  await here.query(`INSERT INTO ${database}.entry (amount) VALUES (?)`, [amount]);
  await expect.poll(async () => (await there.query(`SELECT amount FROM ${database}.entry WHERE amount = ?`, [amount])).length, { timeout: 60_000 }).toBe(1);
  const differences = await compareDatabases({
    connectSource: (session) => connect(source.settings("source"), { session }),
    connectDestination: (session) => connect(destination.settings("destination"), { session }),
    databases: { [database]: database },
  });
  expect(differences).toEqual([]);
}

test("class and limits are changed while the task runs: before and after, what it interrupts, and it goes on", async ({ page, screens }) => {
  id = await synchronizeDatabase(page, name, database);
  await expectSynchronizing(10.5);
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`/sync/${id}/config`);
  await page.getByRole("button", { name: "Change class and limits" }).click();
  const dialog = page.getByRole("dialog", { name: `Class and limits of ${name}` });
  await expect(page).toHaveURL(/change=limits/);
  await expect(dialog.getByRole("button", { name: "Change", exact: true })).toBeDisabled();
  await dialog.getByRole("radio", { name: /^medium/ }).click();
  await dialog.getByRole("textbox", { name: "Incremental: rows per second" }).fill("900");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Month end");
  await expect(dialog).toContainText("small → medium");
  await expect(dialog).toContainText("stops at a transaction border");
  await screens.picture("limits", "window");
  await screens.scan("limits");
  await dialog.getByRole("button", { name: "Change", exact: true }).click();
  await expect(dialog).toBeHidden();
  const changes = page.getByRole("region", { name: "Changes" });
  await expect(changes.getByRole("listitem").first()).toContainText("Class or limits changed — Month end");
  await changes.getByRole("listitem").first().getByText(/instanceClass/).first().click();
  await expect(changes.getByRole("definition").filter({ hasText: "medium" })).toContainText("small → medium");
  await screens.picture("config");
  await screens.scan("config");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await screens.picture("config-phone");

  await expectSynchronizing(11.5);
  await page.goto(`/sync/${id}`);
  await expect(new StatusPage(page).cell("State")).toContainText("Synchronizing");
  await page.goto(`/sync/${id}/events`);
  await expect(page.getByRole("region", { name: "Events" })).not.toContainText("taken over");
});

test("a connection that does not answer changes nothing and shows where it failed; one that does is taken up in flight", async ({ page, screens }) => {
  await page.goto(`/sync/${id}/config`);
  await page.getByRole("link", { name: "Change connection" }).click();
  const endpoints = new EndpointsPage(page);
  const change = page.getByRole("button", { name: "Test and change" });
  await expect(endpoints.account("source")).toHaveValue(sourceAccount.user);
  await endpoints.password("source").fill("not-the-password");
  await change.click();
  await expect(page.getByRole("alert").filter({ hasText: "Nothing was changed" }).first()).toBeVisible();
  const ladder = page.getByRole("list", { name: `Connection to ${source.host}:${source.port}` });
  await expect(ladder.getByRole("listitem").filter({ hasText: "failed" })).toContainText(`Access denied for user '${sourceAccount.user}'`);
  await expect(page.getByRole("alert").filter({ hasText: "Nothing was changed" }).first()).toBeInViewport();
  await screens.picture("connection-refused");
  await screens.scan("connection-refused");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await screens.picture("connection-refused-phone");
  await page.setViewportSize({ width: 1440, height: 900 });
  await expectSynchronizing(12.5);

  await endpoints.password("source").fill(sourceAccount.password);
  await change.click();
  await expect(page).toHaveURL(new RegExp(`/sync/${id}/config$`));
  await expect(page.getByRole("region", { name: "Changes" })).toContainText("Connection changed");
  expect(await page.content()).not.toContain(sourceAccount.password);
  await expectSynchronizing(13.5);
});

test("the task file becomes a task of its own, passwords are asked for", async ({ page, screens }) => {
  await page.goto(`/sync/${id}/config`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download" }).click()]);
  expect(download.suggestedFilename()).toBe(`${id}.yaml`);
  const text = await readFile(await download.path(), "utf8");
  expect(text).not.toContain(sourceAccount.password);
  await page.goto("/sync/import");
  const content = page.getByRole("textbox", { name: "Content" });
  await content.fill(text.replace("schema: true", "schema: perhaps"));
  await page.getByRole("button", { name: "Import" }).click();
  const line = text.split("\n").findIndex((each) => each.includes("schema: true")) + 1;
  await expect(page.getByRole("alert").filter({ hasText: "1 fault in the file" })).toContainText(`Line ${line}`);
  await screens.picture("import-fault");
  await screens.scan("import-fault");
  await content.fill(text);
  await page.getByRole("textbox", { name: "Task name" }).fill("ledger once more");
  await page.getByRole("button", { name: "Import" }).click();
  await expect(page).toHaveURL(/\/configure\/endpoints$/);
  const endpoints = new EndpointsPage(page);
  await expect(endpoints.taskName).toHaveValue("ledger once more");
  await expect(endpoints.account("source")).toHaveValue(sourceAccount.user);
  await endpoints.password("source").fill(sourceAccount.password);
  await endpoints.password("destination").fill(destinationAccount.password);
  await endpoints.primary.click();
  const objects = new ObjectsPage(page);
  await expect(objects.row(objects.selected, database)).toContainText("Whole database");
});

test("a similar task takes everything over, and Usage shows what the task used", async ({ page, screens }) => {
  await page.goto(`/sync/${id}/config`);
  await page.getByRole("link", { name: "Create similar task" }).click();
  const create = new CreatePage(page);
  await expect(page.getByText(`Endpoints, objects and settings are taken over from ${name}`)).toBeVisible();
  await expect(create.choice("Instance Class", /^medium/)).toBeChecked();
  await screens.scan("similar");
  await create.createAndConfigure.click();
  const endpoints = new EndpointsPage(page);
  await expect(endpoints.host).toHaveValue(/i-src1/);
  await expect(endpoints.password("source")).toHaveAccessibleDescription(/^Saved/);
  await endpoints.primary.click();
  const objects = new ObjectsPage(page);
  await expect(objects.row(objects.selected, database)).toContainText("Whole database");

  await page.goto("/usage");
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
  await expect(row).toBeVisible();
  await row.getByRole("button", { name: `Hours of ${name}` }).click();
  await expect(page).toHaveURL(new RegExp(`task=${id}`));
  await expect(page.getByRole("table", { name: `Hours of ${name}` })).toContainText("Incremental");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Export CSV" }).click()]);
  expect(await readFile(await download.path(), "utf8")).toContain(id);
  await page.setViewportSize({ width: 1280, height: 720 });
  await screens.picture("usage");
  await screens.scan("usage");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await screens.picture("usage-phone");
});
