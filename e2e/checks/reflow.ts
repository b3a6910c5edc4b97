import { expect, type Page } from "@playwright/test";
import { beyondTheEdge } from "../axe";

/** At 320 × 640 nothing needs two directions of scrolling but tables and code, which have their own box (WCAG 1.4.10). */
export async function reflow(page: Page): Promise<void> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  try {
    // Charts take their new size a moment later.
    await expect.poll(() => beyondTheEdge(page), { message: "wider than 320 px", timeout: 5_000 }).toEqual([]);
    // Outside of a box that scrolls nothing may stand beyond the edge, where `overflow: hidden` of an ancestor would swallow it.
    const beyond = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>("main button, main a, main input, main h1, main h2, main p, main dd")]
        .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1)
        .filter((element) => {
          for (let at: HTMLElement | null = element; at !== null; at = at.parentElement) if (/auto|scroll/.test(getComputedStyle(at).overflowX) || at.matches(".sr-only,.truncate")) return false;
          return true;
        })
        .map((element) => `${element.tagName} ${(element.textContent ?? "").trim().slice(0, 50)}`),
    );
    expect(beyond, "beyond the edge at 320 px").toEqual([]);
  } finally {
    if (size) await page.setViewportSize(size);
  }
}
