import { expect, type Page } from "@playwright/test";

interface Announcement {
  readonly atMs: number;
  readonly text: string;
}

/** Records what the polite live regions say from now on, on every page that is opened. */
export async function recordAnnouncements(page: Page): Promise<() => Promise<readonly Announcement[]>> {
  await page.addInitScript(() => {
    const said: Announcement[] = [];
    (window as unknown as { said: Announcement[] }).said = said;
    const polite = (node: Node | null) => (node instanceof Element ? node : node?.parentElement)?.closest("[aria-live=polite],[role=status]:not([aria-live=off])") ?? null;
    new MutationObserver((changes) => {
      const regions = new Set(changes.map(({ target }) => polite(target)).filter((region) => region !== null));
      for (const region of regions) {
        const text = (region.textContent ?? "").trim();
        if (text !== "") said.push({ atMs: performance.now(), text });
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { said?: Announcement[] }).said ?? []);
}

/** At most one message per five seconds: who listens must be able to follow (console.md §3.6). */
export function expectCalm(said: readonly Announcement[]): void {
  const hurried = said.filter(({ atMs }, index) => index > 0 && atMs - said[index - 1]!.atMs < 4_900);
  expect(hurried.map(({ text }) => text)).toEqual([]);
}
