/** What tests of modifications share: four tables, writers over all of them, and the words for the changes of a plan. */
import { expect } from "vitest";
import type { EngineEvent, EnginePlan, SelectedDatabase } from "../engine/plan";
import type { RunningTask } from "./run-task";
import type { TwoServers } from "./two-servers";

export const schema = `
  CREATE TABLE customers (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(40), UNIQUE KEY (name));
  CREATE TABLE orders (id INT PRIMARY KEY AUTO_INCREMENT, customer INT, amount INT, KEY (amount), FOREIGN KEY (customer) REFERENCES customers (id) ON DELETE CASCADE);
  CREATE TABLE log (n INT, note VARCHAR(40));
  CREATE TABLE visits (n INT PRIMARY KEY, note VARCHAR(40));`;
const rows = (count: number, columns: string) => `SELECT ${columns} FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count}) SELECT i FROM n) AS t`;

export async function fill(box: TwoServers): Promise<void> {
  await box.source.run(schema);
  await box.source.run(`
    SET SESSION cte_max_recursion_depth = 100000;
    INSERT INTO customers ${rows(3000, "i, CONCAT('c', i)")};
    INSERT INTO orders ${rows(3000, "i, i, i")};
    INSERT INTO log VALUES (0, 'same'), (0, 'same'), (0, 'same');`);
}

/** One transaction over all four tables; the n-th puts n into `visits` and `log`. */
async function write(box: TwoServers, n: number, run: (sql: string) => Promise<unknown>): Promise<void> {
  const cut = n % 10 === 0 ? `DELETE FROM customers WHERE id = ${(n * 7) % 3000};` : "";
  for (const sql of `START TRANSACTION; INSERT INTO customers (name) VALUES ('w${n}'); INSERT INTO orders (customer, amount) VALUES (LAST_INSERT_ID(), ${n}); ${cut}
    UPDATE orders SET amount = amount + 1 WHERE id = ${((n * 13) % 2900) + 1}; INSERT INTO log (n, note) VALUES (${n}, 'w'); UPDATE log SET note = 'x' WHERE n = ${n - 3}; INSERT INTO visits (n, note) VALUES (${n}, 'w'); COMMIT`.split(";")) {
    if (sql.trim()) await run(`${sql}`);
  }
}

/** Writes from `first` on while the work is under way, and a little more; a source that is faster than the task waits after some hundred. Answers the last number. */
export async function whileWriting<T>(box: TwoServers, first: number, work: () => Promise<T>): Promise<{ last: number; result: T }> {
  await using session = await box.source.server.admin();
  await session.run(`USE \`${box.source.database}\``);
  let ended = false;
  let last = first;
  const working = work();
  working.catch(() => undefined);
  const writing = (async () => {
    for (let left = 20; left > 0; last += 1) {
      await write(box, last, (sql) => session.run(sql));
      if (!ended && last - first > 500) await working.catch(() => undefined);
      if (ended) left -= 1;
    }
  })();
  try {
    const result = await working;
    ended = true;
    await writing;
    return { last, result };
  } finally {
    ended = true;
    await writing.catch(() => undefined);
  }
}

export const tables = (box: TwoServers, ...names: string[]): SelectedDatabase[] => [{ database: box.source.database, tables: names.map((name) => ({ name })) }];
export const whole = (box: TwoServers, more: Partial<SelectedDatabase> = {}): SelectedDatabase[] => [{ database: box.source.database, ...more }];
export const merged = (event: EngineEvent) => event.kind === "modification" && event.state === "merged";
export const failed = (event: EngineEvent) => event.kind === "modification" && event.state === "failed";
export const modified = (plan: EnginePlan, id: string, objects: readonly SelectedDatabase[], more: object = {}): EnginePlan => ({ ...plan, modification: { id, objects, ...more } });

export async function bookkeepingIds(box: TwoServers): Promise<string[]> {
  return (await box.destination.rows<{ id: string }>(`SELECT task_id AS id FROM \`${box.bookkeepingDatabase}\`.task_progress`)).map((row) => row.id);
}

/** What left stands at the end of a transaction: it has all numbers up to one. */
export async function expectStoppedAtBorder(box: TwoServers, table: string): Promise<void> {
  const [found] = await box.destination.rows<{ n: string; top: string }>(`SELECT COUNT(*) AS n, COALESCE(MAX(n), 0) AS top FROM \`${box.destination.database}\`.\`${table}\``);
  expect(Number(found!.n)).toBe(Number(found!.top));
}

export async function finish(task: RunningTask): Promise<void> {
  await task.whenApplied();
  await task.stop();
}
