/**
 * The task's process is killed (SIGKILL) at every place where something becomes durable, then run again: both servers must hold the same rows, and
 * nothing twice. `nth` reaches the later batches and chunks, too.
 */
import { expect, test } from "vitest";
import { catchUp, expectEqual, planOf, runUntilKilled } from "./run-task";
import { twoServers, type TwoServers } from "./two-servers";

const schema = `
  CREATE TABLE customers (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(40), UNIQUE KEY (name));
  CREATE TABLE orders (id INT PRIMARY KEY AUTO_INCREMENT, customer INT, amount DECIMAL(10,2), KEY (amount), FOREIGN KEY (customer) REFERENCES customers (id) ON DELETE CASCADE);
  CREATE TABLE log (at DATETIME(6), note VARCHAR(40));
  CREATE VIEW big AS SELECT id FROM orders WHERE amount > 100;`;

async function fillSource(box: TwoServers): Promise<void> {
  await box.source.run(schema);
  await box.source.run(`
    SET SESSION cte_max_recursion_depth = 100000;
    INSERT INTO customers SELECT i, CONCAT('c', i) FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n) AS t;
    INSERT INTO orders SELECT i, i, i / 7 FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n) AS t;
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
