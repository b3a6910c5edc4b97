import { join } from "node:path";
import { openDatabase, type Database } from "../lib/db/client";
import { expectNoLayoutShift, recordLayoutShifts } from "./checks/layout-shift";
import { expectCalm, recordAnnouncements } from "./checks/live-regions";
import { reflow } from "./checks/reflow";
import { SecretWatch } from "./checks/secrets";
import { tabWalk } from "./checks/tab-walk";
import { textSpacing } from "./checks/text-spacing";
import { treeAria } from "./checks/tree-aria";
import { administrator } from "./fixtures/administrator";
import { openObjectsOfNewTask } from "./fixtures/configured-task";
import { destinationAccount, sourceAccount } from "./fixtures/databases";
import { expectChinese, expectNoRawKeys, expectNothingCut } from "./fixtures/languages";
import { addressesOf, consoleRoutes } from "./fixtures/routes";
import { seededTasks, seedTaskStates } from "./fixtures/task-states";
import { InitializationPage } from "./pages/initialization-page";
import { ObjectsPage } from "./pages/objects-page";
import { PrecheckPage } from "./pages/precheck-page";
import { StatusPage } from "./pages/status-page";
import { expect, test } from "./test";

const task = "dtsexjk1alb116ab2c9";
const name = "shop for the sweep";
const secrets = [sourceAccount.password, destinationAccount.password, administrator.password];
const picturesFolder = join(import.meta.dirname, "../.local/test-results/screens");
let db: Database;
let verification = "";

test.beforeAll(async () => {
  db = openDatabase(join(process.env.TRIBUTARY_TEST_DATA_DIR!, "tributary.db"), join(import.meta.dirname, "../prisma/migrations"));
  const now = Date.now();
  await seedTaskStates(db, now);
  const settings = { scope: "all", tables: [], method: "hash", rowsPerSecond: 0, schedule: { kind: "now" }, threshold: 1 };
  const job = await db.verificationJob.create({
    data: { taskId: task, status: "passed", settings, dueAtMs: now - 90_000, startedBy: administrator.username, createdAtMs: now - 90_000, startedAtMs: now - 80_000, endedAtMs: now - 20_000 },
  });
  verification = `/sync/${task}/verification/${job.id}`;
});

test.afterAll(async () => {
  await db.task.deleteMany({ where: { id: { in: [...seededTasks] } } });
  await db.runnerNode.deleteMany({ where: { id: "worker-2" } });
  await db.$disconnect();
});

async function addresses() {
  const { id: draft } = await db.task.findFirstOrThrow({ where: { name } });
  return addressesOf({ task, states: [...seededTasks], draft, precheck: `/sync/${draft}/precheck/1`, verification });
}

test("a task stands before its start, with findings of a precheck", async ({ page }) => {
  const watch = new SecretWatch(page, secrets);
  await openObjectsOfNewTask(page, name);
  const objects = new ObjectsPage(page);
  await objects.box(objects.available, "shop").check();
  await objects.add.click();
  await treeAria(page);
  await objects.next.click();
  await new InitializationPage(page).precheck.click();
  await new PrecheckPage(page).expectDone();
  await watch.expectNone();
});

test("every route can be walked by keyboard, fits 320 pixels and wide text, and shows neither key nor secret", async ({ page }) => {
  test.setTimeout(900_000);
  const byRoute = await addresses();
  expect(consoleRoutes().filter((route) => byRoute[route] === undefined), "routes without an address in e2e/fixtures/routes.ts").toEqual([]);
  const watch = new SecretWatch(page, secrets);
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.emulateMedia({ reducedMotion: "reduce" });
  const faults: string[] = [];
  for (const address of Object.values(byRoute).flat())
    await test.step(address, async () => {
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("main [data-skeleton]")).toHaveCount(0);
      // What moves by itself must not move beneath the walk. By keyboard: after a pointer's press no ring is shown at first.
      const pause = page.getByRole("button", { name: "Pause updates" });
      if ((await pause.count()) > 0) await pause.press("Enter");
      // One run tells of all pages.
      for (const check of [expectNoRawKeys, tabWalk, treeAria, textSpacing, reflow, () => watch.expectNone()])
        await check(page).catch((error: unknown) => faults.push(`${address}: ${check.name}: ${error instanceof Error ? error.message : String(error)}`));
      // Where a bar stands at the bottom it is highest on the smallest screen.
      if (!address.includes("/configure/")) return;
      await page.setViewportSize({ width: 320, height: 640 });
      await tabWalk(page).catch((error: unknown) => faults.push(`${address} at 320 px: ${error instanceof Error ? error.message : String(error)}`));
      await page.setViewportSize({ width: 1280, height: 720 });
    });
  expect(faults).toEqual([]);
});

for (const [locale, language] of [
  ["en", "English"],
  ["zh-CN", "Chinese"],
] as const)
  test(`every route passes the scan in ${language}, in both themes, and moves nothing once it stands`, async ({ page, context, baseURL, screens }) => {
    test.setTimeout(900_000);
    await context.addCookies([{ name: "tributary-locale", value: locale, url: baseURL! }]);
    await recordLayoutShifts(page);
    const faults: string[] = [];
    for (const address of Object.values(await addresses()).flat())
      await test.step(address, async () => {
        await page.goto(address);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.locator("html")).toHaveAttribute("lang", locale);
        await expect(page.locator("main [data-skeleton]")).toHaveCount(0);
        // One run tells of all pages.
        for (const [what, check] of [
          ["language", () => (locale === "en" ? Promise.resolve() : expectChinese(page))],
          ["scan", () => screens.scan(`${locale}${address.replaceAll(/[/?&=]/g, "-")}`)],
          ["layout shift", () => expectNoLayoutShift(page)],
        ] as const)
          await check().catch((error: unknown) => faults.push(`${address}: ${what}: ${error instanceof Error ? error.message : String(error)}`));
      });
    expect(faults).toEqual([]);
  });

test("no route cuts a text that is a third longer", async ({ page, context, baseURL }) => {
  await context.addCookies([{ name: "tributary-locale", value: "en-XA", url: baseURL! }]);
  for (const address of Object.values(await addresses()).flat())
    await test.step(address, async () => {
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectNothingCut(page);
    });
});

test("twelve screens are kept as pictures, in both themes and both languages", async ({ page, context, baseURL }) => {
  const all = await addresses();
  const [[precheck], [objects]] = [all["/sync/[id]/precheck/[number]"]!, all["/sync/[id]/configure/objects"]!];
  const screens: Record<string, string> = {
    overview: "/overview",
    list: "/sync",
    new: "/sync/new",
    objects: objects!,
    precheck: precheck!,
    "status-synchronizing": `/sync/${task}`,
    "status-full-load": "/sync/dtsinit0000000000a3",
    "status-failed": "/sync/dtsfail0000000000a5",
    "status-paused": "/sync/dtspaused00000000a6",
    progress: "/sync/dtsinit0000000000a3/progress",
    performance: `/sync/${task}/performance`,
    configuration: `/sync/${task}/config`,
  };
  await page.setViewportSize({ width: 1280, height: 720 });
  for (const language of ["en", "zh-CN"]) {
    await context.addCookies([{ name: "tributary-locale", value: language, url: baseURL! }]);
    for (const [screen, address] of Object.entries(screens))
      await test.step(`${screen} in ${language}`, async () => {
        await page.goto(address);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.locator("html")).toHaveAttribute("lang", language);
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          await page.screenshot({ path: join(picturesFolder, `${screen}-${language}-${colorScheme}.png`), animations: "disabled" });
        }
      });
  }
});

test("nothing is green once the figures are old, and who listens is told no more than can be followed", async ({ page }) => {
  const announcements = await recordAnnouncements(page);
  await page.clock.install();
  await page.goto(`/sync/${task}`);
  const status = new StatusPage(page);
  await expect(status.cell("State")).toContainText("Synchronizing");
  const green = () =>
    page.evaluate(() => {
      const ok = getComputedStyle(document.documentElement).getPropertyValue("--color-ok").trim();
      const probe = document.body.appendChild(document.createElement("span"));
      probe.style.color = ok;
      const colour = getComputedStyle(probe).color;
      probe.remove();
      return [...document.querySelectorAll('section[aria-label="At a glance"] *')].filter((element) => getComputedStyle(element).color === colour).map((element) => (element.textContent ?? "").slice(0, 30));
    });
  expect(await green(), "green while it is true").not.toEqual([]);
  await page.clock.runFor(30_000);
  expectCalm(await announcements());
  // No answer at all: a refused one would be an error of the browser's console.
  await page.route("**/api/**", () => undefined);
  await page.clock.runFor(70_000);
  await expect(status.cell("State")).toContainText("Last known: Synchronizing");
  expect(await green(), "green though nothing is known").toEqual([]);
});
