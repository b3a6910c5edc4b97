import { type Locator, type Page } from "@playwright/test";

/** Synchronization Tasks, the list. */
export class TasksPage {
  readonly createTask: Locator;

  constructor(readonly page: Page) {
    this.createTask = page.getByRole("link", { name: "Create Task" }).first();
  }

  async openFromRail(): Promise<void> {
    await this.page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Data Synchronization" }).click();
  }

  row(task: string): Locator {
    return this.page.getByRole("row").filter({ hasText: task });
  }

  async open(task: string): Promise<void> {
    await this.row(task).getByRole("link", { name: task }).click();
  }
}
