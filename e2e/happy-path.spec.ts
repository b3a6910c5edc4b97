import { compareDatabases } from "../lib/engine/verification/compare-databases";
import { connect } from "../lib/mysql/connection";
import { testServer } from "../lib/testing/servers";
import { crmTables, destinationAccount, sourceAccount } from "./fixtures/databases";
import { killRunner } from "./fixtures/processes";
import { Traffic } from "./fixtures/traffic";
import { CreatePage } from "./pages/create-page";
import { EndpointsPage } from "./pages/endpoints-page";
import { InitializationPage } from "./pages/initialization-page";
import { ObjectsPage } from "./pages/objects-page";
import { PrecheckPage } from "./pages/precheck-page";
import { StatusPage } from "./pages/status-page";
import { TasksPage } from "./pages/tasks-page";
import { expect, test } from "./test";

test.describe.configure({ mode: "serial" });

const name = "crm to PolarDB";
/** Presses from the overview to Synchronizing. */
const budget = 16;
let id = "";

test("an instance is created and comes to Synchronizing within the budget of presses", async ({ page, context, screens, presses }) => {
  const source = await testServer("source");
  const tasks = new TasksPage(page);
  const create = new CreatePage(page);
  const endpoints = new EndpointsPage(page);
  const objects = new ObjectsPage(page);
  const initialization = new InitializationPage(page);
  const precheck = new PrecheckPage(page);
  const status = new StatusPage(page);
  // Nobody reads this table until it is let go: the full load waits there, and can be looked at.
  await using holding = await source.admin();
  await holding.query("LOCK TABLES crm.visit WRITE");

  await page.goto("/overview");
  await tasks.openFromRail();
  await tasks.createTask.click();
  await expect(create.heading).toBeVisible();
  await expect(create.select("Source Instance").first()).toHaveText("MySQL");
  await expect(create.select("Destination Instance").first()).toHaveText("PolarDB");
  await expect(create.choice("Synchronization Topology", "One-way Synchronization")).toBeChecked();
  await expect(create.choice("Synchronization Topology", /Two-way Synchronization Not offered/)).toBeDisabled();
  await expect(create.choice("Instance Class", /^small/)).toBeChecked();
  await screens.picture("new");
  await create.createAndConfigure.click();

  await endpoints.choose(endpoints.host, "i-src1");
  await expect(endpoints.port).toHaveValue(String(source.port));
  await endpoints.type(endpoints.account("source"), sourceAccount.user);
  await endpoints.type(endpoints.password("source"), sourceAccount.password);
  await endpoints.choose(endpoints.cluster, "pc-dst1");
  await endpoints.type(endpoints.account("destination"), destinationAccount.user);
  await endpoints.type(endpoints.password("destination"), destinationAccount.password);
  await endpoints.taskName.fill(name);
  await endpoints.primary.click();

  await objects.box(objects.available, "crm").click();
  await objects.add.click();
  await expect(objects.row(objects.selected, "crm")).toContainText("Whole database");
  await objects.next.click();

  await expect(initialization.schema).toBeChecked();
  await expect(initialization.data).toBeChecked();
  await screens.picture("initialization");
  await initialization.precheck.click();
  expect(presses.list().length, presses.list().join("\n")).toBeLessThanOrEqual(budget);

  await expect(precheck.passed).toBeVisible();
  expect(await precheck.expectDone()).toBeGreaterThanOrEqual(24);

  await test.step("with no further press the task's page opens and shows the initial synchronization", async () => {
    await expect(page).toHaveURL(/\/sync\/dts[a-z0-9]{16}$/);
    id = /dts[a-z0-9]{16}/.exec(page.url())?.[0] ?? "";
    await expect(status.cell("State")).toContainText("Performing Initial Synchronization");
    await expect(status.phase("Schema")).toContainText("Done");
    await expect(status.phase("Full data")).toContainText(new RegExp(`\\d of ${crmTables.length} tables`));
    await expect(page.getByRole("region", { name: "Copy under way" })).toContainText("Changes since the start are being kept at the source");
    await screens.picture("status-initializing");
    await holding.query("UNLOCK TABLES");
  });

  await test.step("and later Synchronizing, with a beginning and an end of every phase", async () => {
    await expect(status.cell("State")).toContainText("Synchronizing");
    await expect(status.phase("Schema")).toContainText(/took/);
    await expect(status.phase("Full data")).toContainText(/Done.*took/);
    await expect(status.phase("Incremental")).toContainText(/since/);
    await expect(status.cell("Lag")).toContainText("Caught up");
    expect(presses.count()).toBeLessThanOrEqual(budget);
  });

  const list = await context.newPage();
  await list.goto("/sync");
  await expect(new TasksPage(list).row(name)).toContainText("Synchronizing");
  await list.close();
  await screens.scan("status");
});

test("the status page answers five questions without scrolling, at a desk and on a phone", async ({ page, screens }) => {
  const status = new StatusPage(page);
  await using traffic = Traffic.start(await testServer("source"));
  await page.goto(`/sync/${id}`);
  for (const [device, viewport] of [
    ["desk", { width: 1280, height: 720 }],
    ["phone", { width: 390, height: 844 }],
  ] as const) {
    await page.setViewportSize(viewport);
    await expect(status.strip.getByRole("term")).toHaveText([/^State/, /^Lag/, /^Moving/, /^Runway/, /^Needs you/]);
    await expect(status.cell("State")).toContainText("Synchronizing");
    await expect(status.cell("Lag")).toContainText(/(limit 30 s|under the 30 s limit)/);
    await expect(status.cell("Moving")).toContainText(/[1-9][\d,.]* rows\/s/);
    await expect(status.cell("Runway")).toContainText(/binlog kept until/);
    await expect(status.cell("Needs you")).toContainText("Nothing.");
    for (const cell of StatusPage.cells) await expect(status.cell(cell)).toBeInViewport({ ratio: 1 });
    await screens.picture(`status-${device}`);
    await screens.scan(`status-${device}`);
  }
  await page.setViewportSize({ width: 1280, height: 720 });
  await status.pauseUpdates.click();
  await expect(page.getByText("Updates paused")).toBeVisible();
  const rate = async () => /.* rows\/s/.exec(await status.cell("Moving").innerText())?.[0];
  const frozen = await rate();
  expect(frozen).toBeTruthy();
  const before = traffic.transactions;
  await expect.poll(() => traffic.transactions).toBeGreaterThan(before + 100);
  expect(await rate()).toBe(frozen);
  await page.getByRole("button", { name: "Resume updates" }).click();
  await expect(page.getByText(/^Updated/)).toBeVisible();
  await traffic.stop();
});

test("paused, resumed and killed in full flow, every row is at the destination once", async ({ page, screens }) => {
  const status = new StatusPage(page);
  const tasks = new TasksPage(page);
  const [source, destination] = await Promise.all([testServer("source"), testServer("destination")]);
  await using there = await destination.admin();
  await using here = await source.admin();
  const turnsThere = async () => Number((await there.query<{ n: number }>("SELECT COUNT(*) AS n FROM crm.visit"))[0]?.n);
  const turnsHere = async () => Number((await here.query<{ n: number }>("SELECT COUNT(*) AS n FROM crm.visit"))[0]?.n);
  await using traffic = Traffic.start(source);
  await page.goto(`/sync/${id}`);
  await expect(status.cell("Moving")).toContainText(/[1-9][\d,.]* rows\/s/);

  await test.step("the pause says how long it may last, and who paused why", async () => {
    await page.getByRole("button", { name: "Pause Task" }).click();
    await expect(status.pauseDialog).toContainText(/keeps its binary log until \w{3} \d+, \d\d:\d\d \(6 d \d+ h from now\)/);
    await status.pauseDialog.getByRole("textbox", { name: "Reason" }).fill("Destination gets a new disk");
    await screens.picture("pause", "window");
    await screens.scan("pause");
    await status.pauseDialog.getByRole("button", { name: "Pause Task" }).click();
    await expect(status.cell("State")).toContainText("Paused");
    await expect(page.getByText("Paused by li.na")).toBeVisible();
    await expect(page.getByText("Reason: Destination gets a new disk")).toBeVisible();
    await expect(status.cell("Runway")).toContainText(/\d d \d+ h.*binlog kept until/);
    await tasks.openFromRail();
    await expect(tasks.row(name)).toContainText("Paused by li.na: Destination gets a new disk");
    await screens.picture("list");
    await screens.scan("list");
    await tasks.open(name);
  });

  await test.step("what happens meanwhile waits at the source", async () => {
    const [before, applied] = [traffic.transactions, await turnsThere()];
    await here.query("ALTER TABLE crm.contact ADD COLUMN channel ENUM('mail', 'phone') NOT NULL DEFAULT 'phone' AFTER name");
    await expect.poll(() => traffic.transactions).toBeGreaterThan(before + 150);
    expect(await turnsThere()).toBe(applied);
    await expect(page.getByText(/Waiting at the source: .* of binlog/)).toBeVisible();
    await expect(page.getByText(/Catching up takes about .* or less|How long catching up takes is unknown/)).toBeVisible();
  });

  await test.step("resumed with one press, it catches up", async () => {
    await status.resume.click();
    await expect(status.cell("State")).toContainText("Synchronizing");
    const reached = await turnsHere();
    await expect.poll(turnsThere).toBeGreaterThanOrEqual(reached);
  });

  await test.step("killed while changes flow, another runner goes on", async () => {
    await killRunner();
    const reached = await turnsHere();
    await expect.poll(turnsThere, { timeout: 60_000 }).toBeGreaterThanOrEqual(reached);
    await expect(status.cell("State")).toContainText("Synchronizing");
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect(status.cell("Moving")).toContainText(/[1-9][\d,.]* rows\/s/);
    await screens.picture("status-synchronizing");
  });

  await test.step("caught up means equal", async () => {
    await traffic.stop();
    const stoppedAtMs = Date.now();
    await expect
      .poll(async () => {
        const { lag, figuresAtMs } = await (await page.request.get(`/api/tasks/${id}`)).json();
        return figuresAtMs > stoppedAtMs && lag.state;
      })
      .toBe("caught-up");
    await expect(status.cell("Lag")).toContainText("Caught up");
    const differences = await compareDatabases({
      connectSource: (session) => connect(source.settings("source"), { session }),
      connectDestination: (session) => connect(destination.settings("destination"), { session }),
      databases: { crm: "crm" },
    });
    expect(differences).toEqual([]);
    expect(await turnsThere()).toBeGreaterThan(2_400);
  });

  await test.step("the events tell it", async () => {
    await screens.picture("status-after");
    await status.openTab("Events");
    const events = page.getByRole("region", { name: "Events" });
    await expect(events).toContainText("Pause asked for: Destination gets a new disk — li.na");
    await expect(events).toContainText("Paused at a transaction border.");
    await expect(events).toContainText("Resume asked for. — li.na");
    await expect(events).toContainText("ALTER TABLE");
    await screens.picture("events");
    await screens.scan("events");
  });

  await test.step("what is new waits while somebody reads, and comes with one press", async () => {
    await page.getByRole("list", { name: "Events" }).hover();
    await here.query("ALTER TABLE crm.contact COMMENT = 'who to call'");
    const bar = page.getByRole("button", { name: /^\d+ new events?$/ });
    await expect(bar).toBeVisible();
    const first = page.getByRole("list", { name: "Events" }).getByRole("listitem").first();
    await expect(first).not.toContainText("Schema change applied: crm.contact");
    await bar.click();
    await expect(first).toContainText("Schema change applied: crm.contact");
  });

  await test.step("an address names a moment, the event before it is marked, and an empty period offers a wider one", async () => {
    await page.goto(`/sync/${id}/events?at=${new Date(Date.now() + 60_000).toISOString()}`);
    await expect(page.getByText(/^Events around \d{4}-/)).toBeVisible();
    await expect(page.getByRole("list", { name: "Events" }).getByRole("listitem").first()).toHaveAttribute("aria-current", "true");
    await page.goto(`/sync/${id}/events?type=skipped&last=1h`);
    await page.getByRole("button", { name: "Widen to 24 h" }).click();
    await expect(page).toHaveURL(/last=24h/);
    await page.getByRole("button", { name: "Show all events" }).click();
    await expect(page.getByRole("list", { name: "Events" })).toContainText("Resume asked for.");
  });
});
