/**
 * A source transaction that the destination does not take, and a person who decides to pass over it: nothing else is passed over, and the record of it is there
 * exactly when the checkpoint counts it as done.
 */
import { expect, test } from "vitest";
import type { AppError } from "../errors/app-error";
import type { EnginePlan } from "../engine/plan";
import { connect, metadataSession } from "../mysql/connection";
import { skippedRecords } from "../engine/skips/skipped-transactions";
import { catchUp, expectEqual, planOf, runUntilKilled, startTask } from "./run-task";
import type { ServerRole } from "./servers";
import { twoServers, type TwoServers } from "./two-servers";

async function stopped(plan: EnginePlan): Promise<AppError> {
  return startTask({ ...plan, until: "caught-up" }).ended.then(
    (outcome) => Promise.reject(new Error(`the task ended with ${outcome.kind}`)),
    (error: unknown) => error as AppError,
  );
}

const skipping = (plan: EnginePlan, ...ids: unknown[]): EnginePlan => ({ ...plan, skips: ids.map((id, index) => ({ id: String(id), key: String(index + 1), reason: "tested", actor: "test" })) });

async function recorded(box: TwoServers, plan: EnginePlan) {
  await using connection = await connect(plan.destination, { session: metadataSession });
  return skippedRecords.read(connection, { database: plan.bookkeepingDatabase, taskId: plan.taskId }, ["1", "2"]);
}

const setup = "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20)); CREATE TABLE u (id INT PRIMARY KEY, n INT); INSERT INTO t VALUES (1, 'a'), (2, 'b'); INSERT INTO u VALUES (1, 0), (2, 0);";
const refused = "START TRANSACTION; INSERT INTO u VALUES (10, 0); UPDATE t SET v = 'longer than it' WHERE id = 1; DELETE FROM u WHERE id = 2; COMMIT;";

/** A task that has caught up; then a column became shorter at the destination, and one of several transactions no longer fits. */
async function stoppedTask(role: ServerRole = "source", change: Partial<EnginePlan> = {}) {
  const box = await twoServers({ source: role, createDestination: false });
  if (role !== "source") await box.source.run(`ALTER DATABASE \`${box.source.database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`);
  await box.source.run(setup);
  const plan = await planOf(box, change);
  await catchUp(plan);
  const d = `\`${box.destination.database}\``;
  await box.destination.run(`ALTER TABLE ${d}.t MODIFY v VARCHAR(5)`);
  await box.source.run(`UPDATE u SET n = 1 WHERE id = 1; ${refused} INSERT INTO u VALUES (11, 0); UPDATE t SET v = 'short' WHERE id = 2;`);
  return { box, plan, d, error: await stopped(plan) };
}

test.each(["source", "source56", "mariadb"] as const)("from %s: of several transactions in one batch the one that is refused is named, with what it holds; it alone is passed over", async (role) => {
  const { box, plan, d, error } = await stoppedTask(role);
  await using _ = box;
  const { database } = box.source;
  expect(error).toMatchObject({ code: "destination-rejects-value", context: { database, table: "t", transactionChanges: 3, transaction: expect.stringMatching(/^.+[:-]\d+$/), transactionAtMs: expect.any(Number) } });
  expect(JSON.parse(String(error.context["transactionTables"]))).toEqual([
    { source: `${database}.u`, destination: `${database}.u`, inserts: 1, updates: 0, deletes: 1 },
    { source: `${database}.t`, destination: `${database}.t`, inserts: 0, updates: 1, deletes: 0 },
  ]);
  // A decision about another transaction passes over nothing.
  expect(await stopped(skipping(plan, `${String(error.context["transaction"])}0`))).toMatchObject({ code: error.code, context: { transaction: error.context["transaction"] } });
  const task = await catchUp(skipping(plan, error.context["transaction"]));
  const told = task.events.filter((event) => event.kind === "transaction-skipped");
  expect(told).toEqual([expect.objectContaining({ transaction: error.context["transaction"], position: error.context["position"], key: "1", reason: "tested", actor: "test", commitTimeMs: error.context["transactionAtMs"], tables: JSON.parse(String(error.context["transactionTables"])) })]);
  const { kind: _kind, atMs: _atMs, ...record } = told[0]!;
  expect(await recorded(box, plan)).toEqual([record]);
  expect(await box.destination.rows(`SELECT id, v FROM ${d}.t ORDER BY id`)).toEqual([{ id: 1, v: "a" }, { id: 2, v: "short" }]);
  expect(await box.destination.rows(`SELECT id, n FROM ${d}.u ORDER BY id`)).toEqual([{ id: 1, n: 1 }, { id: 2, n: 0 }, { id: 11, n: 0 }]);
  // Put right by hand: from here on everything is carried, also by a run that still has the decision.
  await box.destination.run(`ALTER TABLE ${d}.t MODIFY v VARCHAR(20); UPDATE ${d}.t SET v = 'longer than it' WHERE id = 1; INSERT INTO ${d}.u VALUES (10, 0); DELETE FROM ${d}.u WHERE id = 2;`);
  await box.source.run("UPDATE t SET v = 'longer than it, too' WHERE id = 2; UPDATE u SET n = n + 1;");
  await catchUp(skipping(plan, error.context["transaction"]));
  await expectEqual(box);
});

test.each(["before-commit", "after-commit"])("killed at %s of passing over it, it is recorded and told once by the next run, and everything behind it arrives", async (failpoint) => {
  const { box, plan, d, error } = await stoppedTask();
  await using _ = box;
  const decided = skipping(plan, error.context["transaction"]);
  // At each commit that there is: the one of the record is among them, whatever else lies in it.
  for (let nth = 1; await runUntilKilled(decided, failpoint, nth); nth += 1) {
    const [covered, records] = [await box.destination.rows(`SELECT id FROM ${d}.u WHERE id = 10`), await recorded(box, plan)];
    expect(covered).toEqual([]);
    expect(records.length).toBeLessThanOrEqual(1);
  }
  const task = await catchUp(decided);
  expect(task.events.filter((event) => event.kind === "transaction-skipped")).toHaveLength(1);
  expect(await recorded(box, plan)).toHaveLength(1);
  await box.destination.run(`ALTER TABLE ${d}.t MODIFY v VARCHAR(20); UPDATE ${d}.t SET v = 'longer than it' WHERE id = 1; INSERT INTO ${d}.u VALUES (10, 0); DELETE FROM ${d}.u WHERE id = 2;`);
  await expectEqual(box);
});

test("one that is larger than memory is passed over as a whole; a second one that conflicts stops the task again under its own name", async () => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(4000)); INSERT INTO t VALUES (0, 'a')");
  const plan = await planOf(box, { limits: { memoryBytes: 256 * 1024 } });
  await catchUp(plan);
  const d = `\`${box.destination.database}\``;
  await box.destination.run(`INSERT INTO ${d}.t VALUES (900, 'mine'), (2000, 'mine')`);
  await box.source.run(`INSERT INTO t WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 950) SELECT i, REPEAT('x', 3000) FROM n; UPDATE t SET v = 'b' WHERE id = 0; INSERT INTO t VALUES (2000, 'c');`);
  const error = await stopped(plan);
  expect(error).toMatchObject({ code: "conflict-stopped", context: { conflict: "row-exists", key: "id=900", transaction: expect.stringMatching(/:\d+$/) } });
  expect(error.context).not.toHaveProperty("transactionChanges");
  const second = await stopped(skipping(plan, error.context["transaction"]));
  expect(second).toMatchObject({ code: "conflict-stopped", context: { key: "id=2000", transactionChanges: 1 } });
  expect(second.context["transaction"]).not.toBe(error.context["transaction"]);
  expect(await recorded(box, plan)).toMatchObject([{ key: "1", tables: [{ source: `${box.source.database}.t`, inserts: 950, updates: 0, deletes: 0 }] }]);
  await catchUp(skipping(plan, error.context["transaction"], second.context["transaction"]));
  expect(await box.destination.rows(`SELECT id, v FROM ${d}.t ORDER BY id`)).toEqual([{ id: 0, v: "b" }, { id: 900, v: "mine" }, { id: 2000, v: "mine" }]);
});

test("an XA transaction is passed over by the name of its commit, also when its rows wait at the destination", async () => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, v INT); INSERT INTO t VALUES (1, 1), (2, 2)");
  const plan = await planOf(box);
  await catchUp(plan);
  const d = `\`${box.destination.database}\``;
  await box.destination.run(`DELETE FROM ${d}.t WHERE id = 1`);
  await box.source.run(`XA START '${box.id}'; UPDATE t SET v = 5 WHERE id = 1; XA END '${box.id}'; XA PREPARE '${box.id}'; INSERT INTO t VALUES (3, 3);`);
  // Stored while it waits: the run ends between its two halves.
  await catchUp(plan);
  await box.source.run(`XA COMMIT '${box.id}'; INSERT INTO t VALUES (4, 4);`);
  const error = await stopped(plan);
  expect(error).toMatchObject({ code: "conflict-stopped", context: { conflict: "row-missing", key: "id=1" } });
  await catchUp(skipping(plan, error.context["transaction"]));
  expect(await recorded(box, plan)).toMatchObject([{ transaction: error.context["transaction"], tables: [{ inserts: 0, updates: 1, deletes: 0 }] }]);
  expect(await box.destination.rows(`SELECT xid FROM \`${box.bookkeepingDatabase}\`.task_prepared`)).toEqual([]);
  expect(await box.destination.rows(`SELECT id, v FROM ${d}.t ORDER BY id`)).toEqual([{ id: 2, v: 2 }, { id: 3, v: 3 }, { id: 4, v: 4 }]);
});

test("what no row change is the cause of names no transaction", async () => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run(setup);
  const plan = await planOf(box);
  await catchUp(plan);
  await box.destination.run(`REVOKE UPDATE ON \`${box.destination.database}\`.* FROM '${plan.destination.user}'@'%'`);
  await box.source.run("UPDATE t SET v = 'c'");
  const error = await stopped(plan);
  expect(error.code).toBe("destination-privilege-missing");
  expect(error.context).not.toHaveProperty("transaction");
});
