import { violatedRules } from "./axe";
import { faults, plantFaults } from "./fixtures/canary";
import { expect, test } from "./test";

test("the scan reports every planted fault on a page that has none of its own, in both themes", async ({ page, screens }) => {
  await page.goto("/overview");
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
  await screens.scan("canary-before");
  await plantFaults(page);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const reported = await violatedRules(page);
    expect(faults.map(({ rule }) => rule).filter((rule) => !reported.includes(rule)), `not reported in the ${colorScheme} theme`).toEqual([]);
  }
});
