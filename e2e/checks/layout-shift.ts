import { expect, type Page } from "@playwright/test";

/** The same limit as Lighthouse's (console.md §7.5). No unit: part of the window times way. */
const limit = 0.05;

interface Shift {
  readonly value: number;
  readonly what: string;
}

/** Records what moves by itself from now on, on every page that is opened. */
export async function recordLayoutShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: Shift[] = [];
    (window as unknown as { tributaryShifts: Shift[] }).tributaryShifts = shifts;
    const name = (node: Node | null) => (node instanceof Element ? `${node.tagName.toLowerCase()}.${node.className.toString().slice(0, 40)}` : "text");
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as { value: number; hadRecentInput: boolean; sources?: { node: Node | null }[] }[])
        if (!entry.hadRecentInput) shifts.push({ value: entry.value, what: (entry.sources ?? []).map(({ node }) => name(node)).join(", ") });
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** What a page has moved by itself since it was opened stays under the limit; a fault names what moved. */
export async function expectNoLayoutShift(page: Page): Promise<void> {
  const shifts = await page.evaluate(() => (window as unknown as { tributaryShifts?: Shift[] }).tributaryShifts ?? []);
  const sum = shifts.reduce((all, { value }) => all + value, 0);
  expect(sum > limit ? [sum.toFixed(3), ...shifts.map(({ value, what }) => `${value.toFixed(3)} ${what}`)] : []).toEqual([]);
}
