import { expect, type Locator, type Page } from "@playwright/test";

export type Side = "source" | "destination";

/** Configure Task, step 1. */
export class EndpointsPage {
  readonly primary: Locator;
  readonly saveAndExit: Locator;
  readonly errorSummary: Locator;

  constructor(readonly page: Page) {
    this.primary = page.getByRole("button", { name: "Set Whitelist and Next" });
    this.saveAndExit = page.getByRole("button", { name: "Save and exit" });
    this.errorSummary = page.getByRole("alert").filter({ hasText: /need(s)? correction/ });
  }

  get host(): Locator {
    return this.page.getByRole("combobox", { name: "ECS Instance ID" });
  }

  get cluster(): Locator {
    return this.page.getByRole("combobox", { name: "PolarDB Instance ID" });
  }

  get port(): Locator {
    return this.page.getByRole("textbox", { name: "Port Number" });
  }

  get taskName(): Locator {
    return this.page.getByRole("textbox", { name: "Task Name" });
  }

  panel(side: Side): Locator {
    return this.page.getByRole("region", { name: side === "source" ? "Source database" : "Destination database" });
  }

  account(side: Side): Locator {
    return this.panel(side).getByRole("textbox", { name: "Database Account" });
  }

  password(side: Side): Locator {
    // A password field has no role of its own.
    return this.panel(side).getByLabel("Database Password", { exact: true });
  }

  test(side: Side): Locator {
    return this.panel(side).getByRole("button", { name: "Test connection" });
  }

  /** A value that is text, with no control to change it. */
  async expectText(side: Side, label: string, value: string | RegExp): Promise<void> {
    const panel = this.panel(side);
    await expect(panel.getByRole("term").filter({ hasText: label })).toBeVisible();
    await expect(panel.getByRole("definition").filter({ hasText: value }).first()).toBeVisible();
    for (const role of ["textbox", "combobox", "spinbutton"] as const) await expect(panel.getByRole(role, { name: label })).toHaveCount(0);
  }

  /** Two presses: the field, and what it offers. */
  async choose(field: Locator, text: string): Promise<void> {
    await field.click();
    await field.pressSequentially(text);
    await this.page.getByRole("option", { name: text }).click();
  }

  /** One press and then letters, as a person does it. */
  async type(field: Locator, text: string): Promise<void> {
    await field.click();
    await field.fill(text);
  }
}
