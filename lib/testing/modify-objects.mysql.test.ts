/**
 * Objects are added, removed and copied anew while a task runs and writers write to all tables, those that come and those that go included, in transactions
 * that span them. Afterwards both servers hold the same rows; what left stands still at a transaction border.
 */
import { expect, test } from "vitest";
import type { EngineEvent, EnginePlan, SelectedDatabase } from "../engine/plan";
import { AppError } from "../errors/app-error";
import { catchUp, expectEqual, planOf, runUntilKilled, startTask, type RunningTask } from "./run-task";
import { twoServers, type TwoServers } from "./two-servers";

const schema = `
  CREATE TABLE customers (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(40), UNIQUE KEY (name));
  CREATE TABLE orders (id INT PRIMARY KEY AUTO_INCREMENT, customer INT, amount INT, KEY (amount), FOREIGN KEY (customer) REFERENCES customers (id) ON DELETE CASCADE);
  CREATE TABLE log (n INT, note VARCHAR(40));
  CREATE TABLE visits (n INT PRIMARY KEY, note VARCHAR(40));`;
const rows = (count: number, columns: string) => `SELECT ${columns} FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count}) SELECT i FROM n) AS t`;

async function fill(box: TwoServers): Promise<void> {
  await box.source.run(schema);
  await box.source.run(`
    SET SESSION cte_max_recursion_depth = 100000;
    INSERT INTO customers ${rows(3000, "i, CONCAT('c', i)")};
    INSERT INTO orders ${rows(3000, "i, i, i")};
    INSERT INTO log VALUES (0, 'same'), (0, 'same'), (0, 'same');`);
}

/** One transaction over all four tables; the n-th puts n into `visits` and `log`. */
async function write(box: TwoServers, n: number, run: (sql: string) => Promise<unknown>): Promise<void> {
  const cut = n % 10 === 0 ? `DELETE FROM customers WHERE id = ${(n * 7) % 3000};` : "";
  for (const sql of `START TRANSACTION; INSERT INTO customers (name) VALUES ('w${n}'); INSERT INTO orders (customer, amount) VALUES (LAST_INSERT_ID(), ${n}); ${cut}
    UPDATE orders SET amount = amount + 1 WHERE id = ${((n * 13) % 2900) + 1}; INSERT INTO log (n, note) VALUES (${n}, 'w'); UPDATE log SET note = 'x' WHERE n = ${n - 3}; INSERT INTO visits (n, note) VALUES (${n}, 'w'); COMMIT`.split(";")) {
    if (sql.trim()) await run(`${sql}`);
  }
}

/** Writes from `first` on while the work is under way, and a little more; a source that is faster than the task waits after some hundred. Answers the last number. */
async function whileWriting<T>(box: TwoServers, first: number, work: () => Promise<T>): Promise<{ last: number; result: T }> {
  await using session = await box.source.server.admin();
  await session.run(`USE \`${box.source.database}\``);
  let ended = false;
  let last = first;
  const working = work();
  working.catch(() => undefined);
  const writing = (async () => {
    for (let left = 20; left > 0; last += 1) {
      await write(box, last, (sql) => session.run(sql));
      if (!ended && last - first > 500) await working.catch(() => undefined);
      if (ended) left -= 1;
    }
  })();
  try {
    const result = await working;
    ended = true;
    await writing;
    return { last, result };
  } finally {
    ended = true;
    await writing.catch(() => undefined);
  }
}

const tables = (box: TwoServers, ...names: string[]): SelectedDatabase[] => [{ database: box.source.database, tables: names.map((name) => ({ name })) }];
const whole = (box: TwoServers, more: Partial<SelectedDatabase> = {}): SelectedDatabase[] => [{ database: box.source.database, ...more }];
const merged = (event: EngineEvent) => event.kind === "modification" && event.state === "merged";
const failed = (event: EngineEvent) => event.kind === "modification" && event.state === "failed";
const modified = (plan: EnginePlan, id: string, objects: readonly SelectedDatabase[], more: object = {}): EnginePlan => ({ ...plan, modification: { id, objects, ...more } });

async function bookkeepingIds(box: TwoServers): Promise<string[]> {
  return (await box.destination.rows<{ id: string }>(`SELECT task_id AS id FROM \`${box.bookkeepingDatabase}\`.task_progress`)).map((row) => row.id);
}

/** What left stands at the end of a transaction: it has all numbers up to one. */
async function expectStoppedAtBorder(box: TwoServers, table: string): Promise<void> {
  const [found] = await box.destination.rows<{ n: string; top: string }>(`SELECT COUNT(*) AS n, COALESCE(MAX(n), 0) AS top FROM \`${box.destination.database}\`.\`${table}\``);
  expect(Number(found!.n)).toBe(Number(found!.top));
}

async function finish(task: RunningTask): Promise<void> {
  await task.whenApplied();
  await task.stop();
}

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

test.each([
  ["schema-known", 1],
  ["before-commit", 2],
  ["load-done", 1],
  ["modification-meets", 1],
  ["modification-at-border", 1],
  ["modification-before-commit", 1],
  ["modification-committed", 1],
])("killed at %s (%i) of a modification, the next run finishes it and nothing is lost or twice", async (failpoint, nth) => {
  await using box = await twoServers();
  await fill(box);
  const plan = await planOf(box, { objects: tables(box, "orders", "visits") });
  await catchUp(plan);
  const change = modified(plan, "1", tables(box, "orders", "customers", "log"));
  const { last, result } = await whileWriting(box, 1, () => runUntilKilled(change, failpoint, nth));
  expect(result).toBe(true);
  await whileWriting(box, last, () => catchUp(change));
  await catchUp(change);
  await expectEqual(box, undefined, ["visits"]);
  await expectStoppedAtBorder(box, "visits");
  expect(await bookkeepingIds(box)).toEqual([box.id]);
});

test.each(["modification-at-border", "modification-committed", "modification-cleared", "load-done", "modification-before-commit"])("killed at %s of a reload, the table is copied anew once, the others are not touched", async (failpoint) => {
  await using box = await twoServers();
  await fill(box);
  const plan = await planOf(box, { objects: whole(box) });
  await catchUp(plan);
  await box.destination.run(`DELETE FROM \`${box.destination.database}\`.log WHERE n = 0 LIMIT 2; INSERT INTO \`${box.destination.database}\`.log VALUES (-1, 'wrong'); ALTER TABLE \`${box.destination.database}\`.log ADD COLUMN broken INT;`);
  const change = modified(plan, "7", whole(box), { reload: [{ database: box.source.database, table: "log" }] });
  const { last, result } = await whileWriting(box, 1, () => runUntilKilled(change, failpoint));
  expect(result).toBe(true);
  // What has left is on record: a run that knows nothing of the modification finishes it, too.
  await whileWriting(box, last, () => catchUp(failpoint === "modification-at-border" || failpoint === "modification-before-commit" ? change : plan));
  await catchUp(plan);
  await expectEqual(box);
  const copies = await box.destination.rows<{ t: string; n: string }>(`SELECT source_table AS t, row_count AS n FROM \`${box.bookkeepingDatabase}\`.task_table WHERE task_id=? AND source_table='customers'`, [box.id]);
  expect(copies).toMatchObject([{ t: "customers" }]);
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

// Its rounds of kills take minutes on a busy machine: it has a time limit of its own.
test.each([42])("random additions, removals and reloads under writers and kills end equal (seed %i)", async (seed) => {
  await using box = await twoServers();
  await fill(box);
  const all = ["customers", "orders", "log", "visits"];
  let roll = seed;
  const random = (sides: number) => ((roll = (Math.imul(roll, 1103515245) + 12345) & 0x7fffffff) >>> 8) % sides;
  let selected = ["customers"];
  let plan = await planOf(box, { objects: tables(box, ...selected) });
  await catchUp(plan);
  let last = 1;
  const points = ["schema-known", "before-commit", "load-done", "modification-meets", "modification-at-border", "modification-before-commit", "modification-committed"];
  for (let round = 1; round <= 3; round += 1) {
    const target = all.filter((name) => (selected.includes(name) ? random(4) > 0 : random(2) > 0));
    if (target.length === 0) target.push("orders");
    const reload = target.filter((name) => selected.includes(name) && random(4) === 0).map((table) => ({ database: box.source.database, table }));
    // Tables that left keep their rows: here somebody tidies up before they come back.
    for (const name of all) if (!selected.includes(name)) await box.destination.run(`SET foreign_key_checks=0; DROP TABLE IF EXISTS \`${box.destination.database}\`.\`${name}\`; SET foreign_key_checks=1;`);
    const change = modified(plan, String(round), tables(box, ...target), { reload });
    const point = points[random(points.length)]!;
    ({ last } = await whileWriting(box, last, () => runUntilKilled(change, point, 1 + random(2))));
    ({ last } = await whileWriting(box, last, () => catchUp(change)));
    selected = target;
    plan = { ...plan, objects: tables(box, ...selected) };
    await catchUp(plan).catch((error: unknown) => {
      throw new Error(`seed ${seed}, round ${round}, ${JSON.stringify({ target, reload, point })}: ${error instanceof AppError ? error.code : String(error)}`, { cause: error });
    });
    await expectEqual(box, undefined, all.filter((name) => !selected.includes(name)));
  }
}, 400_000);

test("tables that were followed under a new name stay with their objects while others come, go and are renamed on the way", async () => {
  await using box = await twoServers();
  await fill(box);
  await box.source.run("CREATE TABLE plain (id INT PRIMARY KEY, v INT); INSERT INTO plain VALUES (1, 1), (2, 2)");
  const plan = await planOf(box, { objects: tables(box, "plain", "visits"), followRenames: true });
  await catchUp(plan);
  await box.source.run("RENAME TABLE plain TO followed; INSERT INTO followed VALUES (3, 3); CREATE TABLE plain (id INT PRIMARY KEY); INSERT INTO plain VALUES (9)");
  await catchUp(plan);
  // The name that was chosen stands for the table that was followed; another table that has taken its name since is a stranger.
  const added = modified(plan, "1", tables(box, "plain", "log"));
  const task = startTask(added);
  await box.source.run("INSERT INTO followed VALUES (4, 4); INSERT INTO log VALUES (7, 'x')");
  await task.when(merged);
  await box.source.run("RENAME TABLE followed TO further, log TO diary; INSERT INTO further VALUES (5, 5); INSERT INTO diary VALUES (8, 'y'); INSERT INTO plain VALUES (10); INSERT INTO visits VALUES (77, 'left')");
  await finish(task);
  await expectEqual(box, undefined, ["customers", "orders", "visits", "plain"]);
  expect(await box.destination.rows(`SELECT * FROM \`${box.destination.database}\`.visits`)).toEqual([]);
  const next = { ...plan, objects: added.modification!.objects };
  // What leaves stands where the task stood.
  await box.source.run("UPDATE further SET v = -v; DELETE FROM diary WHERE n = 8");
  await catchUp(modified(next, "2", tables(box, "log")));
  await box.source.run("DELETE FROM further WHERE id = 1; INSERT INTO diary VALUES (9, 'z')");
  await catchUp({ ...plan, objects: tables(box, "log") });
  await expectEqual(box, undefined, ["customers", "orders", "visits", "plain", "further"]);
  expect(await box.destination.rows(`SELECT id, v FROM \`${box.destination.database}\`.further ORDER BY id`)).toEqual([1, 2, 3, 4, 5].map((id) => ({ id, v: id })));
});

test("a followed table is not copied anew by the name that it has left; under its present name it can be added", async () => {
  await using box = await twoServers();
  await box.source.run("CREATE TABLE plain (id INT PRIMARY KEY, v INT); CREATE TABLE beside (id INT PRIMARY KEY); INSERT INTO plain VALUES (1, 1), (2, 2)");
  const plan = await planOf(box, { objects: tables(box, "plain", "beside"), followRenames: true });
  await catchUp(plan);
  await box.source.run("RENAME TABLE plain TO followed; CREATE TABLE plain (stranger INT)");
  await catchUp(plan);
  for (const [id, objects, reload] of [
    ["1", tables(box, "plain", "beside"), [{ database: box.source.database, table: "plain" }]],
    ["2", [{ database: box.source.database, tables: [{ name: "plain", filter: "id > 1" }, { name: "beside" }] }], []],
    ["3", whole(box), []],
  ] as const) {
    const task = startTask(modified(plan, id, objects, { reload }));
    expect(await task.when(failed)).toMatchObject({ code: "modification-of-followed" });
    await box.source.run("INSERT INTO followed SELECT MAX(id) + 1, 0 FROM followed; INSERT INTO beside SELECT COALESCE(MAX(id), 0) + 1 FROM beside");
    await finish(task);
    await expectEqual(box, undefined, ["plain"]);
  }
  await catchUp(modified(plan, "4", tables(box, "beside")));
  await box.destination.run(`DROP TABLE \`${box.destination.database}\`.followed`);
  await box.source.run("INSERT INTO followed VALUES (50, 50)");
  await catchUp(modified({ ...plan, objects: tables(box, "beside") }, "5", tables(box, "beside", "followed")));
  await box.source.run("UPDATE followed SET v = 51 WHERE id = 50; INSERT INTO plain VALUES (1)");
  await catchUp({ ...plan, objects: tables(box, "beside", "followed") });
  await expectEqual(box, undefined, ["plain"]);
});
