import { testServer } from "../lib/testing/servers";
import { openObjectsOfNewTask } from "./fixtures/configured-task";
import { destinationAccount } from "./fixtures/databases";
import { InitializationPage } from "./pages/initialization-page";
import { ObjectsPage } from "./pages/objects-page";
import { StatusPage } from "./pages/status-page";
import { expectNoSidewaysScroll } from "./axe";
import { expect, test } from "./test";

const name = "billing to PolarDB";

test("a schema change that the destination refuses is edited on the status page; the task goes on and the known gap is listed", async ({ page, screens }) => {
  const [source, destination] = await Promise.all([testServer("source"), testServer("destination")]);
  await using here = await source.admin();
  await using there = await destination.admin();
  for (const statement of ["DROP DATABASE IF EXISTS billing", "CREATE DATABASE billing", "CREATE TABLE billing.invoice (id INT PRIMARY KEY, amount INT)", "INSERT INTO billing.invoice VALUES (1, 10)"]) await here.query(statement);
  for (const statement of ["DROP DATABASE IF EXISTS billing", `GRANT ALL PRIVILEGES ON billing.* TO '${destinationAccount.user}'@'%'`]) await there.query(statement);
  const objects = new ObjectsPage(page);
  const status = new StatusPage(page);
  await openObjectsOfNewTask(page, name);
  await objects.box(objects.available, "billing").click();
  await objects.add.click();
  await objects.next.click();
  await new InitializationPage(page).precheck.click();
  // The precheck passes first.
  await expect(page).toHaveURL(/\/sync\/dts[a-z0-9]{16}$/, { timeout: 60_000 });
  await expect(status.cell("State")).toContainText("Synchronizing");

  await there.query("ALTER TABLE billing.invoice ADD COLUMN paid INT");
  await here.query("ALTER TABLE billing.invoice ADD COLUMN paid DECIMAL(10,2)");
  await here.query("INSERT INTO billing.invoice VALUES (2, 20, 5.25)");
  const card = page.getByRole("region", { name: "Error", exact: true });
  await expect(card).toContainText("The destination rejects a schema change.");
  await expect(card.getByRole("region", { name: "Statement at the source" })).toContainText("ALTER TABLE billing.invoice ADD COLUMN paid DECIMAL(10,2)");
  await expect(card.getByRole("button", { name: "Retry now" })).toBeVisible();
  await expect(card).toContainText(/Waiting at the source: .* of binlog/);
  await test.step("one press copies what a helper needs", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await card.getByRole("button", { name: "Copy diagnostic bundle" }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/== Versions ==[^]*== Error ==[^]*== Settings ==[^]*== Last 100 lines of the log ==/);
    expect(await page.evaluate(() => navigator.clipboard.readText())).not.toContain(destinationAccount.password);
  });
  await screens.picture("refused");
  await screens.scan("refused");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await screens.picture("refused-phone");
  await page.setViewportSize({ width: 1280, height: 720 });

  await test.step("skipping asks for the task's name and a reason", async () => {
    await card.getByRole("button", { name: "Skip statement…" }).click();
    const dialog = page.getByRole("alertdialog", { name: "Skip this schema change" });
    await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
    const confirm = dialog.getByRole("button", { name: "Skip statement" });
    await expect(confirm).toBeDisabled();
    await dialog.getByRole("textbox", { name: /Type the task name/ }).fill(name);
    await confirm.click();
    await expect(dialog.getByText("Give a reason of at least 10 characters.")).toBeVisible();
    await screens.picture("skip", "window");
    await screens.scan("skip");
    await dialog.getByRole("button", { name: "Cancel" }).click();
  });

  await test.step("other statements run instead", async () => {
    await card.getByRole("button", { name: "Edit statement…" }).click();
    const dialog = page.getByRole("alertdialog", { name: "Run another statement instead" });
    const statements = dialog.getByRole("textbox", { name: "Statements for the destination" });
    await expect(statements).toHaveValue(/ALTER TABLE `billing`\.`invoice` ADD COLUMN paid/);
    await statements.fill("ALTER TABLE billing.invoice DROP COLUMN paid; ALTER TABLE billing.invoice ADD COLUMN paid DECIMAL(10,2)");
    await dialog.getByRole("textbox", { name: "Reason" }).fill("the column was a trial of ours");
    await screens.picture("edit", "window");
    await screens.scan("edit");
    await dialog.getByRole("button", { name: "Run instead" }).click();
    await expect(status.cell("State")).toContainText("Synchronizing");
    await expect.poll(() => there.query("SELECT id, paid FROM billing.invoice ORDER BY id")).toEqual([{ id: 1, paid: null }, { id: 2, paid: "5.25" }]);
  });

  const gaps = page.locator("#gaps");
  await expect(gaps).toContainText("A schema change was replaced");
  await expect(gaps).toContainText("the column was a trial of ours");
  await expect(gaps).toContainText(/ at [0-9a-f-]{36}:\d+/);
  await gaps.getByText("Statements", { exact: true }).click();
  await expect(gaps.getByRole("region", { name: "Run instead" })).toContainText("DROP COLUMN paid");
  await screens.picture("known-gap");
  await screens.scan("known-gap");

  await test.step("a transaction that the destination does not take is skipped, and is a known gap, too", async () => {
    await there.query("ALTER TABLE billing.invoice MODIFY amount TINYINT");
    await here.query("START TRANSACTION");
    for (const statement of ["UPDATE billing.invoice SET amount = 1000 WHERE id = 1", "INSERT INTO billing.invoice VALUES (3, 30, 1)", "COMMIT", "INSERT INTO billing.invoice VALUES (4, 40, 1)"]) await here.query(statement);
    await expect(card).toContainText("The destination rejects a value.");
    await card.getByRole("button", { name: "Skip this transaction…" }).click();
    const dialog = page.getByRole("alertdialog", { name: "Skip this transaction" });
    await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
    await expect(dialog).toContainText("billing.invoice 1 insert, 1 update, 0 deletes");
    const confirm = dialog.getByRole("button", { name: "Skip transaction" });
    await expect(confirm).toBeDisabled();
    await dialog.getByRole("textbox", { name: "Reason" }).fill("an amount of the load test");
    await dialog.getByRole("textbox", { name: /Type the task name/ }).fill(name);
    await screens.picture("skip-transaction", "window");
    await screens.scan("skip-transaction");
    await confirm.click();
    await expect(status.cell("State")).toContainText("Synchronizing");
    await expect.poll(() => there.query("SELECT id, amount FROM billing.invoice ORDER BY id")).toEqual([{ id: 1, amount: 10 }, { id: 2, amount: 20 }, { id: 4, amount: 40 }]);
    await expect(gaps).toContainText("A transaction was skipped");
    await expect(gaps).toContainText("billing.invoice 1 insert, 1 update, 0 deletes");
    await expect(gaps).toContainText("an amount of the load test");
    await expect(gaps.getByRole("link", { name: "Verify this table: billing.invoice" }).first()).toBeVisible();
    await screens.picture("skipped-gap");
    await screens.scan("skipped-gap");
  });

  await test.step("a task that stands still goes on where the source stands now; what lies between is a known gap", async () => {
    await here.query("UPDATE billing.invoice SET amount = 2000 WHERE id = 2");
    await card.getByRole("button", { name: "Reset position…" }).click();
    const dialog = page.getByRole("alertdialog", { name: "Reset position" });
    const confirm = dialog.getByRole("button", { name: "Reset position" });
    await expect(confirm).toBeDisabled();
    await dialog.getByRole("button", { name: "Look what lies between" }).click();
    await expect(dialog).toContainText(/Skips 1 transaction, .* of changes/);
    await expect(dialog).toContainText("Changes one synchronized table: billing.invoice");
    await dialog.getByRole("textbox", { name: "Reason" }).fill("the load test goes on there");
    await dialog.getByRole("textbox", { name: /Type the task name/ }).fill(name);
    await screens.picture("reset-position", "window");
    await screens.scan("reset-position");
    await confirm.click();
    await expect(gaps).toContainText("The position was set forward over 1 transaction");
    await card.getByRole("button", { name: "Retry now" }).click();
    await here.query("INSERT INTO billing.invoice VALUES (5, 50, 1)");
    await expect.poll(() => there.query("SELECT id, amount FROM billing.invoice ORDER BY id")).toEqual([{ id: 1, amount: 10 }, { id: 2, amount: 20 }, { id: 4, amount: 40 }, { id: 5, amount: 50 }]);
    await screens.picture("reset-gap");
  });
  await status.openTab("Objects");
  await expect(page.getByText("Everything selected is carried.")).toBeVisible();
  await expect(page.getByText("No conflict so far.")).toBeVisible();
  await screens.picture("objects");
  await screens.scan("objects");
});
