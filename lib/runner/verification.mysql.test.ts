import { expect, it, vi } from "vitest";
import { ddlKinds } from "../change-kinds/change-kinds";
import { makeLogger } from "../logging/logger";
import { acceptWarningsAndStart, pauseTask } from "../tasks/lifecycle/mutations";
import { requestPrecheck } from "../precheck/mutations";
import { getTask } from "../tasks/data";
import { configuredTask, controlDatabase } from "../testing/control-database";
import { twoServers } from "../testing/two-servers";
import { getVerification, openKeys } from "../verification/data";
import { cancelVerification, requestVerification } from "../verification/mutations";
import { repairScript } from "../verification/rows";
import { verificationSchema } from "../verification/schema";
import { Runner } from "./runner";

const log = makeLogger({ level: "error", format: "json", destination: { write: () => undefined } });
const settings = (change: object = {}) => verificationSchema.parse({ scope: "all", method: "hash", rowsPerSecond: 0, schedule: { kind: "now" }, threshold: 1, ...change });

it("a verification is carried out beside its task, names what differs with its repair, proves what is changed since, and says when it cannot know", async () => {
  await using control = await controlDatabase();
  await using box = await twoServers({ createDestination: false });
  await box.source.run("CREATE TABLE a (id INT PRIMARY KEY, t VARCHAR(20), j JSON); INSERT INTO a VALUES (1, 'it''s', '{\"k\": \"v\\\\n\"}'), (2, 'two', NULL), (3, 'three', NULL); CREATE TABLE b (id INT PRIMARY KEY); INSERT INTO b VALUES (1)");
  const [source, destination] = [await box.source.account(), await box.destination.account([box.source.database], "tributary")];
  const at = (given: typeof source) => ({ address: given.host, port: given.port, account: given.user, password: given.password });
  const id = await configuredTask(control, { source: at(source), destination: at(destination), objects: { objects: [{ database: box.source.database }], ddl: ddlKinds.filter((kind) => kind !== "create-table") } });
  const runner = new Runner({ node: { id: "r", hostname: "here", pid: 1, version: "0", addresses: [], startedAtMs: 0 }, log, limit: 3, task: { flushEveryMs: 100 } });
  const becomes = <T>(read: () => Promise<T>, wanted: T) =>
    vi.waitFor(
      async () => {
        await runner.tick();
        expect(await read()).toEqual(wanted);
      },
      { timeout: 60_000, interval: 100 },
    );
  const task = async () => (await getTask(id)).status.value as string;
  await requestPrecheck({ id, actor: "li" });
  await becomes(async () => ["Prechecking", "NotStarted"].includes(await task()), false);
  if ((await task()) === "PreCheckPass") await acceptWarningsAndStart({ id, actor: "li", number: 1 });
  await becomes(task, "Synchronizing");
  const verified = async (change: object, wanted: string) => {
    const number = await requestVerification(id, settings(change), "li");
    await becomes(async () => (await getVerification(id, number)).status as string, wanted);
    return getVerification(id, number);
  };

  expect(await verified({}, "passed")).toMatchObject({ structures: [], counts: { match: 2 }, rows: 4 });
  const qualified = `\`${box.source.database}\``;
  await box.destination.run(`UPDATE ${qualified}.a SET t = 'x', j = NULL WHERE id = 1; DELETE FROM ${qualified}.a WHERE id = 2; INSERT INTO ${qualified}.a VALUES (9, 'nine', NULL); ALTER TABLE ${qualified}.b ADD COLUMN more INT`);
  const found = await verified({ method: "full" }, "different");
  expect(found.tables.map(({ state, missing, extra, different }) => [state, missing, extra, different])).toEqual([
    ["different", 1, 1, 1],
    ["match", 0, 0, 0],
  ]);
  const name = { database: box.source.database, table: "a" };
  expect((await openKeys(id, found.id, name)).map(({ kind, key, columns }) => `${kind} ${key} ${columns.join()}`.trim()).sort()).toEqual(["different id=1 t,j", "extra id=9", "missing id=2"]);
  expect((await control.db.verificationTable.findFirst({ where: { jobId: found.id, sourceTable: "a" } }))?.keys).not.toContain("id=");
  const repair = await repairScript(id, found.id, name);
  expect(repair.statements).toBe(3);
  await box.destination.run(repair.sql);
  expect(await verified({ scope: "selected", tables: [`${box.source.database}.a`], method: "full" }, "passed")).toMatchObject({ counts: { match: 1 } });

  expect((await verified({ scope: "changed" }, "passed")).tables).toEqual([]);
  await expect(requestVerification(id, settings({ schedule: { kind: "at", atMs: Date.now() + 3_600_000 } }), "li").then((number) => cancelVerification(id, number, "li").then(() => getVerification(id, number)))).resolves.toMatchObject({ status: "cancelled" });

  // A table whose CREATE is of a kind that is left out is said to be left out, and does not stand in the way.
  await box.source.run("CREATE TABLE c (id INT PRIMARY KEY); INSERT INTO c VALUES (1)");
  await becomes(async () => control.db.taskEvent.count({ where: { taskId: id, code: "ddl-table-left" } }), 1);
  expect((await verified({}, "passed")).tables.map(({ source, state, reason }) => [source.split(".")[1], state, reason])).toEqual([
    ["a", "match", null],
    ["b", "match", null],
    ["c", "skipped", "left-out"],
  ]);

  await pauseTask({ id, actor: "li" });
  await becomes(task, "Suspending");
  await box.source.run("INSERT INTO b VALUES (2)");
  expect((await verified({}, "different")).tables.map(({ source, state, reason }) => [source.split(".")[1], state, reason])).toEqual([
    ["a", "match", null],
    ["b", "skipped", "behind"],
    ["c", "skipped", "left-out"],
  ]);
  await runner.drain();
});
