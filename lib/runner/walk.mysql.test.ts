import { expect, it, vi } from "vitest";
import { makeLogger } from "../logging/logger";
import { getPrecheckRun } from "../precheck/data";
import { requestPrecheck } from "../precheck/mutations";
import { checkNetwork } from "../tasks/probe";
import { acceptWarningsAndStart, pauseTask, resumeTask } from "../tasks/lifecycle/mutations";
import { getTask } from "../tasks/data";
import { listTables } from "../tasks/progress/data";
import { parseTaskTableQuery } from "../tasks/query";
import { configuredTask, controlDatabase } from "../testing/control-database";
import { twoServers } from "../testing/two-servers";
import { Runner } from "./runner";

const log = makeLogger({ level: "error", format: "json", destination: { write: () => undefined } });

it("walks a task from its precheck to Synchronizing with exactly the needed accounts, pauses and resumes it, and loses nothing", async () => {
  await using control = await controlDatabase();
  await using box = await twoServers({ createDestination: false });
  await box.source.run(
    "CREATE TABLE orders (id INT PRIMARY KEY AUTO_INCREMENT, note VARCHAR(20)); INSERT INTO orders (note) VALUES ('one'), ('two'), ('three');",
  );
  const source = await box.source.account();
  const destination = await box.destination.account([box.source.database], "tributary");
  const at = (settings: typeof source) => ({ address: settings.host, port: settings.port, account: settings.user, password: settings.password });
  const id = await configuredTask(control, { source: at(source), destination: at(destination), objects: { objects: [{ database: box.source.database }] } });

  const network = await checkNetwork(id, "admin");
  expect(network.sides.map((side) => side.test.failure)).toEqual([null, null]);
  expect(network.ok).toBe(true);

  const runner = new Runner({
    node: { id: "r", hostname: "here", pid: 1, version: "0", addresses: [], startedAtMs: 0 },
    log,
    limit: 3,
    task: { flushEveryMs: 100 },
  });
  const value = async () => (await getTask(id)).status.value;
  const becomes = (wanted: string) =>
    vi.waitFor(
      async () => {
        await runner.tick();
        const task = await getTask(id);
        expect(`${task.status.value} ${task.error?.code ?? ""} ${task.error?.detail ?? ""} ${task.error?.serverMessage ?? ""}`.trim()).toBe(wanted);
      },
      { timeout: 60_000, interval: 100 },
    );
  await requestPrecheck({ id, actor: "li" });
  await vi.waitFor(
    async () => {
      await runner.tick();
      expect((await getPrecheckRun(id, "latest"))?.status).not.toBe("running");
    },
    { timeout: 60_000, interval: 100 },
  );
  const run = await getPrecheckRun(id, "latest");
  expect(
    run?.items
      .filter((item) => item.status === "failed" || item.status === "error")
      .map((item) => `${item.id}: ${item.result?.title.text} ${item.result?.raw?.message ?? ""}`),
  ).toEqual([]);
  if ((await value()) === "PreCheckPass") await acceptWarningsAndStart({ id, actor: "li", number: 1 });
  await becomes("Synchronizing");

  const rows = () => box.destination.rows(`SELECT id, note FROM \`${box.source.database}\`.orders ORDER BY id`);
  await box.source.run("INSERT INTO orders (note) VALUES ('four'); UPDATE orders SET note = 'TWO' WHERE id = 2; DELETE FROM orders WHERE id = 1;");
  const expected = await box.source.rows("SELECT id, note FROM orders ORDER BY id");
  await vi.waitFor(async () => expect(await rows()).toEqual(expected), { timeout: 30_000, interval: 50 });

  await pauseTask({ id, actor: "li", reason: "test" });
  await becomes("Suspending");
  await box.source.run("INSERT INTO orders (note) VALUES ('five')");
  await resumeTask({ id, actor: "li" });
  await becomes("Synchronizing");
  const all = await box.source.rows("SELECT id, note FROM orders ORDER BY id");
  await vi.waitFor(async () => expect(await rows()).toEqual(all), { timeout: 30_000, interval: 50 });
  await vi.waitFor(async () => expect((await getTask(id)).lag.state).toBe("caught-up"), { timeout: 30_000, interval: 100 });
  expect((await listTables(id, parseTaskTableQuery({}))).rows).toMatchObject([{ source: { table: "orders" }, state: "live", rowsCopied: 3 }]);
  await runner.drain();
});
