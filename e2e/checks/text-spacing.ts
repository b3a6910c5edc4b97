import { expect, type Page } from "@playwright/test";
import { beyondTheEdge } from "../axe";

/** With the spacing of WCAG 1.4.12 no text is clipped, and nothing scrolls sideways. */
export async function textSpacing(page: Page): Promise<void> {
  const style = await page.addStyleTag({
    content: "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }",
  });
  const clipped = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("main *, header *")]
      .filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== ""))
      .filter((element) => element.checkVisibility() && !element.matches(".sr-only, .sr-only *, .truncate, .truncate *, [class*=line-clamp], canvas, textarea, option"))
      .filter((element) => {
        const text = element.getBoundingClientRect();
        for (let at: HTMLElement | null = element; at !== null && at.tagName !== "MAIN"; at = at.parentElement) {
          const { overflowY, overflowX } = getComputedStyle(at);
          if (/auto|scroll/.test(overflowY + overflowX)) return false;
          const box = at.getBoundingClientRect();
          if (overflowY === "hidden" && (text.bottom > box.bottom + 3 || text.top < box.top - 3) && box.height > 1) return true;
        }
        return false;
      })
      .map((element) => `${element.tagName} ${(element.textContent ?? "").trim().slice(0, 50)}`),
  );
  const sideways = await beyondTheEdge(page);
  await style.evaluate((element) => (element as HTMLElement).remove());
  expect(clipped, "clipped with wide text spacing").toEqual([]);
  expect(sideways, "beyond the edge with wide text spacing").toEqual([]);
}
