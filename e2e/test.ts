/** The test of all specs: console errors fail it, presses are counted, screens are scanned and kept as pictures, each in light and dark. */
import { test as base, expect, type Page } from "@playwright/test";
import { expectAccessible } from "./axe";

export { expect };

interface Screen {
  /** Scans the page as it stands, by all rules; its colours in both themes. */
  scan(name: string): Promise<void>;
  /** Attaches the page, or what the window shows of it, in both themes. The whole page needs another size of the window for a moment. */
  picture(name: string, extent?: "page" | "window"): Promise<void>;
}

/** Pointer presses, and key presses that are no text, since the test began. */
export interface Presses {
  count(): number;
  list(): readonly string[];
}

export const test = base.extend<{ screens: Screen; presses: Presses; quiet: void }>({
  quiet: [
    async ({ context }, use) => {
      const errors: string[] = [];
      context.on("console", (message) => {
        // The browser reports a page that does not exist as an error, also where a test asks for one.
        if (message.type() === "error" && !message.location().url.endsWith("/no/such/page")) errors.push(`${message.text()} (${message.location().url})`);
      });
      context.on("weberror", (error) => errors.push(String(error.error())));
      await use();
      expect(errors, "errors in the browser's console").toEqual([]);
    },
    { auto: true },
  ],
  screens: async ({ page }, use, info) => {
    await use({
      scan: (name) => inBothThemes(page, (theme) => expectAccessible(page, info, `${name}-${theme}`, theme === "light" ? "all" : "colours")),
      picture: (name, extent = "page") =>
        inBothThemes(page, async (theme) => {
          // What stands fixed belongs to the top of the picture.
          if (extent === "page") await page.evaluate(() => window.scrollTo(0, 0));
          const path = info.outputPath(`${name}-${theme}.png`);
          await page.screenshot({ path, animations: "disabled", fullPage: extent === "page" });
          await info.attach(`${name}-${theme}`, { path, contentType: "image/png" });
        }),
    });
  },
  presses: async ({ page }, use) => {
    const made: string[] = [];
    await page.exposeBinding("tributaryPress", (_source, what: string) => void made.push(what));
    await page.addInitScript(() => {
      const tell = (what: string) => (window as unknown as { tributaryPress: (what: string) => void }).tributaryPress(what);
      const nameOf = (target: EventTarget | null) =>
        target instanceof Element ? (target.closest("button,a,input,[role]")?.getAttribute("aria-label") ?? target.textContent ?? "").trim().slice(0, 40) : "";
      // As it bubbles: a press that missed, because the page moved beneath it, is held back before.
      window.addEventListener("pointerdown", (event) => tell(`press ${nameOf(event.target)}`));
      window.addEventListener("keydown", (event) => (event.key.length > 1 || event.ctrlKey || event.metaKey || event.altKey) && tell(`key ${event.key}`), true);
    });
    await use({ count: () => made.length, list: () => made });
  },
});

async function inBothThemes(page: Page, work: (theme: "light" | "dark") => Promise<void>): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    // Colours on their way are neither theme's. They are brought to their end: where nothing is drawn, by itself none of them ends.
    await expect
      .poll(() =>
        page.evaluate(() => {
          const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
          for (const transition of transitions) transition.finish();
          return transitions.length;
        }),
      )
      .toBe(0);
    await work(theme);
  }
  await page.emulateMedia({ colorScheme: "light" });
}
