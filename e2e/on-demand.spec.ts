import { controlOfConsole } from "./fixtures/control";
import { seededTasks, seedTaskStates } from "./fixtures/task-states";
import { expect, test } from "./test";

// Menus, lists and dialogs come when somebody opens them. Who uses the keyboard must not notice.
test.describe("what is loaded when it is opened", () => {
  const db = controlOfConsole();

  test.beforeAll(() => seedTaskStates(db, Date.now()));

  test.afterAll(async () => {
    await db.task.deleteMany({ where: { id: { in: [...seededTasks] } } });
    await db.runnerNode.deleteMany({ where: { id: "worker-2" } });
    await db.$disconnect();
  });

  test("takes the focus and gives it back", async ({ page }) => {
    await page.goto("/sync");
    await expect(page.locator("tbody [data-task-row]").first()).toBeVisible();

    await test.step("a menu, by the keyboard, before its code is there", async () => {
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      await page.route("**/_next/static/chunks/**", async (route) => {
        await held;
        await route.continue();
      });
      const account = page.getByRole("button", { name: /^Account:/ });
      await account.press("Enter");
      await expect(account).toHaveAttribute("aria-expanded", "false");
      await expect(account).toBeFocused();
      release();
      await expect(page.getByRole("menu")).toBeVisible();
      await page.unroute("**/_next/static/chunks/**");
      await page.keyboard.press("ArrowDown");
      await expect(page.getByRole("menuitem", { name: "Sign out" }).or(page.getByRole("menuitem", { name: "Settings" })).and(page.locator(":focus"))).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(page.getByRole("menu")).toBeHidden();
      await expect(account).toBeFocused();
    });

    await test.step("a menu, by the pointer, and a second one whose code is there", async () => {
      const theme = page.getByRole("button", { name: /^Theme:/ });
      await theme.click();
      await page.getByRole("menuitemradio", { name: "System" }).click();
      await expect(theme).toBeFocused();
    });

    await test.step("a select", async () => {
      const size = page.getByRole("combobox", { name: "Rows per page" });
      await size.press("ArrowDown");
      await expect(page.getByRole("listbox")).toBeVisible();
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(/pageSize=/);
      await expect(size).toBeFocused();
    });

    await test.step("a box with a list", async () => {
      const region = page.getByRole("combobox", { name: "Region" });
      await region.click();
      await page.getByRole("option", { name: /^Shanghai/ }).click();
      await expect(page).toHaveURL(/region=cn-shanghai/);
      await expect(region).toHaveValue("Shanghai");
      await region.click();
      await page.getByRole("option", { name: /^All regions/ }).click();
      await expect(page).not.toHaveURL(/region=/);
    });

    await test.step("a panel", async () => {
      const status = page.getByRole("button", { name: "Status filter" });
      await status.press("Enter");
      await expect(page.getByRole("dialog", { name: "Status" })).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog", { name: "Status" })).toBeHidden();
      await expect(status).toBeFocused();
    });

    await test.step("a dialog from a menu, and what it says at its end", async () => {
      const views = page.getByRole("button", { name: "Views", exact: true });
      await views.press("Enter");
      await page.getByRole("menuitem", { name: "Save view" }).press("Enter");
      const dialog = page.getByRole("dialog", { name: "Save view" });
      await expect(dialog.getByRole("textbox", { name: "Name" })).toBeFocused();
      await page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
      await expect(views).toBeFocused();
      await views.click();
      await page.getByRole("menuitem", { name: "Save view" }).click();
      await dialog.getByRole("textbox", { name: "Name" }).fill("of the moment");
      await page.keyboard.press("Enter");
      await expect(page.getByText("View of the moment saved")).toBeVisible();
      await db.savedView.deleteMany({ where: { name: "of the moment" } });
    });

    await test.step("a hint, on focus, and gone with Escape", async () => {
      const next = page.getByRole("button", { name: "Collapse", exact: false }).or(page.getByRole("link", { name: "Overview", exact: true })).first();
      await next.focus();
      await page.keyboard.press("Shift+Tab");
      await page.keyboard.press("Tab");
      const hint = page.locator("body > div.fixed[aria-hidden]");
      await expect(hint).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(hint).toBeHidden();
    });
  });
});
