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

  /** Where there are warnings they are acknowledged; without any the start comes by itself. */
  async startDespiteWarnings(): Promise<void> {
    const acknowledge = this.page.getByRole("button", { name: /^Acknowledge \d+ warnings? and start$/ });
    await expect(acknowledge.or(this.passed).first()).toBeVisible();
    if (await acknowledge.isVisible()) await acknowledge.click();
  }

  /** Passed or acknowledged, the task's page opens by itself. */
  async expectStarted(): Promise<void> {
    await this.expectDone();
    await this.startDespiteWarnings();
    await expect(this.page).toHaveURL(/\/sync\/dts[a-z0-9]{16}$/, { timeout: 60_000 });
  }

  item(title: string | RegExp): Locator {
    return this.page.getByRole("article", { name: title });
  }
}
