import { controlOfConsole } from "./fixtures/control";
import { openLighthouseBrowser } from "./lighthouse/browser";
import { measure } from "./lighthouse/measure";
import { clearLighthouseRoutes, lighthouseRoutes } from "./lighthouse/routes";
import { expect, test } from "./test";

// What Lighthouse finds whatever the speed of the machine. `npm run lighthouse` measures the speed as well.
test("Lighthouse finds no fault in accessibility and best practices, and nothing moves while a page loads", async ({ page, baseURL, launchOptions }) => {
  const db = controlOfConsole();
  const browser = await openLighthouseBrowser(launchOptions);
  try {
    for (const [route, address] of Object.entries(await lighthouseRoutes(page, db)))
      await test.step(route, async () => {
        const found = await measure(browser, `${baseURL}${address}`, "desktop", { quick: true });
        expect.soft(found.accessibility, `${route}: ${found.faults.join("; ")}`).toBe(100);
        expect.soft(found.bestPractices, `${route}: ${found.faults.join("; ")}`).toBeGreaterThanOrEqual(95);
        expect.soft(found.layoutShift, `layout shift of ${route}`).toBeLessThanOrEqual(0.05);
      });
  } finally {
    await browser.close();
    await clearLighthouseRoutes(db);
    await db.$disconnect();
  }
});
