/** A replica takes the source's place: followed when its GTIDs prove that it has all that was applied, refused when it has not. */
import { expect, test } from "vitest";
import { endOf } from "./fault-task";
import { Line } from "./line";
import { catchUp, expectEqual, planOf, startTask } from "./run-task";
import { privateServer, type TestServer } from "./servers";
import { twoServers } from "./two-servers";

/** Lets `replica` take everything from `source` from now on; resolves when it has what the source has executed. */
async function replicate(source: TestServer, replica: TestServer): Promise<void> {
  await using admin = await replica.admin();
  await admin.query(`CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT=${source.port}, SOURCE_USER='${source.settings("source").user}', SOURCE_PASSWORD='${source.settings("source").password}', SOURCE_AUTO_POSITION=1, GET_SOURCE_PUBLIC_KEY=1`);
  await admin.query("START REPLICA");
  await hasAll(source, replica);
}

async function hasAll(source: TestServer, replica: TestServer): Promise<void> {
  await using from = await source.admin();
  await using to = await replica.admin();
  const [{ executed }] = (await from.query<{ executed: string }>("SELECT @@global.gtid_executed AS executed")) as [{ executed: string }];
  expect(await to.query("SELECT WAIT_FOR_EXECUTED_GTID_SET(?, 60) AS missing", [executed])).toEqual([{ missing: "0" }]);
}

async function endReplication(replica: TestServer): Promise<void> {
  await using admin = await replica.admin();
  await admin.query("STOP REPLICA");
  await admin.query("RESET REPLICA ALL");
}

async function group() {
  const [first, second] = await Promise.all([privateServer("source"), privateServer("source")]);
  for (const server of [first, second]) {
    await using admin = await server.admin();
    await admin.query("RESET BINARY LOGS AND GTIDS");
  }
  await replicate(first, second);
  return { first, second };
}

test("the task follows the source to a replica that has everything, and does not mix their logs up", async () => {
  const { first, second } = await group();
  await using _first = first;
  await using _second = second;
  await using box = await twoServers({ source: first, createDestination: false });
  await using line = await Line.open(first.port);
  // The same place by GTID is another one by file and offset.
  await using other = await second.admin();
  await other.query("FLUSH BINARY LOGS");
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, v INT); INSERT INTO t VALUES (1, 1), (2, 2)");
  const direct = await planOf(box);
  const plan = { ...direct, source: { ...direct.source, port: line.port } };
  const task = startTask(plan);
  await task.whenApplied();
  await box.source.run("INSERT INTO t VALUES (3, 3); UPDATE t SET v = v + 1");
  await task.whenApplied();
  await hasAll(first, second);
  await endReplication(second);
  line.turn(second.port);
  line.cut();
  await task.when((event) => event.kind === "warning" && event.code === "source-failover");
  expect(await task.stop()).toEqual({ kind: "stopped" });
  // Taken up again before anything of the replica's own is applied: what the first server's log looked like there says nothing about this one.
  for (let times = 2; times > 0; times -= 1) await catchUp(plan);
  const again = startTask(plan);
  await other.query(`INSERT INTO \`${box.source.database}\`.t VALUES (4, 4)`);
  await other.query(`UPDATE \`${box.source.database}\`.t SET v = v * 10`);
  await again.whenApplied();
  expect(await again.stop()).toEqual({ kind: "stopped" });
  await replicate(second, first);
  await expectEqual(box);
  // File and offset alone may be those of the first server: without GTIDs nothing is guessed.
  for (const mode of ["ON_PERMISSIVE", "OFF_PERMISSIVE"]) await other.query(`SET GLOBAL gtid_mode = ${mode}`);
  expect(await endOf(plan)).toBe("binlog-position-invalid");
  for (const mode of ["ON_PERMISSIVE", "ON"]) await other.query(`SET GLOBAL gtid_mode = ${mode}`);
  await other.query(`DELETE FROM \`${box.source.database}\`.t WHERE id = 1`);
  await catchUp(plan);
  await hasAll(second, first);
  await expectEqual(box);
});

test("a replica that lacks what was applied is refused; nothing is lost when the first source comes back", async () => {
  const { first, second } = await group();
  await using _first = first;
  await using _second = second;
  await using box = await twoServers({ source: first, createDestination: false });
  await using line = await Line.open(first.port);
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, v INT); INSERT INTO t VALUES (1, 1), (2, 2)");
  const direct = await planOf(box);
  const plan = { ...direct, source: { ...direct.source, port: line.port } };
  await hasAll(first, second);
  await endReplication(second);
  await box.source.run("UPDATE t SET v = 7");
  await catchUp(plan);
  line.turn(second.port);
  await using other = await second.admin();
  await other.query(`INSERT INTO \`${box.source.database}\`.t VALUES (4, 4)`);
  expect(await endOf(plan)).toBe("source-identity-changed");
  line.turn(first.port);
  await box.source.run("INSERT INTO t VALUES (5, 5)");
  await catchUp(plan);
  await expectEqual(box);
});
