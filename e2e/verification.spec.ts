import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { testServer } from "../lib/testing/servers";
import { destinationAccount } from "./fixtures/databases";
import { openObjectsOfNewTask } from "./fixtures/configured-task";
import { InitializationPage } from "./pages/initialization-page";
import { ObjectsPage } from "./pages/objects-page";
import { StatusPage } from "./pages/status-page";
import { expect, test } from "./test";

const database = "journal";

test("a row changed by hand at the destination is found with its key and its repair, and the alert reaches a webhook", async ({ page, screens }) => {
  test.setTimeout(300_000);
  const [source, destination] = await Promise.all([testServer("source"), testServer("destination")]);
  await using here = await source.admin();
  await using there = await destination.admin();
  await here.query(`DROP DATABASE IF EXISTS ${database}`);
  await there.query(`DROP DATABASE IF EXISTS ${database}`);
  await here.query(`CREATE DATABASE ${database}`);
  await here.query(`CREATE TABLE ${database}.entry (id INT PRIMARY KEY, note VARCHAR(20), amount INT)`);
  await here.query(`INSERT INTO ${database}.entry VALUES (1, 'rent', 900), (2, 'water', 40), (3, 'light', 60)`);
  await there.query(`GRANT ALL PRIVILEGES ON ${database}.* TO '${destinationAccount.user}'@'%'`);
  const told: Record<string, unknown>[] = [];
  const hook = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => (text += part));
    request.on("end", () => {
      told.push(JSON.parse(text) as Record<string, unknown>);
      response.end("{}");
    });
  }).listen(0, "127.0.0.1");
  await once(hook, "listening");

  await openObjectsOfNewTask(page, "ledger to PolarDB");
  const objects = new ObjectsPage(page);
  await objects.box(objects.available, database).click();
  await objects.add.click();
  await objects.next.click();
  await new InitializationPage(page).precheck.click();
  await expect(page).toHaveURL(/\/sync\/dts[a-z0-9]{16}$/, { timeout: 60_000 });
  const id = /dts[a-z0-9]{16}/.exec(page.url())?.[0] ?? "";
  await expect(new StatusPage(page).cell("State")).toContainText("Synchronizing", { timeout: 60_000 });
  await expect(new StatusPage(page).cell("Lag")).toContainText(/caught up/i, { timeout: 60_000 });

  await test.step("a webhook is added, tested, and the rule is switched on", async () => {
    await page.goto("/alerts/channels");
    await page.getByRole("button", { name: "Add channel" }).click();
    const form = page.getByRole("dialog", { name: "Add channel" });
    await form.getByRole("textbox", { name: "Name" }).fill("Operations");
    await form.getByLabel("Webhook address").fill(`http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook?token=sealed-token`);
    await screens.scan("channel");
    await form.getByRole("button", { name: "Save channel" }).click();
    await page.getByRole("button", { name: "Send test to Operations" }).click();
    await expect.poll(() => told.map(({ what }) => what)).toEqual(["test"]);
    await expect(page.getByRole("table", { name: "Alert channels" })).toContainText("Sent");
    expect(await page.content()).not.toContain("sealed-token");
    await screens.scan("channels");
    await screens.picture("channels");
    await page.getByRole("button", { name: "Edit Operations" }).click();
    const change = page.getByRole("dialog", { name: "Edit Operations" });
    await change.getByRole("textbox", { name: "Name" }).fill("On call");
    await screens.scan("channel-change");
    await screens.picture("channel-change", "window");
    await change.getByRole("button", { name: "Save channel" }).click();
    await page.getByRole("button", { name: "Send test to On call" }).click();
    await expect.poll(() => told.map(({ what }) => what)).toEqual(["test", "test"]);
    await page.goto("/alerts/rules");
    await page.getByRole("switch", { name: "Verification differences" }).click();
    await expect(page.getByRole("switch", { name: "Verification differences" })).toBeChecked();
    await screens.scan("rules");
    await screens.picture("rules");
  });

  await there.query(`UPDATE ${database}.entry SET amount = 41 WHERE id = 2`);
  await test.step("the verification names the row", async () => {
    await page.goto(`/sync/${id}/verification?new=1`);
    await expect(page.getByRole("button", { name: "Start verification" })).toBeVisible();
    await screens.scan("verify-form");
    await screens.picture("verify-form");
    await page.getByRole("button", { name: "Start verification" }).click();
    await expect(page.getByText("1 row differs in 1 table.")).toBeVisible({ timeout: 60_000 });
    await screens.scan("verification");
    await screens.picture("verification");
    await page.getByRole("button", { name: `Show differences of ${database}.entry` }).click();
    const drawer = page.getByRole("dialog");
    await expect(drawer.getByText("id=2", { exact: true })).toBeVisible();
    await drawer.getByRole("button", { name: "Show rows of id=2" }).click();
    await expect(drawer.getByRole("row", { name: "amount 40 41" })).toBeVisible();
    await drawer.getByRole("button", { name: "Repair SQL", exact: true }).click();
    await expect(drawer.getByRole("region", { name: "Repair SQL" })).toContainText(`UPDATE \`${database}\`.\`entry\` SET \`amount\` = 40 WHERE \`id\`=2;`);
    await screens.scan("differences");
    await screens.picture("differences", "window");
  });
  const repair = (await page.getByRole("region", { name: "Repair SQL" }).innerText()).split("\n");
  for (const statement of repair.filter((line) => line.startsWith("UPDATE"))) await there.query(statement);

  await test.step("the alert is told with its cause and the way to the task, and seen on the page", async () => {
    await expect.poll(() => told.at(-1), { timeout: 30_000 }).toMatchObject({ what: "raised", kind: "verification", taskId: id, cause: expect.stringMatching(/^Verification \d+ found 1 differing rows\.$/), link: expect.stringMatching(`/sync/${id}$`) });
    await page.goto("/alerts");
    await expect(page.getByRole("list", { name: "Active alerts" })).toContainText("ledger to PolarDB");
    // Tasks of other tests may have theirs.
    await expect(page.getByRole("navigation", { name: "Main" })).toContainText(/[1-9]\d* active alerts?/);
    await screens.scan("alerts");
    await screens.picture("alerts");
  });

  await test.step("the checklist follows the cut-over", async () => {
    await page.goto(`/sync/${id}/cutover`);
    await page.getByRole("button", { name: "Writes are stopped: note the position" }).click();
    await expect(page.getByText("Everything up to this position is at the destination.")).toBeVisible({ timeout: 30_000 });
    await page.getByRole("link", { name: "Verify data" }).click();
    await page.getByRole("button", { name: "Start verification" }).click();
    await expect(page.getByText(/1 table is equal: 3 rows compared/)).toBeVisible({ timeout: 60_000 });
    await page.goto(`/sync/${id}/cutover`);
    await expect(page.getByRole("link", { name: "Open verification" })).toBeVisible();
    await screens.scan("cutover");
    await screens.picture("cutover");
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of [`/sync/${id}/cutover`, `/sync/${id}/verification`, `/sync/${id}/alerts`, "/alerts/rules"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await page.getByRole("main").evaluate((main) => main.scrollWidth - main.clientWidth)).toBeLessThanOrEqual(0);
    }
    await screens.picture("rules-phone");
  });
  hook.close();
});
