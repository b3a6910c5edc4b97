/** What goes wrong outside of the engine: it stops with the right word, loses nothing, and goes on after the cure. */
import { expect, test } from "vitest";
import { began, endOf } from "./fault-task";
import { catchUp, expectEqual, planOf, startTask } from "./run-task";
import { privateServer } from "./servers";
import { twoServers } from "./two-servers";

test.each([
  ["binlog_row_image = MINIMAL", "binlog-row-image-incomplete"],
  ["binlog_format = STATEMENT", "binlog-statement-format"],
])("a session with %s stops the task at that transaction; those before it are applied", async (setting, code) => {
  await using box = await twoServers({ createDestination: false });
  const plan = await began(box);
  await box.source.run(`INSERT INTO t VALUES (3, 3, 'before'); SET SESSION ${setting}; UPDATE t SET b = 'incomplete' WHERE id = 1; SET SESSION binlog_row_image = FULL, binlog_format = ROW; INSERT INTO t VALUES (4, 4, 'behind')`);
  expect(await endOf(plan)).toBe(code);
  expect(await endOf(plan)).toBe(code);
  expect(await box.destination.rows(`SELECT id, b FROM \`${box.destination.database}\`.t ORDER BY id`)).toEqual([{ id: 1, b: "x" }, { id: 2, b: "y" }, { id: 3, b: "before" }]);
});

test("a password that was changed stops the task; with the new one it goes on", async () => {
  await using box = await twoServers({ createDestination: false });
  const plan = await began(box);
  await box.source.run(`INSERT INTO t VALUES (3, 3, 'c'); ALTER USER '${plan.source.user}'@'%' IDENTIFIED BY 'another'`);
  expect(await endOf(plan)).toBe("source-access-denied");
  await catchUp({ ...plan, source: { ...plan.source, password: "another" } });
  await expectEqual(box);
});

test("log files that the source has purged stop the task", async () => {
  await using source = await privateServer("source");
  await using box = await twoServers({ source, createDestination: false });
  const plan = await began(box);
  await box.source.run("INSERT INTO t VALUES (3, 3, 'c'); FLUSH BINARY LOGS; INSERT INTO t VALUES (4, 4, 'd'); FLUSH BINARY LOGS");
  const logs = await box.source.rows<{ Log_name: string }>("SHOW BINARY LOGS");
  await box.source.run(`PURGE BINARY LOGS TO '${logs.at(-1)!.Log_name}'`);
  expect(await endOf(plan)).toBe("binlog-purged");
});

test("two runners of one task: the older is fenced and nothing is applied twice", async () => {
  await using box = await twoServers({ createDestination: false });
  const plan = await began(box);
  const older = startTask(plan);
  await older.whenApplied();
  const newer = startTask({ ...plan, epoch: 2 });
  await newer.whenApplied();
  const end = older.ended.then(
    (outcome) => outcome.kind,
    (error: { code: string }) => error.code,
  );
  for (let i = 0; i < 20; i++) await box.source.run(`INSERT INTO log VALUES (${i}), (${i}); UPDATE t SET a = a + 1`);
  await newer.whenApplied();
  expect(await end).toBe("fenced");
  expect(await newer.stop()).toEqual({ kind: "stopped" });
  await expectEqual(box);
});

test.each(["source", "destination"] as const)("the %s is killed and restarted in the middle of changes: both end equal", async (side) => {
  await using server = await privateServer(side);
  await using box = await twoServers({ [side]: server, createDestination: false });
  const plan = await began(box);
  const task = startTask(plan);
  await task.whenApplied();
  const change = async (from: number) => {
    for (let i = from; i < from + 150; i++) await box.source.run(`INSERT INTO t VALUES (${i}, 0, 'x'); UPDATE t SET a = a + 1 WHERE id > ${i - 5}; INSERT INTO log VALUES (${i % 3}); DELETE FROM log LIMIT ${i % 2}`);
  };
  if (side === "destination") {
    const changes = change(100);
    await server.kill9();
    await changes;
    await server.start();
  } else {
    await change(100);
    await server.kill9();
    await server.start();
    await using admin = await server.admin();
    await admin.query(`USE \`${box.source.database}\``);
    for (let i = 0; i < 50; i++) {
      await admin.query("UPDATE t SET a = a + 1 WHERE id < 110");
      await admin.query("INSERT INTO log VALUES (7)");
    }
  }
  await task.whenApplied();
  expect(await task.stop()).toEqual({ kind: "stopped" });
  await expectEqual(box);
});

test("one transaction of 200,000 rows under a small memory bound streams into one destination transaction", async () => {
  await using box = await twoServers({ createDestination: false });
  const plan = await planOf(box, { limits: { memoryBytes: 1 << 20 } });
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(100)); INSERT INTO t VALUES (0, 'first')");
  await catchUp(plan);
  await box.source.run(
    "SET SESSION cte_max_recursion_depth = 200000; INSERT INTO t SELECT i, REPEAT('x', 100) FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT i FROM n) AS numbers",
  );
  const before = process.memoryUsage().rss;
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  const seen = new Set<string>();
  let done = false;
  const reader = (async () => {
    while (!done) for (const { n } of await box.destination.rows<{ n: string | number }>(`SELECT COUNT(*) AS n FROM \`${box.destination.database}\`.t`)) seen.add(String(n));
  })();
  await catchUp(plan);
  done = true;
  await reader;
  clearInterval(watch);
  // The rows are 26 MB in the log. What is held at a time is a few parts of 1 MiB; the rest is slack of the garbage collector.
  expect(most - before).toBeLessThan(150 * 1024 * 1024);
  // A reader of the destination sees all of the transaction or nothing of it.
  expect([...seen].filter((n) => n !== "1" && n !== "200001")).toEqual([]);
  await expectEqual(box);
});

test("a transaction beyond the memory bound that takes back a part of itself stops the task; with more memory it is applied", async () => {
  // A table without transactions keeps what was taken back, so that the log holds both and the ROLLBACK TO.
  await using box = await twoServers({ source: "mariadb", createDestination: false });
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(100)); CREATE TABLE kept (id INT PRIMARY KEY) ENGINE=MyISAM");
  const plan = await planOf(box, { limits: { memoryBytes: 256 << 10 } });
  await catchUp(plan);
  await box.source.run(`
    INSERT INTO t VALUES (0, 'before');
    START TRANSACTION;
    INSERT INTO t VALUES (1, 'stays');
    SAVEPOINT a;
    INSERT INTO kept VALUES (1);
    INSERT INTO t SELECT seq, REPEAT('x', 100) FROM seq_2_to_20000;
    ROLLBACK TO SAVEPOINT a;
    INSERT INTO t VALUES (30000, 'stays');
    COMMIT;
    INSERT INTO t VALUES (30001, 'behind')`);
  expect(await endOf(plan)).toBe("binlog-event-undecodable");
  expect(await box.destination.rows(`SELECT id FROM \`${box.destination.database}\`.t`)).toEqual([{ id: 0 }]);
  await catchUp({ ...plan, limits: { memoryBytes: 64 << 20 } });
  await expectEqual(box);
});
