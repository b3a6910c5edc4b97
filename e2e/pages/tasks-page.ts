import { type Locator, type Page } from "@playwright/test";

/** Synchronization Tasks, the list. */
export class TasksPage {
  readonly createTask: Locator;
  readonly rows: Locator;
  readonly region: Locator;
  readonly search: Locator;
  readonly pageSize: Locator;

  constructor(readonly page: Page) {
    this.createTask = page.getByRole("link", { name: "Create Task" }).first();
    this.rows = page.getByRole("row").filter({ has: page.getByRole("button", { name: /details of/ }) });
    this.region = page.getByRole("combobox", { name: "Region" });
    this.search = page.getByRole("searchbox", { name: /^Search tasks by/ });
    this.pageSize = page.getByRole("combobox", { name: "Rows per page" });
  }

  async openFromRail(): Promise<void> {
    await this.page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Data Synchronization" }).click();
  }

  chip(name: string): Locator {
    return this.page.getByRole("group", { name: "Status filter" }).getByRole("button", { name: new RegExp(`^${name}`) });
  }

  sort(column: string): Locator {
    return this.page.getByRole("columnheader", { name: column }).getByRole("button");
  }

  row(task: string): Locator {
    return this.page.getByRole("row").filter({ hasText: task });
  }

  async open(task: string): Promise<void> {
    await this.row(task).getByRole("link", { name: task }).click();
  }
}
