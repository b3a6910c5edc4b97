/**
 * A schema change that the destination refuses, and what a person decides about it. In each case the source goes on changing rows of the new form while the
 * task is stopped, so that a definition that did not advance would show.
 */
import { expect, test } from "vitest";
import type { AppError } from "../errors/app-error";
import type { DdlOverride, EnginePlan } from "../engine/plan";
import { catchUp, expectEqual, planOf, runUntilKilled, startTask } from "./run-task";
import { twoServers, type TwoServers } from "./two-servers";

async function stopped(plan: EnginePlan): Promise<AppError> {
  return startTask({ ...plan, until: "caught-up" }).ended.then(
    (outcome) => Promise.reject(new Error(`the task ended with ${outcome.kind}`)),
    (error: unknown) => error as AppError,
  );
}

function decided(plan: EnginePlan, error: AppError, decision: Pick<DdlOverride, "action" | "statements">): EnginePlan {
  const before = plan.ddlOverrides ?? [];
  return { ...plan, ddlOverrides: [...before, { id: String(error.context["change"]), key: String(before.length + 1), reason: "tested", actor: "test", ...decision }] };
}

/** A task that has caught up over `setup`, then met `there` at the destination and `changes` at the source, and stopped at a schema change. */
async function stoppedTask(box: TwoServers, setup: string, there: string, changes: string): Promise<{ plan: EnginePlan; error: AppError }> {
  await box.source.run(setup);
  const plan = await planOf(box);
  await catchUp(plan);
  const { database } = box.destination;
  await box.destination.run(there.replaceAll("{d}", `\`${database}\``));
  await box.source.run(changes);
  return { plan, error: await stopped(plan) };
}

const setup = "CREATE TABLE t (id INT PRIMARY KEY, v INT); CREATE TABLE other (id INT PRIMARY KEY); INSERT INTO t VALUES (1, 10), (2, 10);";
/** The new unique key cannot be built: the destination holds a value twice. */
const twice = "UPDATE {d}.t SET v = 11;";
const addsKey = "UPDATE t SET v = 11 WHERE id = 2; ALTER TABLE t ADD COLUMN note VARCHAR(10) DEFAULT 'n', ADD UNIQUE KEY (v); INSERT INTO t VALUES (3, 30, 'new'); INSERT INTO other VALUES (1);";

test("the error holds the change's id, its position and both statements in full; without a decision it stops there again", async () => {
  await using box = await twoServers({ createDestination: false });
  const { plan, error } = await stoppedTask(box, setup, "ALTER TABLE {d}.t ADD COLUMN note INT;", addsKey);
  expect(error).toMatchObject({ code: "ddl-failed", context: { serverErrno: 1060, step: 1, steps: 1 } });
  expect(error.context["statement"]).toBe("ALTER TABLE t ADD COLUMN note VARCHAR(10) DEFAULT 'n', ADD UNIQUE KEY (v)");
  expect(error.context["destinationStatement"]).toContain(`ALTER TABLE \`${box.destination.database}\`.\`t\` ADD COLUMN note`);
  expect(error.context["change"]).toMatch(/^[0-9a-f-]{36}:\d+$/);
  expect(error.context["logPosition"]).toMatch(/^\S+\.\d+:\d+$/);
  const wrong = { ...plan, ddlOverrides: [{ id: `${String(error.context["change"])}0`, key: "1", action: "skip" as const, reason: "", actor: "" }] };
  expect(await stopped(wrong)).toMatchObject({ code: "ddl-failed", context: { change: error.context["change"] } });
});

test("edit: other statements run instead, once, and rows of the new form arrive", async () => {
  await using box = await twoServers({ createDestination: false });
  const d = `\`${box.destination.database}\``;
  const { plan, error } = await stoppedTask(box, setup, "ALTER TABLE {d}.t ADD COLUMN note INT;", addsKey);
  const edited = decided(plan, error, { action: "edit", statements: ["ALTER TABLE t DROP COLUMN note", `ALTER TABLE ${d}.t ADD COLUMN note VARCHAR(10) DEFAULT 'n', ADD UNIQUE KEY (v)`] });
  const task = await catchUp(edited);
  expect(task.events).toEqual(expect.arrayContaining([expect.objectContaining({ kind: "ddl-overridden", action: "edit", actor: "test", reason: "tested" })]));
  await box.source.run("ALTER TABLE t ADD COLUMN more INT; UPDATE t SET more = 1;");
  await catchUp(edited);
  await expectEqual(box);
});

test("edit: what leaves out a column that rows need is refused before the task goes on, with the column's name", async () => {
  await using box = await twoServers({ createDestination: false });
  const { plan, error } = await stoppedTask(box, setup, "CREATE TABLE {d}.blocker (id INT); UPDATE {d}.t SET v = 11;", addsKey);
  const edited = decided(plan, error, { action: "edit", statements: ["CREATE INDEX v ON t (v)"] });
  expect(await stopped(edited)).toMatchObject({ code: "destination-structure-differs", context: { detail: expect.stringContaining("column note is missing"), change: error.context["change"] } });
  // Added by hand, the same decision goes on and does not create its index again.
  await box.destination.run(`ALTER TABLE \`${box.destination.database}\`.t ADD COLUMN note VARCHAR(10) DEFAULT 'n'; DROP TABLE \`${box.destination.database}\`.blocker; UPDATE \`${box.destination.database}\`.t SET v = 10 WHERE id = 1;`);
  await catchUp(edited);
  await expectEqual(box);
});

test("skip: rows that fit go on; the first that does not stops the task and names the column; added by hand, things go on", async () => {
  await using box = await twoServers({ createDestination: false });
  const d = `\`${box.destination.database}\``;
  const changes = "ALTER TABLE t ADD COLUMN note VARCHAR(10) DEFAULT 'n'; INSERT INTO other VALUES (1); INSERT INTO t VALUES (3, 30, 'new');";
  const { plan, error } = await stoppedTask(box, setup, "ALTER TABLE {d}.t ADD COLUMN note INT AS (1) STORED;", changes);
  const skipped = decided(plan, error, { action: "skip" });
  await box.destination.run(`ALTER TABLE ${d}.t DROP COLUMN note;`);
  const failure = await stopped(skipped);
  expect(failure).toMatchObject({ code: "destination-structure-differs", context: { serverMessage: expect.stringContaining("note") } });
  await box.destination.run(`ALTER TABLE ${d}.t ADD COLUMN note VARCHAR(10) DEFAULT 'n';`);
  await catchUp(skipped);
  await expectEqual(box);
});

test("skip applies to the one change alone: the next that fails stops the task again", async () => {
  await using box = await twoServers({ createDestination: false });
  const { plan, error } = await stoppedTask(box, setup, "CREATE TABLE {d}.n (x INT); CREATE TABLE {d}.m (x INT);", "CREATE TABLE n (id INT PRIMARY KEY); DROP TABLE n; CREATE TABLE m (id INT PRIMARY KEY);");
  const skipped = decided(plan, error, { action: "skip" });
  const next = await stopped(skipped);
  expect(next).toMatchObject({ code: "ddl-failed", context: { statement: "CREATE TABLE m (id INT PRIMARY KEY)" } });
  expect(next.context["change"]).not.toBe(error.context["change"]);
});

test("a renaming is not skipped while its new name belongs to another table at the destination", async () => {
  await using box = await twoServers({ createDestination: false });
  const d = `\`${box.destination.database}\``;
  const { plan, error } = await stoppedTask(box, setup, "CREATE TABLE {d}.moved (id INT PRIMARY KEY, v INT);", "RENAME TABLE t TO moved; INSERT INTO moved VALUES (3, 3);");
  expect(await stopped(decided(plan, error, { action: "skip" }))).toMatchObject({ code: "ddl-unsupported", context: { table: `${box.destination.database}.moved` } });
  await box.destination.run(`DROP TABLE ${d}.moved; RENAME TABLE ${d}.t TO ${d}.moved;`);
  await catchUp(decided(plan, error, { action: "done" }));
  await expectEqual(box);
});

test("done: applied by hand, also where the outcome could not be told; what was not applied is found out", async () => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run("CREATE TABLE p (id INT PRIMARY KEY, v INT) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20)); CREATE TABLE x (id INT PRIMARY KEY, v INT); INSERT INTO p VALUES (1, 1); INSERT INTO x VALUES (2, 2);");
  const plan = await planOf(box);
  await catchUp(plan);
  await box.source.run("ALTER TABLE p EXCHANGE PARTITION p0 WITH TABLE x; UPDATE p SET v = 5; UPDATE x SET v = 6;");
  expect(await runUntilKilled(plan, "ddl-after-step")).toBe(true);
  const error = await stopped(plan);
  expect(error).toMatchObject({ code: "ddl-outcome-unknown", context: { destinationStatement: expect.stringContaining("EXCHANGE") } });
  await catchUp(decided(plan, error, { action: "done" }));
  await expectEqual(box);
  await box.source.run("ALTER TABLE x ADD COLUMN w INT; INSERT INTO x VALUES (3, 3, 3);");
  await box.destination.run(`ALTER TABLE \`${box.destination.database}\`.x ADD COLUMN w INT AS (1);`);
  const second = await stopped(plan);
  expect(await stopped(decided(plan, second, { action: "done" }))).toMatchObject({ code: "destination-structure-differs", context: { detail: expect.stringContaining("column w is generated") } });
});

test.each(["ddl-after-intent", "ddl-after-step", "ddl-before-done"])("killed at %s, an edited statement takes effect once", async (failpoint) => {
  await using box = await twoServers({ createDestination: false });
  const { plan, error } = await stoppedTask(box, setup, twice, addsKey);
  expect(error).toMatchObject({ code: "ddl-failed", context: { serverErrno: 1062 } });
  const edited = decided(plan, error, { action: "edit", statements: ["UPDATE t SET v = 10 WHERE id = 1", "ALTER TABLE t ADD COLUMN note VARCHAR(10) DEFAULT 'n'", "CREATE UNIQUE INDEX v ON t (v)"] });
  // The UPDATE leaves no trace to look at, so that a crash around it asks; the ALTER and the index (second and third) do.
  expect(await runUntilKilled(edited, failpoint, failpoint === "ddl-before-done" ? 1 : 2)).toBe(true);
  await catchUp(edited);
  await expectEqual(box);
});

test("killed around an edited statement that leaves no trace, the task asks instead of running it twice", async () => {
  await using box = await twoServers({ createDestination: false });
  const { plan, error } = await stoppedTask(box, setup, twice, addsKey);
  const edited = decided(plan, error, { action: "edit", statements: ["UPDATE t SET v = v - 1 WHERE id = 1", "ALTER TABLE t ADD COLUMN note VARCHAR(10) DEFAULT 'n', ADD UNIQUE KEY (v)"] });
  expect(await runUntilKilled(edited, "ddl-after-step")).toBe(true);
  const unknown = await stopped(edited);
  expect(unknown).toMatchObject({ code: "ddl-outcome-unknown", context: { step: 1, steps: 2 } });
  // The person looks, and gives what is left.
  await catchUp(decided(edited, unknown, { action: "edit", statements: ["ALTER TABLE t ADD COLUMN note VARCHAR(10) DEFAULT 'n', ADD UNIQUE KEY (v)"] }));
  await expectEqual(box);
});

test("a statement that the destination does not understand is edited; the definition comes from the source, proven by its log", async () => {
  await using box = await twoServers({ source: "mariadb", createDestination: false });
  await box.source.run("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci; CREATE TABLE t (id INT PRIMARY KEY, v INT); INSERT INTO t VALUES (1, 10);");
  const plan = await planOf(box);
  await catchUp(plan);
  await box.source.run("ALTER TABLE t ADD COLUMN address INET6 FIRST; INSERT INTO t VALUES ('2001:db8::', 2, 20);");
  const error = await stopped(plan);
  expect(error).toMatchObject({ code: "ddl-failed" });
  const edited = decided(plan, error, { action: "edit", statements: ["ALTER TABLE t ADD COLUMN address BINARY(16) FIRST"] });
  await catchUp(edited);
  expect(await box.destination.rows(`SELECT HEX(address) AS a, id, v FROM \`${box.destination.database}\`.t ORDER BY id`)).toEqual([
    { a: null, id: 1, v: 10 },
    { a: "20010DB8000000000000000000000000", id: 2, v: 20 },
  ]);
  // Altered twice while the task stands still: what rows of the first form look like cannot be told.
  await box.source.run("ALTER TABLE t ADD COLUMN b INET6 FIRST; INSERT INTO t VALUES (NULL, NULL, 3, 30); ALTER TABLE t MODIFY b INET6 AFTER address;");
  const again = await stopped(edited);
  expect(await stopped(decided(edited, again, { action: "edit", statements: ["ALTER TABLE t ADD COLUMN b BINARY(16) FIRST"] }))).toMatchObject({ code: "ddl-unsupported", context: { detail: expect.stringContaining("names the table") } });
});
