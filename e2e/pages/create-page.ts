import { type Locator, type Page } from "@playwright/test";

/** Create instance. */
export class CreatePage {
  readonly heading: Locator;
  readonly name: Locator;
  readonly createAndConfigure: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole("heading", { name: "Create instance", level: 1 });
    this.name = page.getByRole("textbox", { name: "Task Name" });
    this.createAndConfigure = page.getByRole("button", { name: "Create and Configure" });
  }

  choice(group: string, option: string | RegExp): Locator {
    return this.page.getByRole("radiogroup", { name: group }).getByRole("radio", { name: option });
  }

  select(label: string): Locator {
    return this.page.getByRole("combobox", { name: label });
  }
}
