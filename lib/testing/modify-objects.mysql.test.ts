/**
 * Objects are added, removed and copied anew while a task runs and writers write to all tables, those that come and those that go included, in transactions
 * that span them. Afterwards both servers hold the same rows; what left stands still at a transaction border.
 */
import { expect, test } from "vitest";
import type { SelectedDatabase } from "../engine/plan";
import { bookkeepingIds, expectStoppedAtBorder, failed, fill, finish, merged, modified, schema, tables, whileWriting, whole } from "./modification-box";
import { catchUp, expectEqual, planOf, runUntilKilled, startTask } from "./run-task";
import { twoServers } from "./two-servers";

test.each(["source", "source56", "mariadb"] as const)("%s: tables are added and one is removed under writers, rows, foreign keys and border are right", async (role) => {
  await using box = await twoServers({ source: role });
  await box.source.run(role === "source" ? schema : schema.replaceAll("ON DELETE CASCADE", ""));
  const plan = await planOf(box, { objects: tables(box, "customers", "visits"), conflictPolicy: "stop" });
  await catchUp(plan);
  const noCascade = async (session: { run(sql: string): Promise<unknown> }, n: number) => {
    for (const sql of [`START TRANSACTION`, `INSERT INTO customers (name) VALUES ('w${n}')`, `INSERT INTO orders (customer, amount) VALUES (LAST_INSERT_ID(), ${n})`, `INSERT INTO log (n, note) VALUES (${n}, 'w')`, `INSERT INTO visits (n, note) VALUES (${n}, 'w')`, "COMMIT"]) await session.run(sql);
  };
  await using session = await box.source.server.admin();
  await session.run(`USE \`${box.source.database}\``);
  for (let n = 1; n <= 20; n += 1) await noCascade(session, n);
  const task = startTask(modified(plan, "1", tables(box, "customers", "orders", "log")));
  let ended = false;
  const done = task.when(merged).finally(() => (ended = true));
  let n = 21;
  for (let left = 10; left > 0; n += 1) {
    await noCascade(session, n);
    if (!ended && n > 600) await done;
    if (ended) left -= 1;
  }
  await done;
  await finish(task);
  await expectEqual(box, undefined, ["visits"]);
  await expectStoppedAtBorder(box, "visits");
  expect(await bookkeepingIds(box)).toEqual([box.id]);
  expect(await box.destination.rows("SELECT COUNT(*) AS n FROM information_schema.referential_constraints WHERE constraint_schema=? AND referenced_table_name='customers'", [box.destination.database])).toEqual([{ n: "1" }]);
  // The record, not what was configured once, says what the next run carries.
  const next = startTask({ ...plan, objects: tables(box, "orders", "log", "customers") });
  await noCascade(session, n);
  await finish(next);
  await expectEqual(box, undefined, ["visits"]);
  await expect(catchUp(plan)).rejects.toMatchObject({ code: "selection-differs" });
});

test("a whole database becomes single tables, and single tables the whole database, under writers", async () => {
  await using box = await twoServers();
  await fill(box);
  const plan = await planOf(box, { objects: whole(box) });
  await catchUp(plan);
  const single = startTask(modified(plan, "1", tables(box, "customers", "orders")));
  const { last } = await whileWriting(box, 1, () => single.when(merged));
  await finish(single);
  await expectEqual(box, undefined, ["log", "visits"]);
  await expectStoppedAtBorder(box, "visits");
  await box.destination.run(`DROP TABLE \`${box.destination.database}\`.log, \`${box.destination.database}\`.visits`);
  const again = startTask(modified({ ...plan, objects: tables(box, "customers", "orders") }, "2", whole(box)));
  await whileWriting(box, last, async () => {
    await again.when((event) => event.kind === "modification" && event.state === "began");
    await box.source.run("CREATE TABLE later (id INT PRIMARY KEY); INSERT INTO later VALUES (1); ALTER TABLE visits ADD COLUMN more INT DEFAULT 5; ALTER TABLE customers ADD COLUMN more INT DEFAULT 5;");
    await again.when(merged);
  });
  await box.source.run("CREATE TABLE latest (id INT PRIMARY KEY); INSERT INTO latest SELECT id FROM later; CREATE VIEW seen AS SELECT n FROM visits;");
  await finish(again);
  await expectEqual(box);
  expect(await box.destination.rows(`SELECT COUNT(*) AS n FROM information_schema.views WHERE table_schema=?`, [box.destination.database])).toEqual([{ n: "1" }]);
});

test("a task that is behind, with schema changes on the way, meets its supplement without skipping a step", async () => {
  await using box = await twoServers();
  await fill(box);
  const plan = await planOf(box, { objects: tables(box, "customers", "orders") });
  await catchUp(plan);
  await whileWriting(box, 1, async () => {
    await box.source.run("ALTER TABLE orders ADD COLUMN note VARCHAR(10) DEFAULT 'n' AFTER id; ALTER TABLE log ADD COLUMN first INT FIRST; UPDATE orders SET note = 'm' WHERE id < 50;");
  });
  await box.source.run("ALTER TABLE log DROP COLUMN first");
  await catchUp(modified(plan, "1", tables(box, "customers", "orders", "log", "visits")));
  await expectEqual(box);
});

test("another filter or name for a table copies that table anew; the others go on", async () => {
  await using box = await twoServers();
  await fill(box);
  const all = (as: Partial<Record<string, object>>): SelectedDatabase[] => [{ database: box.source.database, tables: ["customers", "orders", "log", "visits"].map((name) => ({ name, ...as[name] })) }];
  const plan = await planOf(box, { objects: all({}) });
  await catchUp(plan);
  const change = modified(plan, "1", all({ log: { as: "journal" }, visits: { filter: "n % 2 = 0" } }));
  const task = startTask(change);
  await whileWriting(box, 1, () => task.when(merged));
  await finish(task);
  await expectEqual(box, undefined, ["log", "visits", "journal"]);
  const db = box.destination.database;
  expect(await box.destination.rows(`SELECT COUNT(*) AS n, SUM(n) AS s FROM \`${db}\`.journal`)).toEqual(await box.source.rows("SELECT COUNT(*) AS n, SUM(n) AS s FROM log"));
  expect(await box.destination.rows(`SELECT COUNT(*) AS n, SUM(n) AS s FROM \`${db}\`.visits`)).toEqual(await box.source.rows("SELECT COUNT(*) AS n, SUM(n) AS s FROM visits WHERE n % 2 = 0"));
});

test("a modification that is given up leaves nothing behind, and the same objects can be added later", async () => {
  await using box = await twoServers();
  await fill(box);
  const plan = await planOf(box, { objects: tables(box, "customers") });
  await catchUp(plan);
  const { last, result } = await whileWriting(box, 1, () => runUntilKilled(modified(plan, "1", tables(box, "customers", "orders")), "load-done"));
  expect(result).toBe(true);
  await catchUp(plan);
  expect(await bookkeepingIds(box)).toEqual([box.id]);
  expect(await box.destination.rows("SELECT table_name AS t FROM information_schema.tables WHERE table_schema=?", [box.destination.database])).toEqual([{ t: "customers" }]);
  await whileWriting(box, last, () => catchUp(modified(plan, "2", tables(box, "customers", "orders"))));
  await catchUp(modified(plan, "2", tables(box, "customers", "orders")));
  await expectEqual(box, undefined, ["log", "visits"]);
});

test("what stands in the way of the added objects does not stop the task; cured, the next run adds them", async () => {
  await using box = await twoServers();
  await fill(box);
  const plan = await planOf(box, { objects: tables(box, "customers") });
  await catchUp(plan);
  await box.destination.run(`CREATE TABLE \`${box.destination.database}\`.log (n INT)`);
  const change = modified(plan, "1", tables(box, "customers", "log"));
  const task = startTask(change);
  const { last } = await whileWriting(box, 1, async () => expect(await task.when(failed)).toMatchObject({ code: "destination-table-exists" }));
  await finish(task);
  await expectEqual(box, undefined, ["log", "orders", "visits"]);
  await box.destination.run(`DROP TABLE \`${box.destination.database}\`.log`);
  await whileWriting(box, last, () => catchUp(change));
  await catchUp(change);
  await expectEqual(box, undefined, ["orders", "visits"]);
});

test("on a source that does not log cascades, parent and child are not taken apart", async () => {
  await using box = await twoServers({ source: "source56" });
  await box.source.run(schema);
  const plan = await planOf(box, { objects: tables(box, "customers") });
  await catchUp(plan);
  const task = startTask(modified(plan, "1", tables(box, "customers", "orders")));
  expect(await task.when(failed)).toMatchObject({ code: "modification-hides-cascades" });
  await task.stop();
  const both = modified(plan, "2", tables(box, "customers", "orders"), { reload: [{ database: box.source.database, table: "customers" }] });
  const pair = startTask(both);
  await pair.when(merged);
  await box.source.run("INSERT INTO customers VALUES (1, 'a'), (2, 'b'); INSERT INTO orders VALUES (1, 1, 1), (2, 2, 2); DELETE FROM customers WHERE id = 1;");
  await finish(pair);
  await expectEqual(box, undefined, ["log", "visits"]);
  const apart = startTask(modified({ ...plan, objects: both.modification!.objects }, "3", tables(box, "orders")));
  expect(await apart.when(failed)).toMatchObject({ code: "modification-hides-cascades" });
  await apart.stop();
});
