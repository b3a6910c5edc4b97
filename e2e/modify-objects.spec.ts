import { setInterval as every } from "node:timers/promises";
import { testServer } from "../lib/testing/servers";
import { expectNoSidewaysScroll } from "./axe";
import { synchronizeDatabase } from "./fixtures/configured-task";
import { destinationAccount } from "./fixtures/databases";
import { ObjectsPage } from "./pages/objects-page";
import { StatusPage } from "./pages/status-page";
import { expect, test } from "./test";

const name = "depot to PolarDB";

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
  const id = await synchronizeDatabase(page, name, "depot");

  const ending = new AbortController();
  const write = async (...tables: string[]) => {
    await using session = await source.admin();
    for await (const _ of every(50)) {
      if (ending.signal.aborted) return;
      for (const table of tables) {
        await session.query(`INSERT INTO ${table} (note) VALUES ('later')`);
        await session.query(`UPDATE ${table} SET note = CONCAT('changed ', id) ORDER BY id DESC LIMIT 2`);
      }
    }
  };
  const writing = Promise.all([write("depot.parcel", "depot.attic"), write("annex.item")]);
  try {
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
  } finally {
    ending.abort();
    await writing;
  }
  const rows = async (connection: typeof here, table: string) => JSON.stringify(await connection.query(`SELECT * FROM ${table} ORDER BY id`));
  for (const table of ["depot.parcel", "annex.item"]) await expect.poll(async () => (await rows(there, table)) === (await rows(here, table)), { timeout: 60_000 }).toBe(true);
  const kept = Number((await there.query<{ n: number }>("SELECT COUNT(*) AS n FROM depot.attic"))[0]?.n);
  expect(kept).toBeGreaterThanOrEqual(3);
  expect(kept).toBeLessThan(Number((await here.query<{ n: number }>("SELECT COUNT(*) AS n FROM depot.attic"))[0]?.n));

  await page.goto(`/sync/${id}/tables/depot/parcel`);
  await page.getByRole("button", { name: "Reload this table" }).click();
  const reload = page.getByRole("alertdialog", { name: "Reload depot.parcel" });
  await expect(reload.getByRole("button", { name: "Reload table" })).toBeDisabled();
  await screens.scan("reload");
});
