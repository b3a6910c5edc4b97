import { type Page } from "@playwright/test";

export class FirstRunPage {
  constructor(readonly page: Page) {}

  async createAdministrator(account: { username: string; name: string; password: string }): Promise<void> {
    await this.page.getByRole("textbox", { name: "User name" }).fill(account.username);
    await this.page.getByRole("textbox", { name: "Display name" }).fill(account.name);
    await this.page.getByLabel("Password", { exact: true }).fill(account.password);
    await this.page.getByRole("button", { name: "Create administrator and sign in" }).click();
  }
}
