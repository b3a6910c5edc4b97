import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, type TestInfo } from "@playwright/test";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What a theme can change: themes are colours only. */
const colourRules = ["color-contrast", "link-in-text-block"];

/** Scans the page as it stands and fails with one line per violation; the full report is attached. Canvases have a table beside them. */
export async function expectAccessible(page: Page, info: TestInfo, name: string, rules: "all" | "colours" = "all"): Promise<void> {
  const report = await scan(page, rules);
  await info.attach(`axe-${name}.json`, { body: JSON.stringify(report), contentType: "application/json" });
  expect(report.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ""}`))).toEqual([]);
}

/** Ids of the rules that the page violates. */
export async function violatedRules(page: Page): Promise<string[]> {
  return (await scan(page, "all")).violations.map(({ id }) => id);
}

async function scan(page: Page, rules: "all" | "colours") {
  // A notice that fades away while the scan runs has colours of its own in every picture of it.
  await page.emulateMedia({ reducedMotion: "reduce" });
  try {
    return await scanStill(page, rules);
  } finally {
    await page.emulateMedia({ reducedMotion: null });
  }
}

async function scanStill(page: Page, rules: "all" | "colours") {
  await isSettled(page);
  const builder = new AxeBuilder({ page }).exclude("canvas");
  if (rules === "colours") return builder.withRules(colourRules).analyze();
  builder.withTags(tags);
  // An open menu is drawn outside every landmark, as menus are; the rule knows dialogs only.
  if ((await page.getByRole("menu").count()) > 0) builder.disableRules(["region"]);
  return builder.analyze();
}

/** The page from its top. Colours that fade in or flash are none yet: all that moves is brought to its end, but what moves for ever, as a spinner does. */
async function isSettled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    // What is half under the sticky header, because the page stands scrolled so, is no target that is too small.
    const open = [...document.querySelectorAll("[role=dialog], [role=alertdialog], [role=menu], [role=listbox]")].some((one) => one.closest("main") === null && one.checkVisibility());
    if (!open) window.scrollTo(0, 0);
    const passing = () => document.getAnimations().filter((one) => one.playState === "running" && one.effect?.getComputedTiming().endTime !== Infinity);
    for (let left = passing(); left.length > 0; left = passing()) {
      for (const one of left) one.finish();
      await Promise.allSettled(left.map((one) => one.finished));
    }
  });
}

/** Nothing scrolls sideways but what says so (tables, code): WCAG 1.4.10. A fault names what stands beyond the edge. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await beyondTheEdge(page), "stands beyond the edge of the page").toEqual([]);
}

/** What makes the page wider than its window, innermost first; empty when nothing does. */
export function beyondTheEdge(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - window.innerWidth;
    if (wide <= 0) return [];
    const boxed = (element: Element) => {
      for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement) if (getComputedStyle(at).overflowX !== "visible") return true;
      return false;
    };
    const beyond = [...document.body.querySelectorAll<HTMLElement>("*")].filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5 && !boxed(element));
    const innermost = beyond.filter((element) => !beyond.some((other) => other !== element && element.contains(other)));
    const told = innermost.slice(0, 4).map((element) => `${element.tagName.toLowerCase()}.${element.className.toString().slice(0, 60)} “${(element.textContent ?? "").trim().slice(0, 40)}”`);
    return [`${wide} px`, ...told];
  });
}
