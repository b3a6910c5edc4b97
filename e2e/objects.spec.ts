import { openObjectsOfNewTask } from "./fixtures/configured-task";
import { tabTo } from "./fixtures/keyboard";
import { ObjectsPage } from "./pages/objects-page";
import { expect, test } from "./test";

test("objects are chosen, renamed and filtered with the keyboard alone", async ({ page, screens, presses }) => {
  await openObjectsOfNewTask(page, "shop by keyboard");
  const objects = new ObjectsPage(page);
  const { available, selected } = objects;
  const { keyboard } = page;
  await expect(objects.row(available, "shop")).toBeVisible();
  const pressesBefore = presses.list().length;

  await test.step("three tables of shop are ticked and moved", async () => {
    // Whichever database comes first: other tests have made some.
    await tabTo(page, available.getByRole("row").filter({ has: page.getByRole("checkbox") }).first());
    await keyboard.type("shop");
    await expect(objects.row(available, "shop")).toBeFocused();
    await keyboard.press("ArrowRight");
    await expect(objects.row(available, "shop")).toHaveAttribute("aria-expanded", "true");
    await expect(objects.row(available, "Tables")).toContainText("(118)");
    await keyboard.press("ArrowDown");
    await expect(objects.row(available, "Tables")).toBeFocused();
    await keyboard.press("ArrowLeft");
    await expect(available.getByRole("row").filter({ hasText: "Views" })).toContainText("(3)");
    await keyboard.press("ArrowRight");
    for (const table of ["customers", "orders", "products"]) {
      await keyboard.type(table);
      await expect(objects.row(available, table)).toBeFocused();
      await keyboard.press("Space");
      await expect(objects.box(available, table)).toBeChecked();
    }
    const row = objects.row(available, "products");
    await expect(row).toHaveAttribute("aria-level", "3");
    await expect(row).toHaveAttribute("aria-setsize", "118");
    await expect(row).toHaveAttribute("aria-posinset", /^\d+$/);
    await keyboard.press("ArrowLeft");
    await expect(objects.row(available, "Tables")).toBeFocused();
    await expect(objects.box(available, "Tables")).toHaveAttribute("aria-checked", "mixed");
    await expect(objects.box(available, "shop")).toHaveAttribute("aria-checked", "mixed");
    await screens.picture("objects-ticked", "window");
    await expect(objects.row(available, "Tables")).toBeFocused();
    await keyboard.press("Enter");
    await expect(objects.row(selected, "shop")).toContainText("3 of 118 tables");
  });

  await test.step("orders gets another name, loses a column and is filtered", async () => {
    await tabTo(page, objects.row(selected, "shop"));
    await expect(objects.row(selected, "shop")).toHaveAttribute("aria-expanded", "true");
    await keyboard.type("orders");
    await expect(objects.row(selected, "orders")).toBeFocused();
    await keyboard.press("F2");
    const drawer = objects.editTable("shop.orders");
    await expect(drawer.name).toBeFocused();
    await keyboard.press("ControlOrMeta+A");
    await keyboard.type("orders_v2");
    await expect(drawer.include("orderid")).toBeDisabled();
    await tabTo(page, drawer.columnName("placed_at"));
    await keyboard.press("ControlOrMeta+A");
    await keyboard.type("TOTAL");
    await expect(drawer.columnName("placed_at")).toHaveAccessibleDescription("total would have this name too. Choose another name.");
    await expect(drawer.ok).toBeDisabled();
    await keyboard.press("ControlOrMeta+A");
    await keyboard.type("ordered_at");
    await expect(drawer.ok).toBeEnabled();
    await tabTo(page, drawer.include("remark"));
    await keyboard.press("Space");
    await expect(drawer.include("remark")).not.toBeChecked();
    await expect(drawer.columnName("remark")).toBeDisabled();
    const rows = drawer.dialog.getByRole("group", { name: "Row changes (DML)" });
    await expect(rows).toContainText("As the database: INSERT, UPDATE, DELETE.");
    await tabTo(page, rows.getByRole("switch", { name: "Own choice for this table" }));
    await keyboard.press("Space");
    await tabTo(page, rows.getByRole("checkbox", { name: "DELETE" }));
    await keyboard.press("Space");
    await expect(rows).toContainText("The destination will differ.");
    await tabTo(page, drawer.filter);
    await keyboard.type("orderid > 100");
    await tabTo(page, drawer.verify);
    await keyboard.press("Enter");
    await expect(drawer.dialog.getByText(/^≈ [\d,]+ rows match$/)).toBeVisible();
    await screens.picture("objects-edit-table", "window");
    await screens.scan("objects-edit-table");
    await tabTo(page, drawer.ok);
    await keyboard.press("Enter");
    await expect(drawer.dialog).toBeHidden();
    const row = objects.row(selected, "orders");
    await expect(row).toBeFocused();
    for (const text of ["orders_v2", "WHERE", "1 column left out", "1 column renamed", "INSERT, UPDATE only"]) await expect(row).toContainText(text);
  });

  await test.step("many columns get their names by a rule, with what they would be", async () => {
    await tabTo(page, page.getByRole("button", { name: "Batch rename" }));
    await keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Batch rename" });
    await tabTo(page, dialog.getByRole("radio", { name: "Tables" }));
    await keyboard.press("ArrowRight");
    await keyboard.press("ArrowRight");
    await expect(dialog.getByRole("radio", { name: "Columns" })).toBeChecked();
    await tabTo(page, dialog.getByRole("textbox", { name: "Only columns like" }));
    await keyboard.type("orders.*_id");
    await tabTo(page, dialog.getByRole("textbox", { name: "Text of rule 1" }));
    await keyboard.type("the_");
    const row = dialog.getByRole("row").filter({ hasText: "orders.customer_id" });
    await expect(row).toContainText("the_customer_id");
    await expect(dialog.getByRole("status")).toContainText("1 changed");
    await screens.picture("objects-batch-columns", "window");
    await tabTo(page, dialog.getByRole("button", { name: "Apply" }));
    await keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(objects.row(selected, "orders")).toContainText("2 columns renamed");
    await tabTo(page, objects.row(selected, "orders"));
  });

  await test.step("a name that is taken is refused where it is typed", async () => {
    await keyboard.press("ArrowUp");
    await expect(objects.row(selected, "customers")).toBeFocused();
    await keyboard.press("F2");
    const drawer = objects.editTable("shop.customers");
    await expect(drawer.name).toBeFocused();
    await expect(page).toHaveURL(/edit=shop&editTable=customers/);
    await keyboard.press("ControlOrMeta+A");
    await keyboard.type("orders_v2");
    await expect(drawer.name).toHaveAccessibleDescription(/shop\.orders_v2 is already the destination of shop\.orders/);
    await expect(drawer.ok).toBeDisabled();
    await keyboard.press("Escape");
    await expect(drawer.dialog).toBeHidden();
  });

  await test.step("the database has its own choice of schema changes", async () => {
    await keyboard.press("ArrowUp");
    await expect(objects.row(selected, "shop")).toBeFocused();
    await keyboard.press("F2");
    const dialog = page.getByRole("dialog", { name: "Edit database shop" });
    const schema = dialog.getByRole("group", { name: "Schema changes (DDL)" });
    await expect(schema).toContainText("As the task: all kinds.");
    await tabTo(page, schema.getByRole("switch", { name: "Own choice for this database" }));
    await keyboard.press("Space");
    await tabTo(page, schema.getByRole("checkbox", { name: "DROP TABLE" }));
    await keyboard.press("Space");
    await screens.picture("objects-edit-database", "window");
    await screens.scan("objects-edit-database");
    await tabTo(page, dialog.getByRole("button", { name: "OK" }));
    await keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(objects.row(selected, "shop")).toContainText("10 kinds of DDL");
  });

  await test.step("the whole database and back again", async () => {
    await tabTo(page, page.getByRole("button", { name: "Switch to whole database" }));
    await keyboard.press("Enter");
    await expect(objects.row(selected, "shop")).toContainText("Whole database");
    await expect(page.getByText(/^2 triggers in shop/)).toBeVisible();
    await screens.picture("objects-whole", "window");
    const back = page.getByRole("button", { name: "Switch to chosen tables" });
    await expect(back).toBeFocused();
    await keyboard.press("Enter");
    await expect(objects.row(selected, "shop")).toContainText("3 of 118 tables");
    for (const table of ["customers", "orders", "products"]) await expect(objects.row(selected, table)).toBeVisible();
    await expect(objects.row(selected, "orders")).toContainText("orders_v2");
  });

  await test.step("a row's menu, the next step and the way back", async () => {
    await tabTo(page, selected.locator('[role="row"][tabindex="0"]'));
    await keyboard.type("products");
    const row = objects.row(selected, "products");
    await expect(row).toBeFocused();
    await keyboard.press("Shift+F10");
    const menu = page.getByRole("menu", { name: "products" });
    await expect(menu.getByRole("menuitem")).toHaveText([/^Edit products/, /^Remove products/]);
    await screens.picture("objects-menu", "window");
    await keyboard.press("Escape");
    await expect(row).toBeFocused();
    await keyboard.press("Alt+ArrowRight");
    await expect(page).toHaveURL(/\/configure\/initialization$/);
    // Behind the last step a precheck begins: its button is reached, not pressed.
    const precheck = page.getByRole("button", { name: "Precheck", exact: true });
    await expect(precheck).toBeVisible();
    await keyboard.press("Alt+ArrowRight");
    await expect(precheck).toBeFocused();
    await keyboard.press("Alt+ArrowLeft");
    await expect(objects.row(selected, "orders")).toContainText("orders_v2");
    await tabTo(page, selected.locator('[role="row"][tabindex="0"]'));
    await keyboard.type("products");
    await expect(row).toBeFocused();
    await keyboard.press("Shift+F10");
    await menu.getByRole("menuitem", { name: "Remove products" }).press("Enter");
    await expect(objects.row(selected, "shop")).toContainText("2 of 118 tables");
  });

  expect(
    presses
      .list()
      .slice(pressesBefore)
      .filter((press) => press.startsWith("press")),
  ).toEqual([]);
  await screens.picture("objects");
  await screens.scan("objects");
});
