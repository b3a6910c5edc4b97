import { testServer } from "../lib/testing/servers";
import { administrator } from "./fixtures/administrator";
import { openObjectsOfNewTask } from "./fixtures/configured-task";
import { destinationAccount } from "./fixtures/databases";
import { InitializationPage } from "./pages/initialization-page";
import { ObjectsPage } from "./pages/objects-page";
import { PrecheckPage } from "./pages/precheck-page";
import { StatusPage } from "./pages/status-page";
import { expect, test } from "./test";

test.describe.configure({ mode: "serial" });

const database = "pantry";
const name = "pantry to PolarDB";
const tables = Array.from({ length: 41 }, (_, index) => `t_item${String(index + 1).padStart(2, "0")}`);
let id = "";

test.beforeAll(async () => {
  const [source, destination] = await Promise.all([testServer("source"), testServer("destination")]);
  await using here = await source.admin();
  await using there = await destination.admin();
  for (const connection of [here, there]) await connection.query(`DROP DATABASE IF EXISTS ${database}`);
  for (const connection of [here, there]) await connection.query(`CREATE DATABASE ${database}`);
  for (const table of tables) {
    await here.query(`CREATE TABLE ${database}.${table} (id INT PRIMARY KEY, name VARCHAR(20))`);
    await here.query(`INSERT INTO ${database}.${table} VALUES (1, 'from the source'), (2, 'from the source')`);
  }
  await there.query(`CREATE TABLE ${database}.t_item01 (id INT PRIMARY KEY, name VARCHAR(20))`);
  await there.query(`INSERT INTO ${database}.t_item01 VALUES (1, 'was here before')`);
  await there.query(`GRANT ALL PRIVILEGES ON ${database}.* TO '${destinationAccount.user}'@'%'`);
});

test("41 names are changed by rules that show what they would do, refuse collisions, and are taken back at once", async ({ page, screens }) => {
  await openObjectsOfNewTask(page, name);
  id = /dts[a-z0-9]{16}/.exec(page.url())?.[0] ?? "";
  const objects = new ObjectsPage(page);
  await objects.row(objects.available, database).click();
  await page.keyboard.press("ArrowRight");
  await objects.box(objects.available, "Tables").click();
  await objects.add.click();
  await expect(objects.row(objects.selected, database)).toContainText("41 of 41 tables");

  // Nobody has opened a menu before: its code is fetched with it.
  await objects.row(objects.selected, database).click({ button: "right" });
  const menu = page.getByRole("menu", { name: database });
  await expect(menu.getByRole("menuitem", { name: `Edit ${database}` })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();

  const dialog = page.getByRole("dialog", { name: "Batch rename" });
  const apply = dialog.getByRole("button", { name: "Apply" });
  const preview = dialog.getByRole("table", { name: "Preview of new names" });
  const counters = dialog.getByRole("status");
  const addRule = async (number: number, kind: string, text: string) => {
    await dialog.getByRole("combobox", { name: `Rule ${number}` }).click();
    await page.getByRole("option", { name: kind }).click();
    await dialog.getByRole("textbox", { name: `Text of rule ${number}` }).fill(text);
  };
  await page.getByRole("button", { name: "Batch rename" }).click();
  await expect(apply).toBeDisabled();
  await addRule(1, "Remove prefix", "t_");
  await dialog.getByRole("button", { name: "Add rule" }).click();
  await addRule(2, "Add suffix", "_v2");

  await test.step("all 41 are previewed, old and new", async () => {
    await expect(counters).toContainText("41 changed");
    await expect(preview).toHaveAttribute("aria-rowcount", "42");
    const seen = new Map<string, string>();
    await preview.focus();
    await expect
      .poll(async () => {
        const rows = await preview.getByRole("row").evaluateAll((each) => each.map((row) => [...row.querySelectorAll("[role=cell]")].map((cell) => (cell.textContent ?? "").trim())));
        for (const [from, to] of rows) if (from !== undefined && to !== undefined) seen.set(from, to);
        await page.keyboard.press("PageDown");
        return seen.size;
      })
      .toBe(41);
    expect([...seen].sort()).toEqual(tables.map((table) => [table, `${table.slice(2)}_v2`]));
  });

  await test.step("a collision is counted, shown first and blocks; the rule corrected, it does not", async () => {
    await dialog.getByRole("button", { name: "Add rule" }).click();
    await addRule(3, "Replace text", "item02");
    await dialog.getByRole("textbox", { name: "Replacement of rule 3" }).fill("item07");
    await expect(counters).toContainText("2 collisions");
    await expect(apply).toBeDisabled();
    await preview.evaluate((element) => element.scrollTo(0, 0));
    await expect(preview.getByRole("row").nth(1)).toContainText(/meets pantry\.t_item0[27]/);
    await screens.picture("batch-rename-collision", "window");
    await screens.scan("batch-rename-collision");
    await dialog.getByRole("textbox", { name: "Replacement of rule 3" }).fill("item-two");
    await expect(counters).toContainText("0 collisions");
    await expect(apply).toBeEnabled();
    await dialog.getByRole("button", { name: "Remove rule 3" }).click();
    await screens.picture("batch-rename", "window");
    await apply.click();
  });

  await test.step("the Selected tree has the new names, and one Undo the old ones", async () => {
    await expect(dialog).toBeHidden();
    const row = objects.row(objects.selected, "t_item01");
    await expect(row).toContainText("item01_v2");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(row).not.toContainText("_v2");
    await expect(objects.row(objects.selected, database)).toContainText("41 of 41 tables");
    await screens.scan("batch-rename-undone");
  });

  await test.step("a policy gives all that nobody renamed their names, shown before anything is saved", async () => {
    const policy = page.getByRole("combobox", { name: "Capitalization of object names" });
    const choose = async (option: string) => {
      await policy.click();
      await page.getByRole("option", { name: option }).click();
      await expect(policy).toContainText(option);
      await expect(page.getByRole("listbox")).toBeHidden();
    };
    await page.getByText("Advanced", { exact: true }).click();
    await expect(policy).toContainText("DTS default policy");
    await choose("Upper case");
    await expect(objects.row(objects.selected, "t_item01")).toContainText("T_ITEM01");
    await expect(objects.row(objects.selected, database)).toContainText("PANTRY");
    await policy.scrollIntoViewIfNeeded();
    await screens.picture("capitalization", "window");
    await screens.scan("capitalization");
    await choose("DTS default policy");
    await expect(objects.row(objects.selected, "t_item01")).not.toContainText("T_ITEM01");
  });

  await test.step("a whole database keeps rules for tables that appear later; they are taken out in its drawer", async () => {
    const row = objects.row(objects.selected, database);
    await row.click();
    await page.getByRole("button", { name: "Switch to whole database" }).click();
    await expect(row).toContainText("Whole database");
    await page.getByRole("button", { name: "Batch rename" }).click();
    await addRule(1, "Remove prefix", "t_");
    const keep = dialog.getByRole("checkbox", { name: "Keep these rules for tables that appear later" });
    await keep.check();
    await expect(counters).toContainText("41 changed");
    await screens.picture("batch-rename-kept", "window");
    await apply.click();
    await expect(dialog).toBeHidden();
    await expect(row).toContainText("1 name rule");
    await row.click();
    await page.keyboard.press("F2");
    const drawer = page.getByRole("dialog", { name: `Edit database ${database}` });
    await expect(drawer.getByRole("textbox", { name: "Text of rule 1" })).toHaveValue("t_");
    await screens.picture("kept-rules", "window");
    await screens.scan("kept-rules");
    await drawer.getByRole("button", { name: "Remove rule 1" }).click();
    await drawer.getByRole("button", { name: "OK" }).click();
    await expect(row).not.toContainText("name rule");
    await page.getByRole("button", { name: "Switch to chosen tables" }).click();
    await expect(row).toContainText("41 of 41 tables");
  });

  // The next test begins with what is kept now.
  await page.getByRole("button", { name: "Save and exit" }).click();
  await expect(page).not.toHaveURL(/\/configure\//);
});

test("Ignore says what it means, is not passed over, and stays on the record", async ({ page, screens }) => {
  const status = new StatusPage(page);
  const objects = new ObjectsPage(page);
  await page.goto(`/sync/${id}/configure/objects`);
  await expect(objects.row(objects.selected, database)).toContainText("41 of 41 tables");
  const mode = page.getByRole("radiogroup", { name: "Processing mode for existing target tables" });
  const accept = page.getByRole("checkbox", { name: "I accept that data consistency is not guaranteed" });

  await test.step("three consequences and a box to tick; without it Next goes nowhere", async () => {
    await mode.getByRole("radio", { name: /^Ignore/ }).click();
    for (const consequence of [/^Same key during the initial copy/, /^Same key during incremental synchronization/, /^Different schema/])
      await expect(page.getByRole("listitem").filter({ hasText: consequence })).toBeVisible();
    await objects.next.click();
    await expect(page).toHaveURL(/\/configure\/objects/);
    const fault = page.getByRole("alert").filter({ hasText: /need(s)? correction/ }).getByRole("link");
    await expect(fault).toHaveCount(1);
    await screens.picture("ignore-refused", "window");
    await screens.scan("ignore-refused");
    await fault.click();
    await expect(accept).toBeFocused();
    await page.keyboard.press("Space");
    await expect(accept).toBeChecked();
    await objects.next.click();
  });

  await test.step("after the start it is among the accepted risks, with who and when", async () => {
    await new InitializationPage(page).precheck.click();
    await new PrecheckPage(page).expectStarted();
    await expect(status.cell("State")).toContainText("Synchronizing", { timeout: 60_000 });
    const risks = page.getByRole("region", { name: "Accepted risks" });
    const risk = risks.getByRole("listitem").filter({ hasText: "Existing destination tables are ignored" });
    await expect(risk).toContainText(new RegExp(`${administrator.username}, .*\\d\\d:\\d\\d`));
    await screens.picture("accepted-risks");
    await screens.scan("accepted-risks");
  });

  await test.step("and it meant what it said: the row that was there is kept, the others came", async () => {
    const destination = await testServer("destination");
    await using there = await destination.admin();
    expect(await there.query(`SELECT id, name FROM ${database}.t_item01 ORDER BY id`)).toEqual([
      { id: 1, name: "was here before" },
      { id: 2, name: "from the source" },
    ]);
  });

  await test.step("Operation Logs has the entry", async () => {
    await page.goto(`/operation-logs?task=${id}`);
    const entry = page.getByRole("row").filter({ hasText: "Risk accepted" });
    await expect(entry).toContainText(administrator.username);
    await expect(entry).toContainText("existing");
    await page.getByRole("button", { name: "Filter by operation" }).click();
    await page.getByRole("checkbox", { name: "Risk accepted" }).click();
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(/action=accept-risk/);
    await expect(page.getByRole("table", { name: "Operation Logs" }).getByRole("row")).toHaveCount(2);
    const file = await page.request.get((await page.getByRole("link", { name: "Export CSV" }).getAttribute("href")) ?? "");
    expect((await file.text()).trim().split("\r\n")).toEqual([expect.stringMatching(/^time,actor,source,action/), expect.stringContaining('"accept-risk"')]);
    await screens.scan("operation-logs");
    await screens.picture("operation-logs");
  });
});
