import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, type TestInfo } from "@playwright/test";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Scans the page as it stands and fails with one line per violated rule; the full report is attached. Canvases have a table beside them. */
export async function expectAccessible(page: Page, info: TestInfo, name: string): Promise<void> {
  const report = await scan(page);
  await info.attach(`axe-${name}.json`, { body: JSON.stringify(report), contentType: "application/json" });
  expect(report.violations.map((violation) => `${violation.id}: ${violation.nodes.length} × ${String(violation.nodes[0]?.target)}`)).toEqual([]);
}

/** Ids of the rules that the page violates. */
export async function violatedRules(page: Page): Promise<string[]> {
  return (await scan(page)).violations.map(({ id }) => id);
}

async function scan(page: Page) {
  const builder = new AxeBuilder({ page }).withTags(tags).exclude("canvas");
  // An open menu is drawn outside every landmark, as menus are; the rule knows dialogs only.
  if ((await page.getByRole("menu").count()) > 0) builder.disableRules(["region"]);
  return builder.analyze();
}

/** Nothing scrolls sideways but what says so (tables, code): WCAG 1.4.10. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}
