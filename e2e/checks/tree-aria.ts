import { expect, type Page } from "@playwright/test";

/** Rows of every tree say level, place and number of their siblings, whether they are open, and what is ticked; also after scrolling. */
export async function treeAria(page: Page): Promise<void> {
  for (const tree of await page.getByRole("treegrid").all()) {
    for (const part of [0, 0.5, 1]) {
      const faults = await tree.evaluate((element, where) => {
        const scroller = [element, ...element.querySelectorAll<HTMLElement>("*")].find((each) => each.scrollHeight > each.clientHeight + 4 && /auto|scroll/.test(getComputedStyle(each).overflowY));
        scroller?.scrollTo(0, scroller.scrollHeight * where);
        return new Promise<string[]>((resolve) =>
          requestAnimationFrame(() =>
            requestAnimationFrame(() => {
              const wrong: string[] = [];
              const rows = [...element.querySelectorAll<HTMLElement>("[role=row][aria-level]")];
              const number = (row: HTMLElement, name: string) => Number(row.getAttribute(name));
              rows.forEach((row, index) => {
                const what = (row.textContent ?? "").slice(0, 30);
                const [level, place, size] = [number(row, "aria-level"), number(row, "aria-posinset"), number(row, "aria-setsize")];
                if (!(level >= 1)) wrong.push(`${what}: level ${level}`);
                if (!(place >= 1 && place <= size)) wrong.push(`${what}: place ${place} of ${size}`);
                const below = rows[index + 1];
                if (below && number(below, "aria-level") > level + 1) wrong.push(`${what}: a level is left out below`);
                if (below && number(below, "aria-level") === level + 1 && row.getAttribute("aria-expanded") !== "true") wrong.push(`${what}: has rows below and is not open`);
                if (below && number(below, "aria-level") === level && number(below, "aria-setsize") === size && number(below, "aria-posinset") !== place + 1 && number(below, "aria-posinset") !== 1)
                  wrong.push(`${what}: ${place} is followed by ${number(below, "aria-posinset")}`);
                const ticked = row.querySelector("[role=checkbox]")?.getAttribute("aria-checked") ?? "false";
                if (!["true", "false", "mixed"].includes(ticked)) wrong.push(`${what}: ticked ${ticked}`);
              });
              resolve(wrong);
            }),
          ),
        );
      }, part);
      expect(faults).toEqual([]);
    }
  }
}
