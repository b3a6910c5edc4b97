/** Tasks whose servers stand in a row or in a circle: only the marks in a destination's log tell whose changes are whose. */
import { expect, test } from "vitest";
import type { EnginePlan } from "../engine/plan";
import { compareDatabases } from "../engine/verification/compare-databases";
import { connect } from "../mysql/connection";
import { endOf } from "./fault-task";
import { catchUp, planOf } from "./run-task";
import { testServer, type TestServer } from "./servers";
import { twoServers } from "./two-servers";

/** A task over the same database on two servers, from the present place in the log; it has begun when this resolves. */
async function follower(id: string, from: TestServer, to: TestServer, database: string, plan: EnginePlan, change: Partial<EnginePlan> = {}): Promise<EnginePlan> {
  const next: EnginePlan = {
    ...plan,
    taskId: id,
    source: from.settings("source"),
    destination: to.settings("destination"),
    objects: [{ database }],
    initialSchema: false,
    initialData: false,
    existingTables: "ignore",
    conflictPolicy: "overwrite",
    ...change,
  };
  await catchUp(next);
  return next;
}

test("two tasks against each other: what comes back stops the task before it is written, each time; other tables pass", async () => {
  await using box = await twoServers();
  const { source: a, destination: b } = box;
  const only = (...names: string[]) => ({ objects: [{ database: a.database, tables: names.map((name) => ({ name })) }] });
  const tables = "CREATE TABLE t (id INT PRIMARY KEY, v INT); CREATE TABLE own (id INT PRIMARY KEY); CREATE TABLE late (id INT PRIMARY KEY); CREATE TABLE heap (v INT);";
  await a.run(`${tables} INSERT INTO late VALUES (1); INSERT INTO heap VALUES (1), (1)`);
  await b.run(tables);
  const base = await planOf(box);
  const task = (name: string, way: "there" | "back", change: Partial<EnginePlan>) => follower(`${box.id}${name}`, way === "there" ? a.server : b.server, way === "there" ? b.server : a.server, a.database, base, change);
  const there = await task("there", "there", only("t"));
  const back = await task("back", "back", only("t", "own"));
  const backOwn = await task("own", "back", only("own"));
  const backFiltered = await task("filtered", "back", { objects: [{ database: a.database, tables: [{ name: "t", filter: "id > 5000" }] }] });
  const numbers = Array.from({ length: 3_000 }, (_, i) => `(${i + 1}, 0)`);
  await a.run(`INSERT INTO t VALUES ${numbers.join()}`);
  await catchUp(there);
  // A naive way back would write the rows again over what they are by then.
  await a.run("UPDATE t SET v = 7 WHERE id = 1");
  expect(await endOf(back)).toBe("replication-loop");
  expect(await endOf({ ...back, limits: { memoryBytes: 1 << 16 } })).toBe("replication-loop");
  expect(await a.rows("SELECT v FROM t WHERE id = 1")).toEqual([{ v: 7 }]);
  await b.run("INSERT INTO own VALUES (1)");
  await catchUp(backOwn);
  await catchUp(backFiltered);
  expect(await a.rows("SELECT id FROM own")).toEqual([{ id: 1 }]);
  // Schema statements commit by themselves: they are known by what was announced before them.
  await catchUp(there);
  const backLater = await task("later", "back", only("t"));
  await a.run("TRUNCATE TABLE t");
  await catchUp(there);
  await a.run("INSERT INTO t VALUES (9, 9)");
  expect(await endOf(backLater)).toBe("replication-loop");
  expect(await endOf(backLater)).toBe("replication-loop");
  expect(await a.rows("SELECT id FROM t")).toEqual([{ id: 9 }]);
  // Rows of an initial load, with and without a key.
  for (const table of ["late", "heap"]) {
    const before = await task(`before${table}`, "back", only(table));
    await task(`load${table}`, "there", { ...only(table), initialData: true });
    expect(await endOf(before)).toBe("replication-loop");
  }
  expect(await a.rows("SELECT v FROM heap")).toHaveLength(2);
});

test("a row of three servers ends equal; closed to a circle, it stops where it would begin anew", async () => {
  await using box = await twoServers({ createDestination: false });
  const { source: a, destination: b, id } = box;
  const c = await testServer("mariadb");
  const { database } = a;
  await using admin = await c.admin();
  await a.run(`ALTER DATABASE \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci; CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10)); INSERT INTO t VALUES (1, 'a'), (2, 'b')`);
  try {
    const base = await planOf(box);
    await catchUp(base);
    const second = await follower(`${id}second`, b.server, c, database, base, { initialSchema: true, initialData: true, existingTables: "intercept", conflictPolicy: "stop" });
    const closing = await follower(`${id}closing`, c, a.server, database, base);
    await a.run("INSERT INTO t VALUES (3, 'c'); UPDATE t SET v = 'x' WHERE id = 1; ALTER TABLE t ADD COLUMN w INT; DELETE FROM t WHERE id = 2");
    await catchUp(base);
    await b.run(`INSERT INTO \`${database}\`.t VALUES (100, 'own', 1)`);
    await catchUp(second);
    const differences = (from: TestServer, to: TestServer) =>
      compareDatabases({ connectSource: (session) => connect(from.settings("source"), { session }), connectDestination: (session) => connect(to.settings("destination"), { session }), databases: { [database]: database } });
    expect(await differences(b.server, c)).toEqual([]);
    expect(await endOf(closing)).toBe("replication-loop");
    expect(await a.rows("SELECT id, v FROM t ORDER BY id")).toEqual([{ id: 1, v: "x" }, { id: 3, v: "c" }]);
  } finally {
    for (const name of [database, `${id}book`]) await admin.query(`DROP DATABASE IF EXISTS \`${name}\``);
  }
});
