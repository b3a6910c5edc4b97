/** Sources that do not log what cascades change: where the destination cannot work it out either, the task says so and stops. */
import { expect, test } from "vitest";
import { runTask } from "../engine/run-modification";
import { endOf } from "./fault-task";
import type { EnginePlan } from "../engine/plan";
import { catchUp, expectEqual, planOf, startTask } from "./run-task";
import { twoServers, type TwoServers } from "./two-servers";

const family = "CREATE TABLE parent (id INT PRIMARY KEY, region VARCHAR(9)); INSERT INTO parent VALUES (1, 'eu'), (2, 'us'), (3, 'eu'); CREATE TABLE child (id INT PRIMARY KEY, p INT, q INT, KEY (p)); INSERT INTO child VALUES (11, 1, 0), (12, 2, 0), (13, 3, 0)";
const addKey = "ALTER TABLE child ADD CONSTRAINT belongs FOREIGN KEY (p) REFERENCES parent (id) ON DELETE CASCADE";
const children = (box: TwoServers) => box.destination.rows("SELECT id FROM child ORDER BY id");

/** What the error that the task ends with says; null when it catches up. */
async function errorOf(plan: EnginePlan): Promise<{ code: string; context: { change: string; table: string }; message: string } | null> {
  const observer = { figures: () => undefined, tables: () => undefined, event: () => undefined };
  return runTask({ ...plan, until: "caught-up" }, observer, new AbortController().signal, { retryMinutes: 1 }).then(
    () => null,
    (error: { code: string; context: { change: string; table: string }; message: string }) => error,
  );
}

for (const source of ["source56", "mariadb"] as const) {
  test(`${source}: a filter on the parent of a cascading foreign key ends the task before it begins, before a schema change makes one, and at the first row`, async () => {
    await using box = await twoServers({ source });
    const { database } = box.source;
    const objects = [{ database, as: box.destination.database, overrides: [{ name: "parent", filter: "region = 'eu'" }] }];
    await box.source.run(family);
    const plan = await planOf(box, { objects });
    await catchUp(plan);
    const all = [{ id: 11 }, { id: 12 }, { id: 13 }];
    await box.source.run(`${addKey}; UPDATE parent SET region = 'us' WHERE id = 1; DELETE FROM parent WHERE id = 2`);
    const refused = await errorOf(plan);
    expect([refused?.code, refused?.context.table, await children(box)]).toEqual(["ddl-unsupported", `${database}.child`, all]);
    // A person who decides otherwise is not left with rows that the source does not have.
    const decided = { ...plan, ddlOverrides: [{ id: refused!.context.change, key: "one", action: "skip" as const, reason: "test", actor: "test" }] };
    expect([await endOf(decided), await children(box)]).toEqual(["cascade-hidden", all]);
    const anew = await planOf(box, { objects, taskId: `${box.id}b`, existingTables: "ignore" });
    expect(await endOf(anew)).toBe("cascade-hidden");
  });

  test(`${source}: a schema change that lets a table that is not synchronized cascade stops the task before anything is run`, async () => {
    await using box = await twoServers({ source });
    const other = await box.source.another("other", true);
    await box.source.run(`${family}; CREATE TABLE ${other}.parent LIKE parent; INSERT INTO ${other}.parent SELECT * FROM parent`);
    let plan = await planOf(box);
    await catchUp(plan);
    /** Is refused; a person runs something else instead. */
    const refuses = async (statement: string, parent: string, instead: string) => {
      await box.source.run(statement);
      const refused = await errorOf(plan);
      expect([refused?.code, refused?.message]).toEqual(["ddl-unsupported", expect.stringContaining(`${parent} is not synchronized`)]);
      const override = { id: refused!.context.change, key: statement, action: "edit" as const, statements: [instead], reason: "test", actor: "test" };
      plan = { ...plan, ddlOverrides: [...(plan.ddlOverrides ?? []), override] };
      await catchUp(plan);
    };
    await refuses(`ALTER TABLE child ADD COLUMN r INT, ADD CONSTRAINT abroad FOREIGN KEY (p) REFERENCES ${other}.parent (id) ON DELETE CASCADE`, `${other}.parent`, "ALTER TABLE child ADD COLUMN r INT");
    await refuses(`CREATE TABLE nephew (id INT PRIMARY KEY, p INT, CONSTRAINT away FOREIGN KEY (p) REFERENCES ${other}.parent (id) ON UPDATE SET NULL)`, `${other}.parent`, "CREATE TABLE nephew (id INT PRIMARY KEY, p INT)");
    // By an online change: one that cascades is refused, one that does not is left out as elsewhere.
    const online = (table: string, key: string) => `CREATE TABLE _${table}_new LIKE ${table}; ALTER TABLE _${table}_new ADD COLUMN s INT, ADD CONSTRAINT _${table} FOREIGN KEY (p) REFERENCES ${other}.parent (id) ${key}; INSERT INTO _${table}_new SELECT *, 5 FROM ${table}; RENAME TABLE ${table} TO _${table}_old, _${table}_new TO ${table}`;
    await box.source.run("CREATE TABLE uncle (id INT PRIMARY KEY, p INT); CREATE TABLE aunt (id INT PRIMARY KEY, p INT)");
    await refuses(online("uncle", "ON DELETE CASCADE"), `${other}.parent`, "ALTER TABLE _uncle_new ADD COLUMN s INT");
    await box.source.run(`${online("aunt", "")}; INSERT INTO aunt VALUES (1, 1, 1)`);
    await catchUp(plan);
    expect(await box.destination.rows("SELECT constraint_name FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL")).toEqual([]);
    // The parent itself leaves.
    await box.source.run(addKey);
    await catchUp(plan);
    await refuses(`RENAME TABLE parent TO ${other}.gone`, `${other}.gone`, "DO 0");
    expect(await children(box)).toEqual([{ id: 11 }, { id: 12 }, { id: 13 }]);
  });
}

test.each([
  ["source", "equal"],
  ["source56", "destination-structure-differs"],
  ["mariadb", "destination-structure-differs"],
] as const)("%s: tables that are there already need the keys whose cascades the log does not show", async (role, end) => {
  const make = (key: string) => `CREATE TABLE parent (id INT PRIMARY KEY); CREATE TABLE child (id INT PRIMARY KEY, up INT, KEY up (up)${key})`;
  for (const [there, initialSchema, expected] of [
    ["", false, end],
    [", CONSTRAINT child_up FOREIGN KEY (up) REFERENCES parent (id)", true, end],
    [", CONSTRAINT named_otherwise FOREIGN KEY (up) REFERENCES parent (id) ON DELETE CASCADE", false, "equal"],
    [", CONSTRAINT child_up FOREIGN KEY (up) REFERENCES parent (id) ON DELETE CASCADE, CONSTRAINT of_itself FOREIGN KEY (id) REFERENCES parent (id) ON DELETE CASCADE", false, end],
    ["", true, "equal"],
  ] as const) {
    await using box = await twoServers({ source: role });
    await box.source.run(`${make(", CONSTRAINT child_up FOREIGN KEY (up) REFERENCES parent (id) ON DELETE CASCADE")}; INSERT INTO parent VALUES (1), (2); INSERT INTO child VALUES (1, 1), (2, 2)`);
    await box.destination.run(make(there));
    const plan = await planOf(box, { initialSchema, existingTables: "ignore", until: "caught-up" });
    const got = await startTask(plan).ended.then(() => "equal", (error: { code: string }) => error.code);
    expect([there, initialSchema, got]).toEqual([there, initialSchema, expected]);
    if (got !== "equal") continue;
    await box.source.run("DELETE FROM parent WHERE id = 2");
    await catchUp(plan);
    await expectEqual(box);
  }
});
