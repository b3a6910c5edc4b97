import { expect, type Locator, type Page } from "@playwright/test";

/** One precheck run. */
export class PrecheckPage {
  readonly passed: Locator;
  readonly again: Locator;

  constructor(readonly page: Page) {
    this.passed = page.getByText("Precheck Passed", { exact: true }).first();
    this.again = page.getByRole("button", { name: "Precheck Again" });
  }

  /** All checks of the run are done; answers how many there are. */
  async expectDone(): Promise<number> {
    const done = this.page.getByText(/^(\d+)\/\1 done$/);
    await expect(done).toBeVisible();
    return Number(/^\d+/.exec((await done.textContent()) ?? "")?.[0]);
  }

  item(title: string | RegExp): Locator {
    return this.page.getByRole("article", { name: title });
  }
}
