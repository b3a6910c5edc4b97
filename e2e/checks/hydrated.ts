import { expect, type Page } from "@playwright/test";

/**
 * React has taken over all that the server sent of the page. Before, what a test puts into the page is a difference from what the server
 * sent: React reports it as an error (418) and draws the page anew, without it. React marks each node that it has taken over; parts that
 * still wait for their data are none of these.
 */
export async function expectHydrated(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => [...document.querySelectorAll("main, main *")].filter((node) => !Object.keys(node).some((key) => key.startsWith("__reactFiber$"))).length), {
      message: "nodes that React has not taken over",
    })
    .toBe(0);
}
