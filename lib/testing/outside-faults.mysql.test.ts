/** Lines that go dead, addresses that lead elsewhere, destinations that are full, locked or read-only for a while: nothing is lost, nothing is done twice. */
import { expect, test } from "vitest";
import { connect, type MysqlConnection } from "../mysql/connection";
import type { ConnectionSettings } from "../mysql/connection-settings";
import { began, endOf } from "./fault-task";
import { Line } from "./line";
import { waitsForLock } from "./lock-wait";
import { catchUp, expectEqual, planOf, startTask } from "./run-task";
import { privateServer } from "./servers";
import { sessionsOf } from "./sessions";
import { twoServers } from "./two-servers";

test("a destination that is read-only for a while, as in a failover, is waited for", async () => {
  await using destination = await privateServer("destination");
  await using box = await twoServers({ destination, createDestination: false });
  const plan = await began(box);
  const task = startTask(plan);
  await task.whenApplied();
  await box.destination.run("SET GLOBAL super_read_only = ON");
  await box.source.run("INSERT INTO t VALUES (3, 3, 'c'); DELETE FROM log LIMIT 1");
  await task.when((event) => event.kind === "retrying" && event.code === "destination-read-only");
  await box.destination.run("SET GLOBAL super_read_only = OFF, GLOBAL read_only = OFF");
  await task.whenApplied();
  expect(await task.stop()).toEqual({ kind: "stopped" });
  await expectEqual(box);
});

test("a destination that stays read-only stops the task when the retry time is over; it goes on when it is writable", async () => {
  await using destination = await privateServer("destination");
  await using box = await twoServers({ destination, createDestination: false });
  const plan = await began(box);
  await box.source.run("INSERT INTO t VALUES (3, 3, 'c')");
  await box.destination.run("SET GLOBAL super_read_only = ON");
  expect(await endOf(plan)).toBe("retry-window-expired: destination-read-only");
  await box.destination.run("SET GLOBAL super_read_only = OFF, GLOBAL read_only = OFF");
  await catchUp(plan);
  await expectEqual(box);
});

test("a destination without space stops the task; it goes on when there is space again", async () => {
  // All tables in one file that may not grow: what a full disk answers (1114), without a disk to fill.
  await using destination = await privateServer("destination", { lines: ["innodb-file-per-table=OFF", "innodb-data-file-path=ibdata1:32M", "skip-log-bin"] });
  await using box = await twoServers({ destination, createDestination: false });
  const plan = await began(box);
  const filler = await box.destination.another("filler", true);
  await box.destination.run(`CREATE TABLE \`${filler}\`.f (v LONGBLOB); INSERT INTO \`${filler}\`.f VALUES (REPEAT('f', 12000000))`);
  await box.source.run("CREATE TABLE large (id INT PRIMARY KEY, v LONGBLOB)");
  for (let i = 0; i < 12; i++) await box.source.run(`INSERT INTO large VALUES (${i}, REPEAT('${i % 10}', 1500000)); UPDATE t SET a = a + 1; DELETE FROM log LIMIT 1; INSERT INTO log VALUES (${i}), (${i})`);
  expect(await endOf(plan)).toBe("destination-disk-full");
  expect(await endOf(plan)).toBe("destination-disk-full");
  await box.destination.run(`DROP TABLE \`${filler}\`.f`);
  await catchUp(plan);
  await expectEqual(box);
});

test("rows that another session at the destination keeps locked are waited for", async () => {
  await using box = await twoServers({ createDestination: false });
  const plan = await began(box);
  const task = startTask(plan);
  await task.whenApplied();
  await using other = await box.destination.server.admin();
  await other.query("BEGIN");
  await other.query(`SELECT * FROM \`${box.destination.database}\`.t WHERE id = 1 FOR UPDATE`);
  await box.source.run("UPDATE t SET a = 7; INSERT INTO t VALUES (3, 3, 'c'); INSERT INTO log VALUES (5)");
  await task.until(() => (task.figures.at(-1)?.retries ?? 0) > 0);
  await other.query("ROLLBACK");
  await task.whenApplied();
  expect(await task.stop()).toEqual({ kind: "stopped" });
  await expectEqual(box);
});

test("a deadlock with another writer at the destination costs a repetition and nothing else", async () => {
  await using box = await twoServers({ createDestination: false });
  const plan = await began(box);
  const task = startTask(plan);
  await task.whenApplied();
  const { database } = box.destination;
  await box.destination.run(`CREATE TABLE \`${database}\`.heavy (id INT PRIMARY KEY, v INT); INSERT INTO \`${database}\`.heavy WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) SELECT i, 0 FROM n`);
  await using other = await box.destination.server.admin();
  await other.query("BEGIN");
  // The server ends the transaction that has changed less: ours.
  await other.query(`UPDATE \`${database}\`.heavy SET v = 1`);
  await other.query(`SELECT * FROM \`${database}\`.t WHERE id = 2 FOR UPDATE`);
  // One transaction that takes the row 1 first and then waits for the row 2.
  await box.source.run("BEGIN; UPDATE t SET id = 11 WHERE id = 1; UPDATE t SET id = 12 WHERE id = 2; INSERT INTO log VALUES (4), (4); COMMIT");
  await waitsForLock(box.destination.admin, plan.destination.user);
  await other.query(`SELECT * FROM \`${database}\`.t WHERE id = 1 FOR UPDATE`);
  await other.query("ROLLBACK");
  await task.until(() => (task.figures.at(-1)?.retries ?? 0) > 0);
  await task.whenApplied();
  expect(await task.stop()).toEqual({ kind: "stopped" });
  await box.destination.run(`DROP TABLE \`${database}\`.heavy`);
  await expectEqual(box);
});

test("what the destination waits for is told while it waits", async () => {
  await using box = await twoServers({ createDestination: false });
  const plan = await began(box);
  const task = startTask(plan);
  await task.whenApplied();
  await using other = await box.destination.server.admin();
  await other.query("BEGIN");
  await other.query(`SELECT * FROM \`${box.destination.database}\`.t`);
  await box.source.run("ALTER TABLE t ADD COLUMN c INT; INSERT INTO t VALUES (3, 3, 'c', 3)");
  const told = await task.when((event) => event.kind === "warning" && event.code === "destination-waits");
  expect(told).toMatchObject({ message: expect.stringMatching(/has not answered ALTER TABLE .* it says: Waiting for table metadata lock/) });
  await other.query("ROLLBACK");
  await task.whenApplied();
  expect(await task.stop()).toEqual({ kind: "stopped" });
  await expectEqual(box);
});

test("connections that went dead without a word, to both sides, are noticed and replaced, whatever statements others run", async () => {
  await using box = await twoServers({ createDestination: false });
  await using source = await Line.open(box.source.server.port);
  await using destination = await Line.open(box.destination.server.port);
  const direct = await began(box, { parallel: { appliers: 1, loaders: 1, chunkRows: 1_000 } });
  await using _atSource = await withBytesInItsStatement(direct.source, box.source.admin);
  await using _atDestination = await withBytesInItsStatement(direct.destination, box.destination.admin);
  const task = startTask({ ...direct, source: { ...direct.source, port: source.port }, destination: { ...direct.destination, port: destination.port } });
  await box.source.run("INSERT INTO log VALUES (6)");
  await task.whenApplied();
  destination.strand();
  await box.source.run("INSERT INTO t VALUES (3, 3, 'c'); INSERT INTO log VALUES (7), (7)");
  await task.whenApplied();
  source.strand();
  await box.source.run("UPDATE t SET a = a + 1; INSERT INTO log VALUES (8), (8)");
  await task.whenApplied();
  expect(await task.stop()).toEqual({ kind: "stopped" });
  expect(task.events.filter((event) => event.kind === "retrying").map((event) => event.code)).toEqual(["connection-lost", "connection-lost"]);
  await expectEqual(box);
});

test("another server behind the source's address stops the task", async () => {
  await using box = await twoServers({ createDestination: false });
  await using other = await privateServer("source");
  await using line = await Line.open(box.source.server.port);
  const direct = await began(box);
  const plan = { ...direct, source: { ...direct.source, port: line.port } };
  await using admin = await other.admin();
  await admin.query(`CREATE USER '${plan.source.user}'@'%' IDENTIFIED BY '${plan.source.password}'`);
  await admin.query(`GRANT ALL ON *.* TO '${plan.source.user}'@'%'`);
  await admin.query(`CREATE DATABASE \`${box.source.database}\``);
  await admin.query(`CREATE TABLE \`${box.source.database}\`.t (id INT PRIMARY KEY, a INT, b VARCHAR(20))`);
  const task = startTask(plan);
  await task.whenApplied();
  line.turn(other.port);
  line.cut();
  await expect(task.ended).rejects.toMatchObject({ code: "source-identity-changed" });
  line.turn(box.source.server.port);
  await box.source.run("INSERT INTO t VALUES (3, 3, 'c')");
  await catchUp(plan);
  await expectEqual(box);
});

test("an empty server in the destination's place stops the task: it neither begins anew nor goes on without the rows before", async () => {
  await using box = await twoServers({ createDestination: false });
  await using empty = await privateServer("destination");
  await using line = await Line.open(box.destination.server.port);
  const direct = await began(box);
  const plan = { ...direct, destination: { ...direct.destination, port: line.port } };
  await using admin = await empty.admin();
  await admin.query(`CREATE USER '${plan.destination.user}'@'%' IDENTIFIED BY '${plan.destination.password}'`);
  await admin.query(`GRANT ALL ON *.* TO '${plan.destination.user}'@'%'`);
  const task = startTask(plan);
  await task.whenApplied();
  line.turn(empty.port);
  line.cut();
  await expect(task.ended).rejects.toMatchObject({ code: "checkpoint-missing" });
  expect(await endOf({ ...plan, begun: true })).toBe("checkpoint-missing");
  expect(await admin.query("SELECT 1 FROM information_schema.tables WHERE table_schema = ?", [box.destination.database])).toEqual([]);
  line.turn(box.destination.server.port);
  await box.source.run("INSERT INTO t VALUES (3, 3, 'c')");
  await catchUp({ ...plan, begun: true });
  await expectEqual(box);
});

test("a password that was changed at the destination stops the task; with the new one it goes on", async () => {
  await using box = await twoServers({ createDestination: false });
  const plan = await began(box);
  await box.source.run("INSERT INTO t VALUES (3, 3, 'c')");
  await box.destination.run(`ALTER USER '${plan.destination.user}'@'%' IDENTIFIED BY 'another'`);
  expect(await endOf(plan)).toBe("destination-access-denied");
  await catchUp({ ...plan, destination: { ...plan.destination, password: "another" } });
  await expectEqual(box);
});

test("an existing table of another structure stops the task although existing tables are ignored; aligned, it is taken", async () => {
  await using box = await twoServers({});
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, a INT, b VARCHAR(20)); INSERT INTO t VALUES (1, 1, 'x'), (2, 2, 'y')");
  await box.destination.run("CREATE TABLE t (id INT PRIMARY KEY, a INT)");
  const plan = await planOf(box, { existingTables: "ignore", conflictPolicy: "overwrite" });
  expect(await endOf(plan)).toBe("destination-structure-differs");
  expect(await box.destination.rows("SELECT * FROM t")).toEqual([]);
  await box.destination.run("ALTER TABLE t ADD COLUMN b VARCHAR(20)");
  await catchUp(plan);
  await expectEqual(box);
});

/** A session of the task's account, as its appliers are, whose statement holds a byte that is not text, for as long as it is held. */
async function withBytesInItsStatement(settings: ConnectionSettings, admin: MysqlConnection): Promise<AsyncDisposable> {
  const session = await connect(settings);
  const statement = session.run(Buffer.from("SELECT SLEEP(3600), '\xff', 'and text'", "latin1")).catch(() => undefined);
  while (!(await sessionsOf(admin)).some(({ id, command }) => id === session.threadId && command === "Query"));
  return {
    async [Symbol.asyncDispose]() {
      await admin.query(`KILL ${session.threadId}`);
      await statement;
      await session.close();
    },
  };
}
