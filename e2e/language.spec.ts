import { join } from "node:path";
import type { Page } from "@playwright/test";
import { openDatabase, type Database } from "../lib/db/client";
import { openObjectsOfNewTask } from "./fixtures/configured-task";
import { clockTimes, expectChinese } from "./fixtures/languages";
import { seededTasks, seedTaskStates } from "./fixtures/task-states";
import { InitializationPage } from "./pages/initialization-page";
import { ObjectsPage } from "./pages/objects-page";
import { PrecheckPage } from "./pages/precheck-page";
import { expect, test } from "./test";

let db: Database;
const preparedName = "shop in two languages";
const precheck = async () => `/sync/${(await db.task.findFirstOrThrow({ where: { name: preparedName } })).id}/precheck/1`;
const status = "/sync/dtsexjk1alb116ab2c9";
const hours = 60;

test.beforeAll(async () => {
  db = openDatabase(join(process.env.TRIBUTARY_TEST_DATA_DIR!, "tributary.db"), join(import.meta.dirname, "../prisma/migrations"));
  await seedTaskStates(db, Date.now());
});

test.afterAll(async () => {
  await db.task.deleteMany({ where: { id: { in: [...seededTasks] } } });
  await db.runnerNode.deleteMany({ where: { id: "worker-2" } });
  await db.$disconnect();
});

/** From the header: the menu named after what it chooses. */
async function choose(page: Page, menu: RegExp, option: string | RegExp): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: menu }).click();
  await page.getByRole("menuitemradio", { name: option }).click();
  await expect(page.getByRole("menu")).toHaveCount(0);
}
const language = /^(Language|语言)/;
const zone = /^(Time zone|时区)/;
const theme = /^(Theme|主题)/;

test("a precheck of real servers is there to be read", async ({ page }) => {
  await openObjectsOfNewTask(page, preparedName);
  const objects = new ObjectsPage(page);
  await objects.box(objects.available, "shop").check();
  await objects.add.click();
  await objects.next.click();
  await new InitializationPage(page).precheck.click();
  await new PrecheckPage(page).expectDone();
});

for (const { name, path, words } of [
  { name: "list", path: async () => "/sync", words: ["同步作业列表", "同步中", "已暂停", "同步失败"] },
  { name: "precheck", path: precheck, words: ["重新进行预检查", "全部预检查"] },
  { name: "status", path: async () => status, words: ["同步中", "同步延迟", "Binlog 余量"] },
]) {
  test(`the ${name} page changes language, theme and time zone in place and keeps them`, async ({ page, screens }) => {
    await page.goto(await path());
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await choose(page, zone, "UTC");
    const { pathname, search } = new URL(page.url());
    const main = page.getByRole("main");
    const pause = page.getByRole("button", { name: /^(Pause updates|暂停更新)$/ });
    if ((await pause.count()) > 0) await pause.click();

    await choose(page, language, "简体中文");
    await expectChinese(page);
    for (const word of words) await expect(main.getByText(word, { exact: true }).first()).toBeVisible();
    await screens.scan(`language-${name}`);
    await screens.picture(`language-${name}`);

    await choose(page, theme, "深色");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");

    const before = await clockTimes(main);
    await choose(page, zone, /Shanghai/);
    await expect.poll(() => clockTimes(main)).toEqual(before.map((minutes) => (minutes + 8 * hours) % (24 * hours)));

    await page.reload();
    await expectChinese(page);
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await expect(page.getByRole("banner").getByRole("button", { name: /GMT\+8/ })).toBeVisible();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(pathname + search);
  });
}

test("events say seconds and offset in every zone", async ({ page }) => {
  await page.goto(`${status}/events`);
  const times = page.getByRole("main").getByRole("listitem").getByRole("time");
  await choose(page, zone, "UTC");
  await expect(times.first()).toHaveText(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d GMT\+0$/);
  const inUtc = await times.allTextContents();
  await choose(page, zone, /Shanghai/);
  await expect(times.first()).toHaveText(/GMT\+8$/);
  const inShanghai = await times.allTextContents();
  const instant = (text: string) => Date.parse(text.replace(/ (\d\d:\d\d:\d\d) GMT\+(\d)$/, "T$1+0$2:00"));
  expect(inShanghai.map(instant)).toEqual(inUtc.map(instant));
  expect(inShanghai).not.toEqual(inUtc);
});
