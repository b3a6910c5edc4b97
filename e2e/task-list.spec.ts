import type { Page } from "@playwright/test";
import type { Database } from "@/lib/db/client";
import { controlOfConsole } from "./fixtures/control";
import { manyPrefix, removeManyTasks, seedManyTasks } from "./fixtures/many-tasks";
import { expectNoSidewaysScroll } from "./axe";
import { TasksPage } from "./pages/tasks-page";
import { expect, test } from "./test";

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
  // Whatever became of the test that shortens it: the sign-in of all tests to come.
  await db.session.updateMany({ data: { expiresAt: new Date(Date.now() + 7 * 86_400_000) } });
  await db.$disconnect();
});

const columnNames = ["Task", "Status", "Needs attention", "Lag", "Progress", "Throughput", "Source → Destination", "Class · Metering", "Created", "Actions"];
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
  for (const name of columnNames) await expect(page.getByRole("columnheader", { name, exact: true })).toBeVisible();
  // All of them, and none is cut off or behind the border.
  expect(await page.locator("[data-scroll-x]").evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
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
  await expect(page).toHaveURL(/open=dtsmany/);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  const card = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: /^Hide details of billing-/ }) });
  await expect(card.getByText("Unknown column 'discount'").first()).toBeVisible();
  await expect(card.getByText("Stopped: the destination rejects a statement.")).toBeVisible();
  await expectNoSidewaysScroll(page);
  await card.getByRole("button", { name: /^Hide details/ }).click();
  await expect(page).not.toHaveURL(/open=/);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(tasks.rows.first()).toBeVisible();
  await page.keyboard.press("/");
  await expect(tasks.search).toBeFocused();
  await page.keyboard.press("j");
  await expect(tasks.search).toHaveValue(/j/);
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await screens.scan("shortcuts");
});

test("a bulk action names whom it leaves out and why, and says what became of each", async ({ page, screens }) => {
  const tasks = new TasksPage(page);
  await page.goto("/sync?sort=name&dir=asc&q=crm&pageSize=50");
  await expect(tasks.rows.first()).toBeVisible();
  await page.getByRole("checkbox", { name: "Select all rows of this page" }).click();
  await screens.scan("list-selected");
  const bar = page.getByRole("toolbar", { name: "Selected tasks" });
  await bar.getByRole("button", { name: "Pause" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByRole("region", { name: /skipped/ })).toContainText("While it runs, retries or has failed");
  await screens.scan("bulk-pause");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await bar.getByRole("button", { name: "Add tags" }).click();
  await dialog.getByRole("textbox", { name: "Key" }).fill("wave");
  await dialog.getByRole("textbox", { name: "Value" }).fill("2");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByRole("button", { name: "Add tags" }).click();
  await expect(dialog.getByText(/^\d+ done, 0 not$/)).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(bar).toHaveCount(0);
  const tagged = await db.task.findMany({ where: { id: { startsWith: manyPrefix }, name: { startsWith: "crm" }, status: { not: "released" } } });
  expect(tagged.length).toBeGreaterThan(5);
  expect(tagged.every((task) => (task.tags as Record<string, string>)["wave"] === "2" && "team" in (task.tags as object))).toBe(true);
  // Released only when the number is typed.
  await tasks.rows.filter({ hasText: "Not Configured" }).first().getByRole("checkbox").click();
  await bar.getByRole("button", { name: "Release" }).click();
  const confirm = dialog.getByRole("button", { name: "Release 1" });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole("textbox").fill("1");
  await confirm.click();
  await expect(dialog.getByText("1 done, 0 not")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();
});

test("a view, the export and the command menu lead to the same tasks", async ({ page }) => {
  const tasks = new TasksPage(page);
  await page.goto("/sync?region=cn-shanghai&status=Failed,InitializeFailed");
  await expect(tasks.rows.first()).toBeVisible();
  const seen = await names(page);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save view" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Broken in Shanghai");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export CSV" }).click();
  const text = await (await (await download).createReadStream()).toArray();
  expect(Buffer.concat(text as Buffer[]).toString().trim().split("\r\n").slice(1).map((line) => line.split(",")[1])).toEqual(seen);
  await page.goto("/overview");
  const menu = page.getByRole("combobox", { name: "Command menu" });
  await page.keyboard.press("Control+k");
  await expect(menu).toBeFocused();
  await page.keyboard.insertText("data sync");
  await expect(page.getByRole("option", { name: /Data Synchronization/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sync/);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Broken in Shanghai" }).click();
  await expect(page).toHaveURL(/region=cn-shanghai/);
  await expect(tasks.rows).toHaveCount(seen.length);
  const [task] = await db.task.findMany({ where: { id: { startsWith: manyPrefix }, status: "failed" }, take: 1 });
  await page.keyboard.press("Control+k");
  await expect(menu).toBeFocused();
  await page.keyboard.insertText(`rename ${task?.name}`);
  await expect(page.getByRole("option", { name: `Rename: ${task?.name}` })).toBeVisible();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: `Rename ${task?.name}` }).getByRole("textbox").fill("renamed by keyboard");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await db.task.findUnique({ where: { id: task?.id ?? "" } }))?.name).toBe("renamed by keyboard");
});

test("a viewer reads and changes nothing, also past the buttons; an administrator adds him and shuts him out", async ({ page, browser, screens }) => {
  await page.goto("/settings/access");
  await page.getByRole("button", { name: "Add user" }).click();
  const form = page.getByRole("dialog", { name: "Add user" });
  await form.getByRole("textbox", { name: "Name", exact: true }).fill("Wu Min");
  await form.getByRole("textbox", { name: "User name" }).fill("wu.min");
  await form.getByLabel("New password").fill("a long password 1");
  await form.getByRole("button", { name: "Add user" }).click();
  await expect(page.getByRole("row", { name: /wu\.min/ })).toContainText("May sign in");
  await screens.scan("access");
  await screens.picture("access");

  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const his = await context.newPage();
  await his.goto("/login");
  await his.getByLabel("User name").fill("wu.min");
  await his.getByLabel("Password", { exact: true }).fill("a long password 1");
  await his.getByRole("button", { name: "Sign in" }).click();
  await expect(his.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
  await his.goto("/sync?q=orders");
  await expect(new TasksPage(his).rows.first()).toBeVisible();
  await expect(his.getByRole("link", { name: "Create Task" })).toHaveCount(0);
  await expect(his.getByRole("checkbox", { name: /^Select/ })).toHaveCount(0);
  await expect(his.getByRole("button", { name: /^More actions for/ })).toHaveCount(0);
  await his.goto("/settings/access");
  await expect(his.getByText("Your role does not allow this page")).toBeVisible();
  expect((await his.request.get("/api/users")).status()).toBe(403);
  // What he types in his settings reaches the server, which refuses.
  await db.user.updateMany({ where: { username: "wu.min" }, data: { role: "operator" } });
  await his.goto("/sync?q=orders&status=NotConfigured,NotStarted,PreCheckPass,Failed");
  await expect(new TasksPage(his).rows.first()).toBeVisible();
  const row = new TasksPage(his).rows.first();
  const name = (await row.getByRole("link").first().textContent()) ?? "";
  await row.getByRole("button", { name: /^More actions for/ }).click();
  await his.getByRole("menuitem", { name: "Rename" }).click();
  await db.user.updateMany({ where: { username: "wu.min" }, data: { role: "viewer" } });
  await his.getByRole("dialog").getByRole("textbox").fill("not allowed");
  await his.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
  await expect(his.getByText("This account may not do that.")).toBeVisible();
  expect(await db.task.count({ where: { name } })).toBe(1);

  await page.getByRole("row", { name: /wu\.min/ }).getByRole("button", { name: "Actions for Wu Min" }).click();
  await page.getByRole("menuitem", { name: "Disable" }).click();
  await expect(page.getByRole("row", { name: /wu\.min/ })).toContainText("Disabled");
  await his.goto("/sync");
  await expect(his).toHaveURL(/\/login/);
  await context.close();
});

test("an open page is told what changes and asks for nothing; where others take its stream it asks again", async ({ page, baseURL }) => {
  const id = `${manyPrefix}${"8".padStart(12, "0")}`;
  const rename = (name: string) => db.task.update({ where: { id }, data: { name } });
  const asked: string[] = [];
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname === `/api/tasks/${id}`) asked.push(pathname);
  });
  // Until the page is told it asks, and nobody answers: what it shows can only have been told.
  await page.route(`**/api/tasks/${id}`, async (route) => {
    await answered;
    await route.continue();
  });
  const title = (name: string) => page.getByRole("heading", { level: 1, name, exact: true });
  await page.goto(`/sync/${id}`);
  await rename("told once");
  await expect(title("told once")).toBeVisible();
  const before = asked.length;
  // Longer than the page waits before it asks.
  for (const name of ["told twice", "told thrice", "told again", "told at last"]) {
    await rename(name);
    await expect(title(name)).toBeVisible();
  }
  expect(asked.slice(before), "asked though it was told").toEqual([]);

  answer();
  const cookie = (await page.context().cookies(baseURL)).map(({ name, value }) => `${name}=${value}`).join("; ");
  const leaving = new AbortController();
  try {
    // More than one session may have: the oldest, which is the page's, ends.
    for (const tab of ["a", "b", "c"]) {
      const stream = await fetch(`${baseURL}/api/live`, { method: "POST", signal: leaving.signal, headers: { cookie, "content-type": "application/json" }, body: JSON.stringify({ tab, topics: [{ path: "/api/alerts/count" }] }) });
      expect(stream.status).toBe(200);
    }
    await rename("asked for");
    await expect(title("asked for")).toBeVisible();
    await expect.poll(() => asked.length).toBeGreaterThan(before);
  } finally {
    leaving.abort();
  }
});

test("two minutes before the sign-in ends somebody is asked, and stays", async ({ page, screens }) => {
  const user = await db.user.findFirstOrThrow({ where: { username: "li.na" } });
  await db.session.updateMany({ where: { userId: user.id }, data: { expiresAt: new Date(Date.now() + 90_000) } });
  await page.goto("/settings/profile");
  const dialog = page.getByRole("alertdialog", { name: "You will be signed out soon" });
  await expect(dialog).toBeVisible();
  await screens.scan("expiry");
  await dialog.getByRole("button", { name: "Stay signed in" }).click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(async () => (await db.session.findFirst({ where: { userId: user.id }, orderBy: { expiresAt: "desc" } }))?.expiresAt.valueOf()).toBeGreaterThan(Date.now() + 6 * 86_400_000);
});

test("every page of this room is readable on a phone and passes the scan", async ({ page, screens }) => {
  for (const path of ["/sync", "/overview", "/settings/profile", "/settings/defaults", "/settings/system", "/resources/workers", "/resources/network", "/no/such/page"])
    await test.step(path, async () => {
      await page.setViewportSize({ width: 1280, height: 720 });
      await page.goto(path);
      await expect(page.getByRole("main")).toBeVisible();
      await screens.scan(path.replaceAll("/", "-"));
      await page.setViewportSize({ width: 390, height: 844 });
      await expectNoSidewaysScroll(page);
    });
});
