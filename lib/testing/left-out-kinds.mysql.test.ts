/** Schema changes of kinds that are left out: rows go on where the destination holds what they need, else the task stops before one is written. */
import { expect, test } from "vitest";
import type { AppError } from "../errors/app-error";
import { ddlKinds, type DdlKind } from "../change-kinds/change-kinds";
import type { EnginePlan, SelectedTable } from "../engine/plan";
import { finish, merged, modified } from "./modification-box";
import { catchUp, expectEqual, planOf, startTask } from "./run-task";
import { twoServers } from "./two-servers";

async function stopped(plan: EnginePlan): Promise<AppError> {
  return startTask({ ...plan, until: "caught-up" }).ended.then(
    (outcome) => Promise.reject(new Error(`the task ended with ${outcome.kind}`)),
    (error: unknown) => error as AppError,
  );
}

const without = (...kinds: DdlKind[]) => ddlKinds.filter((kind) => !kinds.includes(kind));

test("what the destination lacks stops the task until it was made there by hand; what a person decides goes on", async () => {
  await using box = await twoServers({ createDestination: false });
  const there = (sql: string) => box.destination.run(`USE \`${box.destination.database}\`; ${sql}`);
  await box.source.run(`
    CREATE TABLE t (id INT PRIMARY KEY, code INT, v VARCHAR(5), UNIQUE KEY code (code)); INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b');
    CREATE TABLE a (id INT PRIMARY KEY); CREATE TABLE b (id INT PRIMARY KEY); INSERT INTO a VALUES (1); INSERT INTO b VALUES (2);`);
  const plan = await planOf(box, { ddl: without("alter-table", "rename-table", "drop-index") });
  await catchUp(plan);
  const refused = async (sql: string, detail: string) => {
    await box.source.run(sql);
    const error = await stopped(plan);
    expect(error).toMatchObject({ code: "ddl-kind-left-out", context: { detail: expect.stringContaining(detail) } });
    return String(error.context["change"]);
  };

  await refused("ALTER TABLE t ADD COLUMN n INT NOT NULL DEFAULT 5; INSERT INTO t VALUES (3, 3, 'c', 6);", "column n is missing");
  expect(await stopped(plan)).toMatchObject({ code: "ddl-kind-left-out" });
  await there("ALTER TABLE t ADD COLUMN n INT NOT NULL DEFAULT 5");
  await catchUp(plan);

  await refused("ALTER TABLE t MODIFY v VARCHAR(20); UPDATE t SET v = 'longer than five' WHERE id = 1;", "column v is varchar(5), not varchar(20)");
  await there("ALTER TABLE t MODIFY v VARCHAR(20)");
  await catchUp(plan);

  await refused("DROP INDEX code ON t; UPDATE t SET code = 1;", "the unique key (code) is still there");
  await there("DROP INDEX code ON t");
  await catchUp(plan);

  await refused("RENAME TABLE t TO u; INSERT INTO u VALUES (4, 4, 'd', 7);", "still has its name at the destination");
  await there("RENAME TABLE t TO u");
  await catchUp(plan);

  // The destination has both names before and behind it.
  const change = await refused("RENAME TABLE a TO x, b TO a, x TO b; INSERT INTO a VALUES (3);", "tables exchange their names");
  await there("RENAME TABLE a TO x, b TO a, x TO b");
  expect(await stopped(plan)).toMatchObject({ code: "ddl-kind-left-out" });
  await catchUp({ ...plan, ddlOverrides: [{ id: change, key: "1", action: "done", reason: "exchanged by hand", actor: "test" }] });
  await expectEqual(box);
});

test("tables that are not made at the destination are left out from their beginning, in a whole database alone, and a table's own list counts more than its database's", async () => {
  await using box = await twoServers({ createDestination: false });
  const { database } = box.source;
  await box.source.run("CREATE TABLE named (id INT PRIMARY KEY); CREATE TABLE other (id INT PRIMARY KEY);");
  const plan = await planOf(box, { objects: [{ database, as: box.destination.database, ddl: without("create-table"), overrides: [{ name: "named", ddl: [...ddlKinds] }] }] });
  await catchUp(plan);
  await box.destination.run(`CREATE TABLE \`${box.destination.database}\`.made (id INT PRIMARY KEY, v INT)`);
  await box.source.run(`
    CREATE TABLE later (id INT PRIMARY KEY); INSERT INTO later VALUES (1); ALTER TABLE later ADD COLUMN v INT; INSERT INTO later VALUES (2, 2); CREATE INDEX k ON later (v);
    CREATE TABLE made (id INT PRIMARY KEY, v INT); INSERT INTO made VALUES (1, 1);
    DROP TABLE named; CREATE TABLE named (id INT PRIMARY KEY, v INT); INSERT INTO named VALUES (1, 1);
    INSERT INTO other VALUES (1);`);
  const { events } = await catchUp(plan);
  await box.source.run("UPDATE later SET v = 3; INSERT INTO other VALUES (2); DROP TABLE later;");
  await catchUp(plan);
  await expectEqual(box);
  expect(events.filter((event) => event.kind === "warning").map((event) => [event.code, event.table?.table])).toContainEqual(["ddl-table-left", "later"]);
});

test("a running task goes over to other kinds of changes where it stands, and copies nothing for that", async () => {
  await using box = await twoServers({ createDestination: false });
  const { database } = box.source;
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1), (2), (3);");
  const objects = (own: Partial<SelectedTable>) => [{ database, as: box.destination.database, tables: [{ name: "t", ...own }] }];
  const plan = await planOf(box, { objects: objects({}) });
  await catchUp(plan);
  // It would be gone with the table.
  await box.destination.run(`INSERT INTO \`${box.destination.database}\`.t VALUES (99)`);
  // The stream has not come to it: it goes by the new choice already.
  await box.source.run("DELETE FROM t WHERE id = 1");
  const chosen = objects({ dml: ["insert", "update"], ddl: without("truncate-table") });
  const task = startTask(modified(plan, "1", chosen));
  await task.when(merged);
  await box.source.run("DELETE FROM t WHERE id = 2; INSERT INTO t VALUES (4);");
  await finish(task);
  await box.source.run("DELETE FROM t WHERE id = 3; TRUNCATE TABLE t; INSERT INTO t VALUES (5);");
  await catchUp({ ...plan, objects: chosen });
  expect(await box.destination.rows(`SELECT id FROM \`${box.destination.database}\`.t ORDER BY id`)).toEqual([1, 2, 3, 4, 5, 99].map((id) => ({ id })));
});
