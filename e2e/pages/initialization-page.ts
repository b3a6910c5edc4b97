import { type Locator, type Page } from "@playwright/test";

/** Configure Task, step 4. */
export class InitializationPage {
  readonly schema: Locator;
  readonly data: Locator;
  readonly precheck: Locator;

  constructor(readonly page: Page) {
    this.schema = page.getByRole("checkbox", { name: "Initial Schema Synchronization" });
    this.data = page.getByRole("checkbox", { name: "Initial Full Data Synchronization" });
    this.precheck = page.getByRole("button", { name: "Precheck", exact: true });
  }
}
