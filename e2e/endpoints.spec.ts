import { testServer } from "../lib/testing/servers";
import { administrator } from "./fixtures/administrator";
import { destinationAccount, sourceAccount } from "./fixtures/databases";
import { CreatePage } from "./pages/create-page";
import { EndpointsPage } from "./pages/endpoints-page";
import { TasksPage } from "./pages/tasks-page";
import { expect, test } from "./test";

test("the endpoint form says what is wrong, proves a connection, and loses nothing that was typed", async ({ page, screens, context }) => {
  const source = await testServer("source");
  const name = "billing to PolarDB";
  await page.goto("/sync/new");
  const create = new CreatePage(page);
  await create.name.fill("billing");
  await create.createAndConfigure.click();
  const endpoints = new EndpointsPage(page);
  await expect(endpoints.primary).toBeVisible();

  await test.step("what cannot be changed is text", async () => {
    await endpoints.expectText("source", "Instance Region", "cn-hangzhou");
    await endpoints.expectText("source", "Database Type", "MySQL");
    await endpoints.expectText("destination", "Instance Type", "PolarDB Instance");
    await endpoints.expectText("destination", "Instance Region", "cn-hangzhou");
  });

  await test.step("an empty form is refused at its first fault, all faults are links", async () => {
    await endpoints.primary.click();
    await expect(endpoints.host).toBeFocused();
    await expect(endpoints.errorSummary.getByRole("link")).toHaveCount(6);
    await endpoints.errorSummary.getByRole("link").last().click();
    await expect(endpoints.password("destination")).toBeFocused();
    await screens.picture("endpoints-errors");
  });

  await test.step("a port out of range is told the range", async () => {
    await endpoints.taskName.fill(name);
    await endpoints.choose(endpoints.host, "i-src1");
    await expect(endpoints.port).toHaveValue(String(source.port));
    await endpoints.port.fill("70000");
    await endpoints.primary.click();
    await expect(endpoints.port).toHaveAccessibleDescription(/between 1 and 65535/);
    await endpoints.port.fill(String(source.port));
  });

  await test.step("passwords can be pasted", async () => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    for (const [side, pasted] of [
      ["source", "not-the-password"],
      ["destination", "pasted-as-well"],
    ] as const) {
      await page.evaluate((text) => navigator.clipboard.writeText(text), pasted);
      await endpoints.password(side).focus();
      await page.keyboard.press("ControlOrMeta+V");
      await expect(endpoints.password(side)).toHaveValue(pasted);
    }
  });

  await test.step("a wrong password is answered with the server's words, our address and statements to copy", async () => {
    await endpoints.account("source").fill(sourceAccount.user);
    await endpoints.test("source").click();
    const answer = endpoints.panel("source").getByRole("alert").filter({ hasText: "No connection to" });
    await expect(answer).toContainText(`Access denied for user '${sourceAccount.user}'@'127.0.0.1' (using password: YES)`);
    await expect(answer).toContainText("MySQL saw the connection come from 127.0.0.1");
    const statements = answer.getByRole("tabpanel");
    await expect(statements).toContainText(`CREATE USER '${sourceAccount.user}'@'127.0.0.1'`);
    await answer.getByRole("button", { name: /^Copy/ }).last().click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("CREATE USER");
    await answer.getByRole("tab").nth(1).click();
    await expect(statements).toContainText(`ALTER USER '${sourceAccount.user}'@'127.0.0.1'`);
    await screens.picture("endpoints-wrong-password");
    await screens.scan("endpoints-wrong-password");
  });

  await test.step("the right one is told what was found", async () => {
    await endpoints.password("source").fill(sourceAccount.password);
    await endpoints.test("source").click();
    await expect(endpoints.panel("source").getByRole("status").filter({ hasText: "Connected as" })).toContainText(`binlog ROW/FULL`);
    await endpoints.expectText("source", "Database Type", source.version);
  });

  const tasks = new TasksPage(page);
  await test.step("Save and exit keeps what was typed, passwords unseen", async () => {
    await endpoints.choose(endpoints.cluster, "pc-dst1");
    await endpoints.account("destination").fill(destinationAccount.user);
    await endpoints.saveAndExit.click();
    await tasks.row(name).getByRole("link", { name: "Configure Task" }).click();
    await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: "Endpoints" }).click();
    await expect(endpoints.taskName).toHaveValue(name);
    await expect(endpoints.host).toHaveValue(/i-src1/);
    await expect(endpoints.cluster).toHaveValue(/pc-dst1/);
    await expect(endpoints.account("source")).toHaveValue(sourceAccount.user);
    await expect(endpoints.account("destination")).toHaveValue(destinationAccount.user);
    for (const side of ["source", "destination"] as const) {
      await expect(endpoints.password(side)).toHaveValue("");
      await expect(endpoints.password(side)).toHaveAccessibleDescription(/^Saved/);
    }
  });

  await test.step("passwords that were used are kept, and the form says so", async () => {
    await endpoints.password("source").fill(sourceAccount.password);
    await endpoints.password("destination").fill(destinationAccount.password);
    await endpoints.primary.click();
    await expect(page).toHaveURL(/\/configure\/objects$/);
    await expect(page.getByText("Access already allowed for 2 of 2 endpoints")).toBeVisible();
    await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: "Network access" }).click();
    await expect(page.getByRole("list", { name: "Connection to i-src1" }).getByRole("listitem").filter({ hasText: "SELECT 1" })).toContainText("passed");
    await screens.picture("network");
    await screens.scan("network");
    await endpoints.saveAndExit.click();
    await tasks.open(name);
    await page
      .getByRole("link", { name: /Configure Task|Continue configuring/ })
      .first()
      .click();
    await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: "Endpoints" }).click();
    for (const side of ["source", "destination"] as const) {
      await expect(endpoints.password(side)).toHaveValue("");
      await expect(endpoints.password(side)).toHaveAccessibleDescription(/^Saved/);
    }
    expect(await page.content()).not.toContain(sourceAccount.password);
  });
  await screens.picture("endpoints");
  await screens.scan("endpoints");
});

test("a reload, the way back and an expired sign-in keep what was typed, but for passwords", async ({ browser, context }) => {
  // On its own: the console of a browser that is shut out reports what it was refused.
  const other = await browser.newContext({ storageState: await context.storageState() });
  const page = await other.newPage();
  await page.goto("/sync/new");
  await new CreatePage(page).createAndConfigure.click();
  const endpoints = new EndpointsPage(page);
  // Both pages have a field of that name.
  await expect(endpoints.primary).toBeVisible();
  await endpoints.taskName.fill("billing to PolarDB");
  const namesake = page.getByRole("status").filter({ hasText: "Another task has this name" });
  await expect(namesake.getByRole("link")).toHaveAttribute("href", /\/sync\/dts/);
  await endpoints.account("source").fill("typed_before_a_reload");
  await endpoints.password("source").fill("never kept 1");
  await page.reload();
  await expect(endpoints.account("source")).toHaveValue("typed_before_a_reload");
  await expect(endpoints.password("source")).toHaveValue("");

  await endpoints.account("destination").fill("typed_before_leaving");
  await page.goto("/sync");
  await page.goBack();
  await expect(endpoints.account("destination")).toHaveValue("typed_before_leaving");

  await other.clearCookies();
  await endpoints.taskName.fill("typed by nobody");
  const dialog = page.getByRole("alertdialog", { name: "You are signed out" });
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("User name").fill(administrator.username);
  await page.getByLabel("Password", { exact: true }).fill(administrator.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/configure\/endpoints$/);
  await expect(endpoints.taskName).toHaveValue("typed by nobody");
  await expect(endpoints.account("source")).toHaveValue("typed_before_a_reload");
  await expect(endpoints.password("source")).toHaveValue("");
  await other.close();
});
