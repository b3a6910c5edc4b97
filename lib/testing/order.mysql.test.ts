/** What must come after an earlier transaction comes after it, also while a lock at the destination holds the earlier one up. */
import { expect, test } from "vitest";
import { waitsForLock } from "./lock-wait";
import { catchUp, expectEqual, planOf, startTask } from "./run-task";
import { twoServers, type TwoServers } from "./two-servers";

const tables = `
CREATE TABLE gate (id INT PRIMARY KEY, v INT); INSERT INTO gate VALUES (1, 0);
CREATE TABLE folded (name VARCHAR(20) COLLATE utf8mb4_general_ci PRIMARY KEY, v INT); INSERT INTO folded VALUES ('A', 1), ('b ', 1);
CREATE TABLE emptied (id INT PRIMARY KEY);
CREATE TABLE log (n INT);
`;

/** Holds the row of `gate` at the destination, so that what touches it first goes no further. */
async function holdsGate(box: TwoServers) {
  const holder = await box.destination.server.admin();
  await holder.query("BEGIN");
  await holder.query(`SELECT * FROM \`${box.destination.database}\`.gate FOR UPDATE`);
  return holder;
}

test("a key that is another one only in its bytes is taken after it was given up", async () => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run(tables);
  // With this policy a row that comes too early is overwritten silently, and then deleted with the old one.
  const plan = await planOf(box, { conflictPolicy: "overwrite" });
  await catchUp(plan);
  const task = startTask(plan);
  await task.whenApplied();
  await using holder = await holdsGate(box);
  await box.source.run("BEGIN; UPDATE gate SET v = 1; DELETE FROM folded WHERE name = 'A'; DELETE FROM folded WHERE name = 'b'; COMMIT");
  await waitsForLock(box.destination.admin, plan.destination.user);
  await box.source.run("INSERT INTO folded VALUES ('a', 2); INSERT INTO folded VALUES ('B', 2); INSERT INTO log VALUES (1)");
  // What has nothing to do with them overtakes them.
  await expect.poll(() => box.destination.rows(`SELECT n FROM \`${box.destination.database}\`.log`)).toEqual([{ n: 1 }]);
  await holder.query("ROLLBACK");
  await task.whenApplied();
  expect(await task.stop()).toEqual({ kind: "stopped" });
  expect(task.events.filter(({ kind }) => kind === "conflict")).toEqual([]);
  await expectEqual(box);
});

test("a schema change waits for all transactions before it", async () => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run(tables);
  const plan = await planOf(box);
  await catchUp(plan);
  const task = startTask(plan);
  await task.whenApplied();
  await using holder = await holdsGate(box);
  await box.source.run("BEGIN; UPDATE gate SET v = 1; INSERT INTO emptied VALUES (1); COMMIT; TRUNCATE TABLE emptied");
  await waitsForLock(box.destination.admin, plan.destination.user);
  // Time enough for a schema change that does not wait.
  const told = task.figures.length;
  await task.until(() => task.figures.length > told + 2);
  await holder.query("ROLLBACK");
  await task.whenApplied();
  expect(await task.stop()).toEqual({ kind: "stopped" });
  await expectEqual(box);
});
