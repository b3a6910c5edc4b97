import type { Page } from "@playwright/test";
import type { Database } from "@/lib/db/client";
import { controlOfConsole } from "./fixtures/control";
import { removeManyTasks, seedManyTasks } from "./fixtures/many-tasks";
import { TasksPage } from "./pages/tasks-page";
import { expect, test } from "./test";

test.describe.configure({ mode: "serial" });

/** Presses of A02. */
const budget = 8;
let db: Database;

test.beforeAll(async () => {
  db = controlOfConsole();
  await seedManyTasks(db, Date.now());
});
test.afterAll(async () => {
  await removeManyTasks(db);
  await db.savedView.deleteMany({});
  await db.user.deleteMany({ where: { username: "wu.min" } });
  await db.$disconnect();
});

const names = (page: Page) => page.locator("tbody [data-task-row]").evaluateAll((rows) => rows.map((row) => row.querySelector("[data-row-link]")?.textContent));

test("region, chip, search, order and page size are in the address, which shows the same rows to anybody", async ({ page, browser, screens, presses }) => {
  const tasks = new TasksPage(page);
  await page.goto("/sync");
  await expect(tasks.rows.first()).toBeVisible();
  const begun = presses.count();
  await tasks.region.click();
  await page.getByRole("option", { name: /^Shanghai/ }).click();
  await expect(page).toHaveURL(/region=cn-shanghai/);
  await tasks.chip("Needs attention").click();
  await expect(page).toHaveURL(/attention=1/);
  await tasks.search.click();
  await page.keyboard.insertText("bill");
  await expect(page).toHaveURL(/q=bill/);
  await tasks.sort("Lag").click();
  await expect(page).toHaveURL(/sort=lag/);
  await tasks.pageSize.click();
  await page.getByRole("option", { name: "50" }).click();
  await expect(page).toHaveURL(/pageSize=50/);
  await expect(tasks.rows.filter({ hasText: "billing" })).not.toHaveCount(0);
  await expect(tasks.rows.filter({ hasNotText: "billing" })).toHaveCount(0);
  const seen = await names(page);
  const url = page.url();
  await screens.scan("list-filtered");

  const other = await browser.newContext({ storageState: await page.context().storageState() });
  const copy = new TasksPage(await other.newPage());
  await copy.page.goto(url);
  await expect(copy.rows).toHaveCount(seen.length);
  expect(await names(copy.page)).toEqual(seen);
  await expect(copy.region).toHaveValue("Shanghai");
  await expect(copy.chip("Needs attention")).toHaveAttribute("aria-pressed", "true");
  await expect(copy.search).toHaveValue("bill");
  await expect(copy.pageSize).toHaveText("50");
  await expect(copy.page.getByRole("columnheader", { name: "Lag" })).toHaveAttribute("aria-sort", "descending");
  await other.close();

  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(tasks.region).toHaveValue("All regions");
  await expect(tasks.search).toHaveValue("");
  await expect(tasks.chip("All")).toHaveAttribute("aria-pressed", "true");
  expect(presses.count() - begun, presses.list().join(" · ")).toBeLessThanOrEqual(budget);

  await page.goBack();
  await expect(tasks.search).toHaveValue("bill");
  await expect(tasks.pageSize).toHaveText("50");
  await page.goBack();
  await expect(tasks.pageSize).toHaveText("20");
  await page.goBack();
  await expect(page.getByRole("columnheader", { name: "Created" }).or(page.getByRole("columnheader", { name: "Status" })).first()).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Lag" })).not.toHaveAttribute("aria-sort");
  await page.goBack();
  await expect(tasks.search).toHaveValue("");
  await expect(tasks.chip("Needs attention")).toHaveAttribute("aria-pressed", "true");
  await page.goBack();
  await expect(tasks.chip("All")).toHaveAttribute("aria-pressed", "true");
  await expect(tasks.region).toHaveValue("Shanghai");
});

test("the cause of a failure is read without leaving its row, by keyboard alone", async ({ page, screens }) => {
  const tasks = new TasksPage(page);
  // Of the many, not one that another test has made.
  await page.goto("/sync?status=Failed&q=billing-");
  await expect(tasks.rows.first()).toContainText("Unknown column 'discount'");
  await page.keyboard.press("j");
  await expect(tasks.rows.first().getByRole("link")).toBeFocused();
  await page.keyboard.press("e");
  await expect(page.getByText("The destination rejects a statement.").first()).toBeVisible();
  await expect(page.getByText("Stopped: the destination rejects a statement.")).toBeVisible();
  await screens.scan("list-expanded");
  await screens.picture("list-expanded");
  await page.keyboard.press("/");
  await expect(tasks.search).toBeFocused();
  await page.keyboard.press("j");
  await expect(tasks.search).toHaveValue(/j/);
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await screens.scan("shortcuts");
});
