import { type Locator, type Page } from "@playwright/test";

/** Configure Task, step 3: the two trees. */
export class ObjectsPage {
  readonly available: Locator;
  readonly selected: Locator;
  readonly add: Locator;
  readonly next: Locator;

  constructor(readonly page: Page) {
    this.available = page.getByRole("treegrid", { name: "Available" });
    this.selected = page.getByRole("treegrid", { name: "Selected" });
    this.add = page.getByRole("button", { name: "Add", exact: true });
    this.next = page.getByRole("button", { name: "Next", exact: true });
  }

  box(tree: Locator, name: string): Locator {
    return tree.getByRole("checkbox", { name, exact: true });
  }

  row(tree: Locator, name: string): Locator {
    return tree.getByRole("row").filter({ has: this.page.getByRole("checkbox", { name, exact: true }) });
  }

  editTable(name: string): EditTableDrawer {
    return new EditTableDrawer(this.page, name);
  }
}

export class EditTableDrawer {
  readonly dialog: Locator;
  readonly name: Locator;
  readonly filter: Locator;
  readonly verify: Locator;
  readonly ok: Locator;

  constructor(page: Page, table: string) {
    this.dialog = page.getByRole("dialog", { name: `Edit table ${table}` });
    this.name = this.dialog.getByRole("textbox", { name: "Table name in the destination" });
    this.filter = this.dialog.getByRole("textbox", { name: "Filter" });
    this.verify = this.dialog.getByRole("button", { name: "Verify" });
    this.ok = this.dialog.getByRole("button", { name: "OK" });
  }

  /** The field for a column's name in the destination. */
  columnName(column: string): Locator {
    return this.dialog.getByRole("textbox", { name: `Name of ${column} in the destination`, exact: true });
  }

  include(column: string): Locator {
    return this.dialog.getByRole("checkbox", { name: `Include ${column}` });
  }
}
