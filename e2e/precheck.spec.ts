import { privateServer, testServer } from "../lib/testing/servers";
import { destinationAccount, sourceAccount } from "./fixtures/databases";
import { expectChinese } from "./fixtures/languages";
import { CreatePage } from "./pages/create-page";
import { EndpointsPage } from "./pages/endpoints-page";
import { InitializationPage } from "./pages/initialization-page";
import { ObjectsPage } from "./pages/objects-page";
import { PrecheckPage } from "./pages/precheck-page";
import { StatusPage } from "./pages/status-page";
import { ResourcesPage } from "./pages/resources-page";
import { expect, test } from "./test";

const tables = ["addresses", "baskets", "brands", "coupons", "invoices", "items", "orders", "payments", "prices", "refunds", "reviews", "stock"];

test("a failed precheck shows what to do, one check runs again in two presses, the rest keeps its time, and runs are compared", async ({ page, screens, presses, context, baseURL }) => {
  // A server of its own, three prechecks, and pictures of six screens in two themes.
  test.slow();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const destination = await testServer("destination");
  await using source = await privateServer("source", { lines: ["binlog-format=STATEMENT", "binlog-expire-logs-seconds=86400"] });
  await using atSource = await source.admin();
  await using atDestination = await destination.admin();
  await atDestination.query("DROP DATABASE IF EXISTS bazaar");
  for (const at of [atSource, atDestination]) {
    await at.query("CREATE DATABASE bazaar");
    for (const table of tables) await at.query(`CREATE TABLE bazaar.${table} (id INT NOT NULL PRIMARY KEY, name VARCHAR(40))`);
  }
  await atSource.query("CREATE TABLE bazaar.visits (id INT NOT NULL PRIMARY KEY)");
  await atSource.query(`CREATE USER '${sourceAccount.user}'@'%' IDENTIFIED BY '${sourceAccount.password}'`);
  await atSource.query(`GRANT SELECT, SHOW VIEW, REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO '${sourceAccount.user}'@'%'`);
  for (const database of ["bazaar", "tributary"]) await atDestination.query(`GRANT ALL PRIVILEGES ON ${database}.* TO '${destinationAccount.user}'@'%'`);
  await page.goto("/");
  await new ResourcesPage(page).registerHost({ id: "i-bazaar", name: "Bazaar database", region: "Hangzhou", address: source.host, port: source.port });

  await page.goto("/sync/new");
  await new CreatePage(page).createAndConfigure.click();
  const endpoints = new EndpointsPage(page);
  await endpoints.choose(endpoints.host, "i-bazaar");
  await endpoints.account("source").fill(sourceAccount.user);
  await endpoints.password("source").fill(sourceAccount.password);
  await endpoints.choose(endpoints.cluster, "pc-dst1");
  await endpoints.account("destination").fill(destinationAccount.user);
  await endpoints.password("destination").fill(destinationAccount.password);
  await endpoints.primary.click();
  await expect(page).toHaveURL(/\/configure\/objects$/);
  const objects = new ObjectsPage(page);
  await objects.box(objects.available, "bazaar").click();
  await objects.add.click();
  await objects.next.click();
  await test.step("what both servers do at the moment is told before the start", async () => {
    for (const side of ["Source", "Destination"]) {
      const load = page.getByRole("region", { name: side, exact: true });
      await expect(load.getByText("Statements per second")).toBeVisible();
      await expect(load.getByText(/^(Quiet|Busy)$/)).toBeVisible();
    }
    await screens.picture("initialization-load");
    await screens.scan("initialization-load");
  });
  await new InitializationPage(page).precheck.click();
  const precheck = new PrecheckPage(page);
  await precheck.expectDone();

  /** What was copied, once it begins like that. */
  const clipboard = async (begins: RegExp) => {
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(begins);
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const format = precheck.item("Binlog format is not ROW");
  const list = page.getByRole("listbox", { name: "Checks" });
  await test.step("the first failure is open: observed, required, why, and the statement for this server", async () => {
    await expect(page.getByText("2 failed", { exact: true })).toBeVisible();
    await expect(page.getByText("1 warning", { exact: true })).toBeVisible();
    await expect(format.getByRole("definition").filter({ hasText: "STATEMENT" })).toBeVisible();
    await expect(format.locator("dl > div").filter({ has: page.getByRole("term").getByText("Required", { exact: true }) }).getByRole("definition")).toContainText("ROW");
    await expect(format).toContainText("Statement events do not carry row values");
    await expect(format).toMatchAriaSnapshot(`
      - article "Binlog format is not ROW":
        - heading "Binlog format is not ROW" [level=2]
        - text: Blocks the start
        - term: Observed
        - definition: binlog_format STATEMENT
        - term: Required
        - definition: binlog_format ROW
        - heading "Why" [level=3]
        - heading "Fix" [level=3]
        - tablist "Fix":
          - tab "SQL" [selected]
          - tab "my.cnf"
          - tab "Ask a DBA"
        - tabpanel "SQL":
          - button /Copy/
          - region "Binlog format fix (SQL)":
            - code: SET PERSIST binlog_format = 'ROW';
        - button "Run this check again"
        - link "About this check"
    `);
    await format.getByRole("button", { name: /^Copy/ }).first().click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("SET PERSIST binlog_format = 'ROW';");
    await screens.picture("precheck-failed");
    await screens.scan("precheck-failed");
    await page.getByRole("button", { name: "Copy all fixes" }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain("SET PERSIST binlog_format = 'ROW';");
    expect(copied).not.toContain("RENAME TABLE");
    await page.getByRole("button", { name: "Copy as ticket" }).click();
    const ticket = await clipboard(/^Task: /);
    expect(ticket).toContain(`Source: ${source.host}:${source.port} · i-bazaar`);
    expect(ticket).toMatch(/^Precheck run 1, .+: 3 open of \d+$/m);
    for (const line of ["[Failed] CHECK_BINLOG_MODE: Binlog format is not ROW", "  Observed: binlog_format STATEMENT", "  Required: ", "[Failed] CHECK_SAME_OBJ: 12 objects of the same name", "[Warning] CHECK_BINLOG_RETENTION: ", "RENAME TABLE"]) expect(ticket).toContain(line);
    for (const { password } of [sourceAccount, destinationAccount]) expect(ticket).not.toContain(password);
    await list.getByRole("option", { name: "Binlog format is not ROW" }).focus();
    await page.keyboard.press("ArrowDown");
    await expect(page).toHaveURL(/item=CHECK_SAME_OBJ/);
    await page.keyboard.press("ArrowUp");
    await expect(format).toBeVisible();
  });

  const checkedAt = async (title: string) => {
    await list.getByRole("option", { name: title }).click();
    return precheck.item(title).getByText(/^checked/).textContent();
  };
  const before = await checkedAt("12 objects of the same name");
  await test.step("from the failed page to the check's next run: copy, run it at the server, press once more", async () => {
    await page.goto(page.url().replace(/\?.*/, ""));
    await expect(format).toBeVisible();
    const pressed = presses.count();
    await format.getByRole("button", { name: /^Copy/ }).first().click();
    await atSource.query(await clipboard(/^SET PERSIST binlog_format/));
    await format.getByRole("button", { name: "Run this check again" }).click();
    await expect(page).toHaveURL(/\/precheck\/2\?item=CHECK_BINLOG_MODE/);
    await precheck.expectDone();
    expect(presses.count() - pressed).toBeLessThanOrEqual(2);
    await expect(precheck.item("Binlog format")).toContainText("was STATEMENT, now ROW");
    await expect(page.getByRole("button", { name: "1 fixed" })).toBeVisible();
    expect(await checkedAt("12 objects of the same name")).toBe(before);
    await page.getByRole("button", { name: "1 fixed" }).click();
    await expect(list.getByRole("option")).toHaveCount(1);
    await page.getByRole("button", { name: "1 fixed" }).click();
  });

  const same = precheck.item("12 objects of the same name");
  await test.step("a failure is ignored with a reason and by name, and counts again when nobody stands by it any more", async () => {
    await list.getByRole("option", { name: "12 objects of the same name" }).click();
    await same.getByRole("button", { name: "Ignore…" }).click();
    const dialog = page.getByRole("alertdialog", { name: /^Ignore: 12 objects of the same name/ });
    await dialog.getByRole("textbox", { name: "Reason" }).fill("too short");
    await dialog.getByRole("button", { name: "Ignore this alert" }).click();
    await expect(dialog.getByText("Give a reason of 10 to 500 characters; it has 9.")).toBeVisible();
    await expect(dialog.getByText("Tick this to go on.")).toBeVisible();
    await screens.scan("precheck-ignore");
    await dialog.getByRole("textbox", { name: "Reason" }).fill("Rehearsal: both sides are thrown away");
    await dialog.getByRole("checkbox", { name: /^I accept that the task mixes its rows/ }).click();
    await dialog.getByRole("button", { name: "Ignore this alert" }).click();
    await expect(dialog).toBeHidden();
    await expect(same).toContainText("Ignored by li.na");
    await expect(same).toContainText("Rehearsal: both sides are thrown away");
    await expect(page.getByText("1 ignored", { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "Acknowledge 1 warning and start" })).toBeVisible();
    await same.getByRole("button", { name: "Stop ignoring" }).click();
    await expect(page.getByText("One check blocks the start")).toBeVisible();
    await expect(same.getByRole("button", { name: "Ignore…" })).toBeVisible();
  });

  await test.step("the same names are listed, renamed in Objects, and the way leads back here", async () => {
    await expect(same.getByRole("list", { name: "Affected objects (12)" }).getByRole("listitem")).toHaveCount(12);
    await screens.picture("precheck-same-names");
    await same.getByRole("link", { name: "Remove 12 tables from selection" }).click();
    await expect(page.getByText("12 tables were taken out of the selection.", { exact: false }).first()).toBeVisible();
    await expect(page.getByText("1 database · 1 table", { exact: true }).first()).toBeVisible();
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect(page.getByText("1 database · 1 whole", { exact: true }).first()).toBeVisible();
    await page.getByRole("button", { name: "Save and return to the precheck" }).click();
    await expect(page).toHaveURL(/\/precheck\/2\?item=CHECK_SAME_OBJ/);

    await same.getByRole("link", { name: "Rename in destination…" }).click();
    const batch = page.getByRole("dialog", { name: "Rename 12 affected tables" });
    await expect(batch.getByText("of 12", { exact: true })).toBeVisible();
    await batch.getByRole("textbox", { name: "Text of rule 1" }).fill("new_");
    await expect(batch.getByText("12 changed", { exact: true })).toBeVisible();
    await expect(batch.getByRole("table").getByText("new_addresses")).toBeVisible();
    await screens.picture("precheck-rename", "window");
    await batch.getByRole("button", { name: "Apply" }).click();
    await expect(batch).toBeHidden();
    await page.getByRole("button", { name: "Save and return to the precheck" }).click();
    await expect(page).toHaveURL(/\/precheck\/2\?item=CHECK_SAME_OBJ/);
    await expect(same).toBeVisible();
  });

  await test.step("on a phone the finding is a sheet over the list", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(page.getByRole("dialog", { name: "12 objects of the same name already at the destination" })).toBeVisible();
    await screens.picture("precheck-phone", "window");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog", { name: "12 objects of the same name already at the destination" })).toBeHidden();
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step("a third run says what changed since the second, and since the first", async () => {
    await precheck.again.click();
    await expect(page).toHaveURL(/\/precheck\/3$/);
    await precheck.expectDone();
    await expect(page.getByText("Since run 2:")).toBeVisible();
    await expect(page.getByRole("button", { name: "1 fixed" })).toBeVisible();
    await page.getByText("Configuration changed: Δ objects ~12 tables", { exact: true }).click();
    await expect(page.getByRole("list", { name: "Changed objects" }).getByRole("listitem")).toHaveCount(12);
    await expect(page.getByRole("list", { name: "Changed objects" }).getByRole("listitem").first()).toHaveText("~ bazaar.addresses");
    await screens.picture("precheck-changes");
    await page.getByRole("button", { name: "Compare with #2" }).click();
    await page.getByRole("menuitem", { name: /^Run 1/ }).click();
    await expect(page).toHaveURL(/against=1/);
    await expect(page.getByText("Since run 1:")).toBeVisible();
    await page.getByRole("button", { name: "2 fixed" }).click();
    await expect(list.getByRole("option")).toHaveText([/Binlog format/, /Objects of the same name/]);
  });

  await test.step("the key r runs the open check again", async () => {
    await page.goto(page.url().replace(/\?.*/, ""));
    await list.getByRole("option", { name: /^The source keeps its binlog for only/ }).click();
    await page.keyboard.press("r");
    await expect(page).toHaveURL(/\/precheck\/4\?item=CHECK_BINLOG_RETENTION/);
    await precheck.expectDone();
    await expect(page.getByText("ran 1 again", { exact: false })).toBeVisible();
  });

  await test.step("every run is kept, newest first, two of them are compared, and one opens as it was", async () => {
    await page.getByRole("link", { name: "All runs" }).click();
    const rows = page.getByRole("table", { name: "Precheck runs" }).getByRole("row");
    await expect(rows).toHaveText([/Result/, /^4Warnings1 warning/, /^3Warnings1 warning/, /^2Failed1 failed · 1 warning/, /^1Failed2 failed · 1 warning/]);
    for (const number of [3, 1]) await page.getByRole("checkbox", { name: `Compare run ${number}` }).click();
    await expect(page).toHaveURL(/compare=3,1/);
    await screens.picture("precheck-runs");
    await screens.scan("precheck-runs");
    await page.getByRole("link", { name: "Compare run 3 with run 1" }).click();
    await expect(page).toHaveURL(/\/precheck\/3\?against=1/);
    await expect(page.getByText("Since run 1:")).toBeVisible();
    await page.goBack();
    await page.getByRole("link", { name: "Open run 1" }).click();
    await expect(page.getByText("This is an older run.", { exact: false })).toBeVisible();
    await expect(format).toBeVisible();
    await expect(page.getByRole("button", { name: /^(Run this check again|Ignore…|Precheck Again)$/ })).toHaveCount(0);
  });

  await test.step("findings, fixes and ticket are Chinese for who reads Chinese", async () => {
    await context.addCookies([{ name: "tributary-locale", value: "zh-CN", url: baseURL! }]);
    await page.reload();
    await expect(page.getByRole("heading", { name: "预检查 · 第 1 次" })).toBeVisible();
    await expectChinese(page);
    await page.getByRole("listbox", { name: "检查项" }).getByRole("option").nth(1).click();
    await expect(page).toHaveURL(/item=CHECK_SAME_OBJ/);
    await expectChinese(page);
    await page.getByRole("button", { name: "复制为工单" }).click();
    const ticket = await clipboard(/^同步作业：/);
    expect(ticket).toMatch(/^第 1 次预检查，.+项未解决$/m);
    expect(ticket).toContain("[失败] CHECK_BINLOG_MODE: ");
    expect(ticket).not.toContain("Binlog format is not ROW");
    await screens.picture("precheck-chinese");
    await screens.scan("precheck-chinese");
  });

  await test.step("one press takes the risk of the warning and starts; it stands among the accepted risks", async () => {
    await context.addCookies([{ name: "tributary-locale", value: "en", url: baseURL! }]);
    await page.goto(page.url().replace(/\/precheck\/.*/, "/precheck"));
    await page.getByRole("button", { name: "Acknowledge 1 warning and start" }).click();
    await expect(page).toHaveURL(/\/sync\/dts[a-z0-9]{16}$/, { timeout: 60_000 });
    await expect(page.getByText("Precheck warnings were acknowledged: ", { exact: false })).toBeVisible();
    // Its source ends with this test.
    await new StatusPage(page).pause("its source goes away");
    await expect(page.getByText("Paused", { exact: true }).first()).toBeVisible();
  });
  await atDestination.query("DROP DATABASE bazaar");
});
