/**
 * The task's process is killed (SIGKILL) at every place where something becomes durable, then run again: both servers must hold the same rows, and
 * nothing twice. `nth` reaches the later batches and chunks, too.
 */
import { expect, test } from "vitest";
import { catchUp, expectEqual, planOf, runUntilKilled } from "./run-task";
import type { ServerRole } from "./servers";
import { twoServers, type TwoServers } from "./two-servers";

const schema = `
  CREATE TABLE customers (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(40), UNIQUE KEY (name));
  CREATE TABLE orders (id INT PRIMARY KEY AUTO_INCREMENT, customer INT, amount DECIMAL(10,2), KEY (amount), FOREIGN KEY (customer) REFERENCES customers (id) ON DELETE CASCADE);
  CREATE TABLE log (at DATETIME(6), note VARCHAR(40));
  CREATE VIEW big AS SELECT id FROM orders WHERE amount > 100;`;

async function fillSource(box: TwoServers): Promise<void> {
  if (box.source.server.role !== "source") await box.source.run(`ALTER DATABASE \`${box.source.database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`);
  await box.source.run(schema);
  const rows = Array.from({ length: 5_000 }, (_, i) => i + 1);
  await box.source.run(`
    INSERT INTO customers VALUES ${rows.map((i) => `(${i}, 'c${i}')`).join()};
    INSERT INTO orders VALUES ${rows.map((i) => `(${i}, ${i}, ${i} / 7)`).join()};
    INSERT INTO log VALUES (NULL, 'same'), (NULL, 'same'), ('2024-01-01', 'other');`);
}

/** Some transactions of each kind; a row that is applied twice or not at all shows in `log`, which has no key. */
async function change(box: TwoServers, round: number): Promise<void> {
  for (let i = 0; i < 60; i++) {
    const id = round * 1000 + i;
    await box.source.run(`
      START TRANSACTION; INSERT INTO customers (name) VALUES ('r${round}-${i}'); INSERT INTO orders (customer, amount) VALUES (LAST_INSERT_ID(), ${id}); COMMIT;
      UPDATE orders SET amount = amount + 1 WHERE id = ${(id % 900) + 1};
      INSERT INTO log VALUES ('2024-01-01', 'round ${round}');`);
  }
  await box.source.run(`DELETE FROM customers WHERE id = ${round + 1}; DELETE FROM log WHERE note = 'same' LIMIT 1;`);
}

test.each([
  ["schema-known", 1],
  ["tables-created", 1],
  ["schema-done", 1],
  ["before-rows", 2],
  ["before-commit", 3],
  ["after-commit", 2],
  ["rows-copied", 1],
  ["load-done", 1],
])("killed at %s (%i) of the initial synchronization, the next run goes on and ends equal", async (failpoint, nth) => {
  await using box = await twoServers({ createDestination: false });
  await fillSource(box);
  const plan = await planOf(box);
  expect(await runUntilKilled(plan, failpoint, nth)).toBe(true);
  await change(box, 1);
  await catchUp(plan);
  await expectEqual(box);
  expect(await box.destination.rows(`SELECT COUNT(*) AS n FROM \`${box.destination.database}\`.big`)).toEqual(await box.source.rows("SELECT COUNT(*) AS n FROM big"));
});

test.each([
  ["before-rows", 1],
  ["after-rows", 2],
  ["before-commit", 1],
  ["before-commit", 3],
  ["after-commit", 1],
  ["after-commit", 2],
])("killed at %s (%i) of incremental changes, the next run neither repeats nor skips one", async (failpoint, nth) => {
  await using box = await twoServers({ createDestination: false });
  await fillSource(box);
  const plan = await planOf(box);
  await catchUp(plan);
  await change(box, 1);
  expect(await runUntilKilled(plan, failpoint, nth)).toBe(true);
  await change(box, 2);
  await catchUp(plan);
  await expectEqual(box);
});

test.each(["ddl-after-intent", "ddl-after-step", "ddl-before-done"])("killed at %s, a schema change takes effect once", async (failpoint) => {
  await using box = await twoServers({ createDestination: false });
  await fillSource(box);
  const plan = await planOf(box);
  await catchUp(plan);
  await change(box, 1);
  await box.source.run("ALTER TABLE orders ADD COLUMN note VARCHAR(10) DEFAULT 'x' AFTER id; UPDATE orders SET note = 'y' WHERE id < 10; CREATE TABLE picked AS SELECT id, amount FROM orders WHERE id < 50; INSERT INTO picked VALUES (0, 0);");
  expect(await runUntilKilled(plan, failpoint)).toBe(true);
  await change(box, 2);
  await catchUp(plan);
  await expectEqual(box);
});

test("killed between CREATE TABLE … SELECT and its rows, both arrive once", async () => {
  await using box = await twoServers({ createDestination: false });
  await fillSource(box);
  const plan = await planOf(box);
  await catchUp(plan);
  await box.source.run("CREATE TABLE picked AS SELECT id, amount FROM orders WHERE id < 50; INSERT INTO picked VALUES (0, 0);");
  expect(await runUntilKilled(plan, "before-commit")).toBe(true);
  await catchUp(plan);
  await expectEqual(box);
});

/** Sources without GTIDs, or with GTIDs of another kind: what is done is known by file and offset. */
const otherSources: readonly (readonly [ServerRole, string, number])[] = [
  ["source56", "before-commit", 2],
  ["source56", "after-commit", 3],
  ["source56", "ddl-after-step", 1],
  ["mariadb", "before-commit", 2],
  ["mariadb", "after-commit", 3],
  ["mariadb", "ddl-before-done", 1],
];
/** Every point from every source: by command, `TRIBUTARY_CRASH_ALL=1`. */
const everyPoint = ["before-rows", "after-rows", "before-commit", "after-commit", "ddl-after-intent", "ddl-after-step", "ddl-before-done"];
const fromOthers = process.env.TRIBUTARY_CRASH_ALL === "1" ? (["source56", "mariadb"] as const).flatMap((role) => everyPoint.flatMap((point) => [1, 2, 3].map((nth) => [role, point, nth] as const))) : otherSources;

test.each(fromOthers)("from %s, killed at %s (%i) of rows and schema changes, the next run neither repeats nor skips one", async (role, failpoint, nth) => {
  await using box = await twoServers({ source: role, createDestination: false });
  await fillSource(box);
  const plan = await planOf(box);
  await catchUp(plan);
  const more = async (round: number) => {
    await change(box, round);
    await box.source.run(`ALTER TABLE orders ADD COLUMN note${round} VARCHAR(10) DEFAULT 'x' AFTER id; CREATE TABLE picked${round} AS SELECT id, amount FROM orders WHERE id < 50; INSERT INTO picked${round} VALUES (0, 0); RENAME TABLE picked${round} TO taken${round}`);
  };
  await more(1);
  expect(await runUntilKilled(plan, failpoint, nth)).toBe(true);
  await more(2);
  await catchUp(plan);
  await expectEqual(box);
});

test.each(["source56", "mariadb"] as const)("from %s, killed while tables are copied, the next run goes on and ends equal", async (role) => {
  await using box = await twoServers({ source: role, createDestination: false });
  await fillSource(box);
  const plan = await planOf(box);
  expect(await runUntilKilled(plan, "after-commit", 3)).toBe(true);
  await change(box, 1);
  await catchUp(plan);
  await expectEqual(box);
});

test.each(["ddl-after-step", "ddl-before-done"])("killed at %s of a renaming, a table selected by itself is followed, also by the run after the next", async (failpoint) => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run("CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO a VALUES (1)");
  const plan = await planOf(box, { followRenames: true, objects: [{ database: box.source.database, tables: [{ name: "a" }] }] });
  await catchUp(plan);
  await box.source.run("RENAME TABLE a TO b; INSERT INTO b VALUES (2)");
  expect(await runUntilKilled(plan, failpoint)).toBe(true);
  await catchUp(plan);
  await box.source.run("CREATE TABLE a (other INT PRIMARY KEY); INSERT INTO a VALUES (9); INSERT INTO b VALUES (3)");
  await catchUp(plan);
  await expectEqual(box, { [box.source.database]: box.destination.database }, ["a"]);
});
