/** `npm run lighthouse`: the gates of console.md §7.5, and the figures into docs/lighthouse.md. Speed depends on the machine: run it alone. */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { controlOfConsole } from "../fixtures/control";
import { expect, test } from "../test";
import { openLighthouseBrowser } from "./browser";
import { measure, medianOf, type Measured, type Preset } from "./measure";
import { clearLighthouseRoutes, lighthouseRoutes } from "./routes";

const file = join(import.meta.dirname, "../../docs/lighthouse.md");
const tableBegins = "| Route |";
const runs = 3;

test("Lighthouse's gates hold for the four routes, as the median of three runs", async ({ page, baseURL, launchOptions }) => {
  test.setTimeout(30 * 60_000);
  const db = controlOfConsole();
  const found: { route: string; preset: Preset; figures: Measured }[] = [];
  try {
    const routes = await lighthouseRoutes(page, db);
    await page.close();
    for (const preset of ["desktop", "mobile"] as const)
      for (const [route, address] of Object.entries(routes)) {
        const each: Measured[] = [];
        // A fresh browser for each: no cache of the run before.
        for (let run = 0; run < runs; run++) {
          const browser = await openLighthouseBrowser(launchOptions);
          each.push(await measure(browser, `${baseURL}${address}`, preset, { quick: false }).finally(() => browser.close()));
        }
        found.push({ route, preset, figures: medianOf(each) });
      }
  } finally {
    await clearLighthouseRoutes(db);
    await db.$disconnect();
  }
  const lines = found.map(
    ({ route, preset, figures }) =>
      `| \`${route}\` | ${preset} | ${figures.performance} | ${figures.accessibility} | ${figures.bestPractices} | ${figures.layoutShift.toFixed(3)} | ${Math.round(figures.blockingMs)} ms |`,
  );
  const table = [`${tableBegins} Preset | Performance | Accessibility | Best practices | Layout shift | Blocking time |`, "| --- | --- | --- | --- | --- | --- | --- |", ...lines].join("\n");
  console.log(`${table}\n${availableParallelism()} processors`);
  const text = readFileSync(file, "utf8").split(tableBegins)[0] ?? "";
  writeFileSync(file, `${text.trimEnd()}\n\n${table}\n`);
  for (const { route, preset, figures } of found) {
    const what = `${route}, ${preset}`;
    expect.soft(figures.accessibility, `accessibility of ${what}: ${figures.faults.join("; ")}`).toBe(100);
    expect.soft(figures.bestPractices, `best practices of ${what}: ${figures.faults.join("; ")}`).toBeGreaterThanOrEqual(95);
    expect.soft(figures.performance, `performance of ${what}`).toBeGreaterThanOrEqual(preset === "desktop" ? 90 : 75);
    expect.soft(figures.layoutShift, `layout shift of ${what}`).toBeLessThanOrEqual(0.05);
    if (preset === "desktop") expect.soft(figures.blockingMs, `blocking time of ${what}`).toBeLessThanOrEqual(200);
  }
});
