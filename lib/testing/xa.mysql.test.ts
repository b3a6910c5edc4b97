/** XA in two phases where SQL in one session does not reach: over restarts, across the start of a task, beyond the memory bound, killed on the way. */
import { expect, test } from "vitest";
import { runWithRetry } from "../engine/attempts";
import { catchUp, expectEqual, planOf, runUntilKilled, startTask } from "./run-task";
import { privateServer, type ServerRole } from "./servers";
import { twoServers, type TwoServers } from "./two-servers";

const tables = "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(300)); CREATE TABLE log (n INT); INSERT INTO t VALUES (1, 'one'), (2, 'two'); INSERT INTO log VALUES (1), (1)";

/** Prepares in a session of its own: MariaDB and older servers free a session only with its end. */
async function prepare(box: TwoServers, name: string, ...statements: string[]): Promise<void> {
  await using session = await box.source.server.admin();
  for (const sql of [`USE \`${box.source.database}\``, `XA START '${box.id}${name}'`, ...statements, `XA END '${box.id}${name}'`, `XA PREPARE '${box.id}${name}'`]) await session.query(sql);
}

const end = (box: TwoServers, how: "COMMIT" | "ROLLBACK", name: string) => box.source.run(`XA ${how} '${box.id}${name}'`);

test.each<ServerRole>(["source", "mariadb"])("%s: prepared transactions outlive restarts of task and source, and end in any order", async (role) => {
  await using source = await privateServer(role);
  await using box = await twoServers({ source, createDestination: false });
  await box.source.run(tables);
  const plan = await planOf(box);
  await catchUp(plan);
  await prepare(box, "a", "INSERT INTO t VALUES (10, 'a')", "DELETE FROM log LIMIT 1");
  await prepare(box, "b", "UPDATE t SET v = 'b' WHERE id = 1");
  await prepare(box, "c", "UPDATE t SET v = 'c' WHERE id = 2", "INSERT INTO log VALUES (7)");
  await box.source.run("INSERT INTO log VALUES (2)");
  await catchUp(plan);
  await source.kill9();
  await source.start();
  await using admin = await source.admin();
  const run = async (sql: string) => void (await admin.query(sql));
  await run(`XA COMMIT '${box.id}b'`);
  await run(`XA ROLLBACK '${box.id}c'`);
  await run(`INSERT INTO \`${box.source.database}\`.log VALUES (3)`);
  // The next begins while one of the old is still open.
  await catchUp(plan);
  await run("FLUSH BINARY LOGS");
  await run(`XA COMMIT '${box.id}a'`);
  await catchUp(plan);
  await expectEqual(box);
  expect(await box.destination.rows(`SELECT xid FROM \`${box.bookkeepingDatabase}\`.task_prepared WHERE xid <> '*'`)).toEqual([]);
});

test.each(["before-commit", "after-commit"])("killed at %s of a stored XA COMMIT and of one that was held in memory: each is applied once", async (failpoint) => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run(tables);
  const plan = await planOf(box);
  await catchUp(plan);
  await prepare(box, "stored", "INSERT INTO log VALUES (10), (10)");
  await catchUp(plan);
  await prepare(box, "held", "INSERT INTO log VALUES (20), (20)");
  await box.source.run("UPDATE t SET v = CONCAT(v, '+')");
  await end(box, "COMMIT", "held");
  expect(await runUntilKilled(plan, failpoint)).toBe(true);
  await end(box, "COMMIT", "stored");
  expect(await runUntilKilled(plan, failpoint)).toBe(true);
  await box.source.run("INSERT INTO log VALUES (5)");
  await catchUp(plan);
  await expectEqual(box);
});

test("beyond the memory bound, prepared and committed in one phase and in two", async () => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run(tables);
  const plan = await planOf(box, { limits: { memoryBytes: 1 << 20 } });
  await catchUp(plan);
  const many = (from: number) => `INSERT INTO t SELECT i, REPEAT('x', 250) FROM (WITH RECURSIVE n (i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${from + 20_000}) SELECT i FROM n) AS numbers`;
  await prepare(box, "two", "SET SESSION cte_max_recursion_depth = 100000", many(100_000), "INSERT INTO log VALUES (2)");
  await prepare(box, "back", "SET SESSION cte_max_recursion_depth = 100000", many(200_000));
  await box.source.run(`SET SESSION cte_max_recursion_depth = 100000; XA START '${box.id}one'; ${many(300_000)}; DELETE FROM log LIMIT 1; XA END '${box.id}one'; XA COMMIT '${box.id}one' ONE PHASE`);
  await catchUp(plan);
  await end(box, "ROLLBACK", "back");
  await end(box, "COMMIT", "two");
  await catchUp(plan);
  await expectEqual(box);
});

test("prepared before the task begins: its rows are found in the log when it commits", async () => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run(tables);
  const plan = await planOf(box);
  await prepare(box, "gone", "INSERT INTO t VALUES (20, 'rolled back')");
  await prepare(box, "early", "INSERT INTO t VALUES (10, 'early')", "UPDATE t SET v = 'early' WHERE id = 1");
  await catchUp(plan);
  await end(box, "ROLLBACK", "gone");
  await end(box, "COMMIT", "early");
  await box.source.run("UPDATE t SET v = CONCAT(v, '!')");
  await catchUp(plan);
  await expectEqual(box);
});

test("with XA_RECOVER_ADMIN the load waits until those from before it have ended", async () => {
  await using source = await privateServer("source");
  await using box = await twoServers({ source, createDestination: false });
  await box.source.run(tables);
  const plan = await planOf(box);
  await box.source.run(`GRANT XA_RECOVER_ADMIN ON *.* TO '${plan.source.user}'@'%'`);
  await prepare(box, "early", "INSERT INTO t VALUES (10, 'early')");
  const seen: string[] = [];
  const outcome = runWithRetry(
    { ...plan, until: "caught-up" },
    {
      figures: () => undefined,
      tables: () => undefined,
      event: (event) => {
        if (event.kind !== "retrying") return;
        seen.push(event.code);
        void end(box, "COMMIT", "early");
      },
    },
    new AbortController().signal,
    { retryMinutes: 1 },
  );
  expect((await outcome).kind).toBe("caught-up");
  expect(seen).toEqual(["source-xa-unfinished"]);
  await expectEqual(box);
});

test("one without rows of ours, whose commit is read again after a crash that left its PREPARE behind the mark, needs nothing", async () => {
  await using box = await twoServers({ createDestination: false });
  const stranger = await box.source.another("stranger", true);
  await box.source.run(`${tables}; CREATE TABLE \`${stranger}\`.t (id INT PRIMARY KEY)`);
  const plan = await planOf(box);
  await catchUp(plan);
  await using holder = await box.destination.server.admin();
  await holder.query("BEGIN");
  await holder.query(`SELECT * FROM \`${box.destination.database}\`.t WHERE id = 1 FOR UPDATE`);
  await prepare(box, "stranger", `INSERT INTO \`${stranger}\`.t VALUES (1)`);
  // This one waits for the lock, so that the mark stands before it; what comes later is applied by another lane, which stores the mark.
  await box.source.run("UPDATE t SET v = 'waits' WHERE id = 1");
  await end(box, "COMMIT", "stranger");
  await box.source.run("INSERT INTO log VALUES (5)");
  expect(await runUntilKilled(plan, "after-commit")).toBe(true);
  await holder.query("ROLLBACK");
  await catchUp(plan);
  await expectEqual(box);
});

test("many short ones from several sessions while the task runs", async () => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run(tables);
  const plan = await planOf(box);
  const task = startTask(plan);
  await task.whenApplied();
  const session = async (number: number) => {
    await using connection = await box.source.server.admin();
    await connection.query(`USE \`${box.source.database}\``);
    for (let i = 0; i < 60; i++) {
      const name = `'${box.id}','${number}',${i}`;
      const row = 1000 * number + (i % 7);
      for (const sql of [`XA START ${name}`, `INSERT INTO t VALUES (${row}, 'x') ON DUPLICATE KEY UPDATE v = CONCAT(v, 'x')`, `INSERT INTO log VALUES (${row})`, `XA END ${name}`]) await connection.query(sql);
      await connection.query(i % 5 === 0 ? `XA COMMIT ${name} ONE PHASE` : `XA PREPARE ${name}`);
      if (i % 5 !== 0) await connection.query(i % 5 === 1 ? `XA ROLLBACK ${name}` : `XA COMMIT ${name}`);
    }
  };
  await Promise.all([session(1), session(2), session(3)]);
  await task.whenApplied();
  expect(await task.stop()).toEqual({ kind: "stopped" });
  await expectEqual(box);
});
