import { setInterval as every } from "node:timers/promises";
import type { Page } from "@playwright/test";
import type { MysqlConnection } from "../lib/mysql/connection";
import { testServer, type TestServer } from "../lib/testing/servers";
import { expectNoSidewaysScroll } from "./axe";
import { reflow } from "./checks/reflow";
import { tabWalk } from "./checks/tab-walk";
import { textSpacing } from "./checks/text-spacing";
import { synchronizeDatabase } from "./fixtures/configured-task";
import { destinationAccount } from "./fixtures/databases";
import { ObjectsPage } from "./pages/objects-page";
import { StatusPage } from "./pages/status-page";
import { expect, test } from "./test";

// One task, whose objects change again and again.
test.describe.configure({ mode: "serial" });

const name = "depot to PolarDB";
let id = "";

/** Rows that come and change until it is disposed of, each group of tables by a session of its own. */
function writing(source: TestServer, ...groups: readonly string[][]): AsyncDisposable {
  const ending = new AbortController();
  const write = async (tables: readonly string[]) => {
    await using session = await source.admin();
    for await (const _ of every(50)) {
      if (ending.signal.aborted) return;
      for (const table of tables) {
        await session.query(`INSERT INTO ${table} (note) VALUES ('later')`);
        await session.query(`UPDATE ${table} SET note = CONCAT('changed ', id) ORDER BY id DESC LIMIT 2`);
      }
    }
  };
  const work = Promise.all(groups.map(write));
  work.catch(() => undefined);
  return {
    async [Symbol.asyncDispose]() {
      ending.abort();
      await work;
    },
  };
}

const rows = async (connection: MysqlConnection, table: string) => JSON.stringify(await connection.query(`SELECT * FROM ${table} ORDER BY id`));
const count = async (connection: MysqlConnection, table: string, where = "TRUE") => Number((await connection.query<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table} WHERE ${where}`))[0]?.n);

/** Nobody writes any more: both servers hold the same rows. */
async function expectSame(here: MysqlConnection, there: MysqlConnection, ...tables: readonly string[]): Promise<void> {
  for (const table of tables) await expect.poll(async () => (await rows(there, table)) === (await rows(here, table)), { message: table, timeout: 60_000 }).toBe(true);
}

/** What became of the newest change of the objects. */
async function expectModification(page: Page, state: "merged" | "cancelled" | "failed"): Promise<void> {
  const stateNow = async () => ((await (await page.request.get(`/api/tasks/${id}/modification`)).json()) as { modification: { state: string } }).modification.state;
  await expect.poll(stateNow, { timeout: 60_000 }).toBe(state);
}

test("while changes flow, one table is added and one removed: compared, checked, confirmed, brought up, equal", async ({ page, screens }) => {
  const [source, destination] = await Promise.all([testServer("source"), testServer("destination")]);
  await using here = await source.admin();
  await using there = await destination.admin();
  for (const database of ["depot", "annex"]) {
    await there.query(`DROP DATABASE IF EXISTS ${database}`);
    await there.query(`GRANT ALL PRIVILEGES ON ${database}.* TO '${destinationAccount.user}'@'%'`);
    await here.query(`DROP DATABASE IF EXISTS ${database}`);
    await here.query(`CREATE DATABASE ${database}`);
  }
  for (const table of ["depot.parcel", "depot.attic", "annex.item"]) {
    await here.query(`CREATE TABLE ${table} (id INT AUTO_INCREMENT PRIMARY KEY, note VARCHAR(80) NOT NULL)`);
    await here.query(`INSERT INTO ${table} (note) VALUES ('one'), ('two 二'), ('three')`);
  }
  const objects = new ObjectsPage(page);
  const status = new StatusPage(page);
  id = await synchronizeDatabase(page, name, "depot");

  {
    await using _ = writing(source, ["depot.parcel", "depot.attic"], ["annex.item"]);
    await test.step("the comparison follows the selection", async () => {
      await status.openTab("Objects");
      await page.getByRole("link", { name: "Modify Objects to Synchronize" }).click();
      await expect(page).toHaveURL(new RegExp(`/sync/${id}/objects/modify$`));
      await expect(page.getByText("Nothing is changed yet.")).toBeVisible();
      await objects.box(objects.available, "annex").click();
      await objects.add.click();
      await page.getByRole("searchbox", { name: "Search selected objects" }).fill("attic");
      await objects.box(objects.selected, "attic").click();
      await page.getByRole("button", { name: "Remove", exact: true }).click();
      const changes = page.getByRole("region", { name: "Changes" });
      await expect(changes.getByRole("region", { name: "Added" })).toContainText("1 table added");
      await expect(changes.getByRole("region", { name: "Removed" })).toContainText("depot.attic");
      await expect(changes.getByRole("region", { name: "Removed" })).toContainText("Destination rows stay, changes stop.");
      await expect(objects.selected).toContainText("Set aside");
      await screens.picture("diff");
      await screens.scan("diff");
      // The sweep finds this page only where it refuses.
      await page.setViewportSize({ width: 1280, height: 720 });
      await tabWalk(page);
      await textSpacing(page);
      await reflow(page);
      await page.setViewportSize({ width: 390, height: 844 });
      await expectNoSidewaysScroll(page);
      await screens.picture("diff-phone");
      await page.setViewportSize({ width: 1280, height: 720 });
    });

    await using holding = await source.admin();
    await test.step("what is added is checked, and a person confirms", async () => {
      await page.getByRole("button", { name: "Propose and precheck" }).click();
      const confirm = page.getByRole("button", { name: /onfirm( change)?…$/ });
      await expect(confirm).toBeEnabled({ timeout: 60_000 });
      await screens.picture("checked");
      await screens.scan("checked");
      // Nobody reads the added table until it is let go: the copy waits there, and can be looked at.
      await holding.query("LOCK TABLES annex.item WRITE");
      await confirm.click();
      const dialog = page.getByRole("alertdialog", { name: "Modify the synchronized objects" });
      await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
      await expect(dialog).toContainText("Changes of 1 table stop. The rows at the destination stay.");
      await screens.scan("confirm");
      await dialog.getByRole("button", { name: "Confirm change" }).click();
    });

    await test.step("the status page shows it until it is merged", async () => {
      await expect(page).toHaveURL(new RegExp(`/sync/${id}$`));
      await expect(status.cell("State")).toContainText("Modifying");
      const card = page.getByRole("region", { name: "Objects are being modified" });
      await expect(card.getByRole("button", { name: "Cancel modification" })).toBeVisible();
      await screens.picture("modifying");
      await screens.scan("modifying");
      await holding.query("UNLOCK TABLES");
      await expect(status.cell("State")).toContainText("Synchronizing", { timeout: 60_000 });
      await expect(card).toBeHidden();
    });
  }
  await expectSame(here, there, "depot.parcel", "annex.item");
  const kept = await count(there, "depot.attic");
  expect(kept).toBeGreaterThanOrEqual(3);
  expect(kept).toBeLessThan(await count(here, "depot.attic"));
});

test("while changes flow, one table is copied anew and one is set aside, each by its typed name; what is carried is equal", async ({ page, screens }) => {
  const [source, destination] = await Promise.all([testServer("source"), testServer("destination")]);
  await using here = await source.admin();
  await using there = await destination.admin();
  const status = new StatusPage(page);
  // What somebody broke at the destination, and no change of the source touches again.
  await there.query("UPDATE depot.parcel SET note = 'wrong' WHERE id = 1");
  await there.query("DELETE FROM depot.parcel WHERE id = 2");
  {
    await using _ = writing(source, ["depot.parcel"], ["annex.item"]);

    await test.step("a table is copied anew", async () => {
      await page.goto(`/sync/${id}/tables/depot/parcel`);
      await page.getByRole("button", { name: "Reload this table" }).click();
      const dialog = page.getByRole("alertdialog", { name: "Reload depot.parcel" });
      await expect(dialog).toContainText("Once begun it cannot be cancelled.");
      const confirm = dialog.getByRole("button", { name: "Reload table" });
      await dialog.getByRole("textbox").fill("parcel");
      await expect(confirm).toBeDisabled();
      await screens.scan("reload");
      await dialog.getByRole("textbox").fill("depot.parcel");
      await using holding = await source.admin();
      // The copy waits there until it is let go, and can be looked at.
      await holding.query("LOCK TABLES depot.parcel WRITE");
      await confirm.click();
      await expect(dialog).toBeHidden();
      await status.openTab("Status");
      await expect(status.cell("State")).toContainText("Modifying");
      const card = page.getByRole("region", { name: "A table is being reloaded" });
      await expect(card).toContainText("Tables that are copied anew have left the stream");
      await expect(card.getByRole("button", { name: "Cancel modification" })).toHaveCount(0);
      await screens.picture("reloading");
      await holding.query("UNLOCK TABLES");
      await expect(status.cell("State")).toContainText("Synchronizing", { timeout: 60_000 });
      await expect(card).toBeHidden();
    });

    await test.step("a table is set aside with a reason, and is a risk on record", async () => {
      await page.goto(`/sync/${id}/tables/annex/item`);
      await page.getByRole("button", { name: "Set this table aside" }).click();
      const dialog = page.getByRole("alertdialog", { name: "Set annex.item aside" });
      const confirm = dialog.getByRole("button", { name: "Set table aside" });
      await expect(confirm).toBeDisabled();
      await dialog.getByRole("textbox", { name: /^Type the table name/ }).fill("annex.item");
      await confirm.click();
      await expect(dialog.getByText("Give a reason of at least 10 characters.")).toBeVisible();
      await screens.scan("aside");
      await dialog.getByRole("textbox", { name: "Reason" }).fill("Its applications move next month");
      await confirm.click();
      await expect(dialog).toBeHidden();
      await expect(page.getByText("annex.item is not part of this task")).toBeVisible({ timeout: 60_000 });
      await page.goto(`/sync/${id}`);
      await expect(status.cell("State")).toContainText("Synchronizing");
      const risks = page.getByRole("region", { name: "Accepted risks" });
      await expect(risks.getByRole("listitem").filter({ hasText: "Set aside: annex.item" })).toContainText(/Its applications move next month.*li\.na/);
    });
    // Of the first row nobody else writes the note.
    for (const table of ["annex.item", "depot.parcel"]) await here.query(`UPDATE ${table} SET note = 'afterwards' WHERE id = 1`);
    await expect.poll(() => count(there, "depot.parcel", "note = 'afterwards'"), { timeout: 60_000 }).toBe(1);
  }
  await expectSame(here, there, "depot.parcel");
  // It stands still at a border: all rows up to one, none of later.
  const kept = await count(there, "annex.item");
  expect(kept).toBe(Number((await there.query<{ top: number }>("SELECT MAX(id) AS top FROM annex.item"))[0]?.top));
  expect(await count(there, "annex.item", "note = 'afterwards'")).toBe(0);
  expect(kept).toBeLessThan(await count(here, "annex.item"));
});

test("a change is cancelled and leaves nothing; the next one fails over an ignored finding, is tried again once the cause is gone, and both servers are equal", async ({ page, screens }) => {
  const [source, destination] = await Promise.all([testServer("source"), testServer("destination")]);
  await using here = await source.admin();
  await using there = await destination.admin();
  await there.query("DROP DATABASE IF EXISTS loft");
  await there.query(`GRANT ALL PRIVILEGES ON loft.* TO '${destinationAccount.user}'@'%'`);
  await here.query("DROP DATABASE IF EXISTS loft");
  await here.query("CREATE DATABASE loft");
  await here.query("CREATE TABLE loft.box (id INT AUTO_INCREMENT PRIMARY KEY, note VARCHAR(80) NOT NULL)");
  // Without a key: a warning.
  await here.query("CREATE TABLE loft.scrap (id INT NOT NULL, note VARCHAR(80) NOT NULL)");
  await here.query("INSERT INTO loft.box (note) VALUES ('one'), ('two 二')");
  await here.query("INSERT INTO loft.scrap VALUES (1, 'same'), (1, 'same'), (2, 'other')");
  const objects = new ObjectsPage(page);
  const status = new StatusPage(page);
  const acknowledge = page.getByRole("button", { name: "Acknowledge 1 warning and confirm…" });
  const risks = page.getByRole("region", { name: "Accepted risks" });
  const propose = async () => {
    await page.goto(`/sync/${id}/objects/modify`);
    await objects.box(objects.available, "loft").click();
    await objects.add.click();
    await page.getByRole("button", { name: "Propose and precheck" }).click();
  };
  const confirm = async () => {
    await acknowledge.click();
    const dialog = page.getByRole("alertdialog", { name: "Modify the synchronized objects" });
    await expect(dialog).toContainText("1 warning is acknowledged.");
    await dialog.getByRole("button", { name: "Confirm change" }).click();
    await expect(page).toHaveURL(new RegExp(`/sync/${id}$`));
  };
  const card = page.getByRole("region", { name: "Objects are being modified" });
  {
    await using _ = writing(source, ["depot.parcel"]);

    await test.step("cancelled, it goes on as it was", async () => {
      await propose();
      await expect(acknowledge).toBeEnabled({ timeout: 60_000 });
      await using holding = await source.admin();
      await holding.query("LOCK TABLES loft.box WRITE");
      await confirm();
      await expect(status.cell("State")).toContainText("Modifying");
      await expect.poll(() => count(there, "information_schema.tables", "table_schema = 'loft'"), { timeout: 60_000 }).toBe(2);
      await card.getByRole("button", { name: "Cancel modification" }).click();
      const dialog = page.getByRole("alertdialog", { name: "Cancel the modification" });
      await expect(dialog.getByRole("button", { name: "Keep the modification" })).toBeFocused();
      await screens.scan("cancel");
      await dialog.getByRole("button", { name: "Cancel modification" }).click();
      await expect(status.cell("State")).toContainText("Synchronizing", { timeout: 60_000 });
      await expect(card).toBeHidden();
      await expect.poll(() => count(there, "information_schema.tables", "table_schema = 'loft'"), { timeout: 60_000 }).toBe(0);
      // What was accepted for it went with it.
      await expect(risks).toBeVisible();
      await expect(risks.getByRole("listitem").filter({ hasText: "primary-keys" })).toHaveCount(0);
    });

    await test.step("a finding about the added objects is ignored with a reason", async () => {
      await there.query("CREATE DATABASE IF NOT EXISTS loft");
      await there.query("CREATE TABLE loft.box (id INT PRIMARY KEY, label VARCHAR(20))");
      await there.query("INSERT INTO loft.box VALUES (7, 'of somebody else')");
      await propose();
      await expect(page.getByText("One check blocks the change")).toBeVisible({ timeout: 60_000 });
      await expect(page.getByRole("button", { name: "Confirm change…" })).toBeDisabled();
      const finding = page.getByRole("article", { name: "1 object of the same name already at the destination" });
      await expect(finding).toContainText("Blocks the change");
      await expect(finding.getByRole("button", { name: "Run this check again" })).toBeVisible();
      // Cures act on the proposal.
      const changes = page.getByRole("region", { name: "Changes" });
      await finding.getByRole("link", { name: "Rename in destination…" }).click();
      const batch = page.getByRole("dialog", { name: "Rename 1 affected table" });
      await batch.getByRole("button", { name: "Cancel" }).click();
      await expect(changes.getByRole("region", { name: "Added" })).toContainText("loft");
      await page.getByRole("button", { name: "Review the change" }).click();
      await finding.getByRole("link", { name: "Remove 1 table from selection" }).click();
      await expect(page.getByText("1 table was taken out of the selection.", { exact: false }).first()).toBeVisible();
      await expect(objects.selected).toContainText("Set aside");
      await screens.picture("cured");
      await page.getByRole("button", { name: "Review the change" }).click();
      await finding.getByRole("button", { name: "Ignore…" }).click();
      const dialog = page.getByRole("alertdialog", { name: /^Ignore: 1 object of the same name/ });
      await dialog.getByRole("textbox", { name: "Reason" }).fill("It is removed before the copy begins");
      await dialog.getByRole("checkbox").click();
      await dialog.getByRole("button", { name: "Ignore this alert" }).click();
      await expect(dialog).toBeHidden();
      await expect(finding).toContainText("It is removed before the copy begins");
      await expect(acknowledge).toBeEnabled();
      await screens.picture("ignored");
      await screens.scan("ignored");
    });

    await test.step("it fails, the stream goes on, and it is tried again", async () => {
      await confirm();
      await expect(card.getByText("A destination table already exists.")).toBeVisible({ timeout: 60_000 });
      await expect(card).toContainText("The task goes on with the objects it had.");
      await expect(risks.getByRole("listitem").filter({ hasText: "Precheck item same-name-objects is ignored" })).toContainText("It is removed before the copy begins");
      await screens.picture("failed");
      await screens.scan("failed");
      await here.query("UPDATE depot.parcel SET note = 'meanwhile' WHERE id = 1");
      await expect.poll(() => count(there, "depot.parcel", "note = 'meanwhile'"), { timeout: 60_000 }).toBe(1);
      expect(await rows(there, "loft.box")).toContain("of somebody else");
      await there.query("DROP TABLE loft.box");
      await card.getByRole("button", { name: "Retry" }).click();
      await expectModification(page, "merged");
      await expect(status.cell("State")).toContainText("Synchronizing");
      await expect(card).toBeHidden();
      await here.query("INSERT INTO loft.box (note) VALUES ('later')");
      await here.query("UPDATE loft.scrap SET note = 'changed' WHERE id = 2");
    });
  }
  await expectSame(here, there, "depot.parcel", "loft.box", "loft.scrap");
});
