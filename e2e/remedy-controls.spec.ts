import { errorCatalogue, type ErrorCode } from "../lib/errors/catalogue";
import { controlsNamedIn, labelOf, namedControls, type ControlName, type ControlPlace, type Language } from "../lib/testing/remedy-controls";
import { openObjectsOfNewTask } from "./fixtures/configured-task";
import { controlOfConsole } from "./fixtures/control";
import { InitializationPage } from "./pages/initialization-page";
import { ObjectsPage } from "./pages/objects-page";
import { expect, test } from "./test";
import type { Page } from "@playwright/test";

const onTaskPage: readonly ControlPlace[] = ["task", "menu", "statement"];

/** Errors that stop a task, and what their remedies name on its page. */
const stops = (Object.keys(errorCatalogue) as ErrorCode[])
  .filter((code) => errorCatalogue[code].disposition === "stop" || errorCatalogue[code].disposition === "bug")
  .map((code) => ({ code, named: controlsNamedIn(errorCatalogue[code].remedy, "en").filter((name) => onTaskPage.includes(namedControls[name].place)) }))
  .filter(({ named }) => named.length > 0);

/** A row of the control database for each: a task that streamed until that error stopped it. */
const idOf = (code: ErrorCode) => `dts${String(stops.findIndex((each) => each.code === code)).padStart(16, "0")}`;

test.describe("what a remedy names is on the page that shows it", () => {
  const db = controlOfConsole();

  test.beforeAll(async () => {
    const now = Date.now();
    const place = { regionId: "cn-hangzhou", createdAtMs: now, labels: [] };
    await db.host.upsert({ where: { id: "i-src1" }, update: {}, create: { id: "i-src1", name: "Orders database", address: "10.20.0.11", ...place } });
    await db.task.createMany({
      data: stops.map(({ code, named }) => ({
        id: idOf(code),
        name: code,
        status: "failed",
        phase: "stream",
        statusSinceMs: now,
        sourceRegionId: "cn-hangzhou",
        destinationRegionId: "cn-hangzhou",
        endpoints: {
          source: { kind: "ecs", hostId: "i-src1", port: 3306, account: "dts_sync", encryption: { mode: "off" } },
          destination: { kind: "polardb", clusterId: "pc-dst1", account: "dts_sync", encryption: { mode: "off" } },
        },
        objects: { objects: [{ database: "shop" }] },
        initialization: { schema: true, data: true },
        sourceSecret: "sealed",
        destinationSecret: "sealed",
        unsaved: {},
        tags: {},
        hostId: "i-src1",
        clusterId: "pc-dst1",
        sourceAddress: "10.20.0.11:3306",
        destinationAddress: "pc-dst1.rwlb.example:3306",
        firstStartedAtMs: now - 60_000,
        phaseTimes: {},
        errorCode: code,
        errorAtMs: now,
        errorContext: named.some((name) => namedControls[name].place === "statement") ? { change: "1", statement: "ALTER TABLE shop.orders ADD COLUMN a INT", position: "binlog.000001:4" } : {},
        createdBy: "li.na",
        createdAtMs: now,
        updatedAtMs: now,
      })),
    });
  });

  test.afterAll(async () => {
    await db.task.deleteMany({ where: { id: { in: stops.map(({ code }) => idOf(code)) } } });
    await db.$disconnect();
  });

  test("of a task that an error stopped, in English for every error", async ({ page }) => {
    for (const { code, named } of stops) await test.step(code, () => expectOnTaskPage(page, code, named, "en"));
  });

  test("of a task that an error stopped, in Chinese for every control", async ({ page, context, baseURL }) => {
    await context.addCookies([{ name: "tributary-locale", value: "zh-CN", url: baseURL! }]);
    const left = new Set(stops.flatMap(({ named }) => named));
    for (const { code, named } of stops) {
      if (!named.some((name) => left.has(name))) continue;
      for (const name of named) left.delete(name);
      await test.step(code, () => expectOnTaskPage(page, code, named, "zh-CN"));
    }
  });

  test("of a task that is set up", async ({ page, context, baseURL }) => {
    await openObjectsOfNewTask(page, "what remedies name");
    const languages = ["en", "zh-CN"] as const;
    const inEach = async (places: readonly ControlPlace[]) => {
      for (const language of languages) {
        await context.addCookies([{ name: "tributary-locale", value: language, url: baseURL! }]);
        await page.reload();
        await expect(page.locator("html")).toHaveAttribute("lang", language);
        await expect(page.getByRole("main").getByRole("button").first()).toBeVisible();
        // What stands in a part that is folded up counts as there: it opens by a press.
        await page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));
        for (const name of controlsAt(places)) await expect(control(page, name, language), `${name} in ${language}`).toBeEnabled();
      }
      await context.addCookies([{ name: "tributary-locale", value: "en", url: baseURL! }]);
      await page.reload();
    };
    await inEach(["steps", "objects"]);
    const objects = new ObjectsPage(page);
    await objects.box(objects.available, "shop").check();
    await objects.add.click();
    await objects.next.click();
    await expect(new InitializationPage(page).schema).toBeVisible();
    await inEach(["initialization"]);
  });
});

const controlsAt = (places: readonly ControlPlace[]) => (Object.keys(namedControls) as ControlName[]).filter((name) => places.includes(namedControls[name].place));

function control(page: Page, name: ControlName, language: Language) {
  const { role } = namedControls[name];
  const label = labelOf(name, language);
  // A choice goes on with its explanation, a step's link begins with its number.
  const named = role === "radio" || role === "checkbox" ? new RegExp(`^${label}`) : label;
  return page.getByRole(role, { name: named, exact: role !== "link" }).first();
}

async function expectOnTaskPage(page: Page, code: ErrorCode, named: readonly ControlName[], language: Language): Promise<void> {
  await page.goto(`/sync/${idOf(code)}`);
  if (language === "en") await expect(page.getByRole("region", { name: "Error", exact: true })).toContainText(errorCatalogue[code].remedy);
  for (const name of named.filter((each) => namedControls[each].place !== "menu")) await expect(control(page, name, language), `${code} names ${name}`).toBeEnabled();
  if (named.every((name) => namedControls[name].place !== "menu")) return;
  await page.locator("[data-row-menu]").click();
  for (const name of named.filter((each) => namedControls[each].place === "menu")) {
    const item = control(page, name, language);
    await expect(item, `${code} names ${name}`).toBeVisible();
    await expect(item, `${code} names ${name}, which may not be pressed`).not.toHaveAttribute("aria-disabled", "true");
  }
}
