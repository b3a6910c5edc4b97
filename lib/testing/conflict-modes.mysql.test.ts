/** Rows and tables at the destination that are not as the task expects, through the whole pipeline: what each mode makes of them, and that it is told. */
import { expect, test } from "vitest";
import type { AppError } from "../errors/app-error";
import { catchUp, planOf, startTask } from "./run-task";
import { twoServers } from "./two-servers";

test("processing mode Ignore with another structure at the destination fails before a row is written, and names the columns", async () => {
  await using box = await twoServers();
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10), w INT, x VARCHAR(9) CHARACTER SET latin1); INSERT INTO t VALUES (1, 'a', 1, 'Ã©')");
  // The bytes of x are those of other characters there.
  await box.destination.run("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(5), x VARCHAR(9) CHARACTER SET utf8mb4)");
  const plan = await planOf(box, { existingTables: "ignore", conflictPolicy: "overwrite" });
  await expect(catchUp(plan)).rejects.toMatchObject({ code: "destination-structure-differs", context: { detail: expect.stringMatching(/column v is varchar\(5\), not varchar\(10\); column w is missing; column x is varchar\(9\) CHARACTER SET utf8mb4, not varchar\(9\) CHARACTER SET latin1/) } });
  expect(await box.destination.rows("SELECT * FROM t")).toEqual([]);
  await box.destination.run("ALTER TABLE t MODIFY v VARCHAR(10), ADD COLUMN w INT, MODIFY x VARCHAR(9) CHARACTER SET latin1");
  await catchUp(plan);
  expect(await box.destination.rows("SELECT * FROM t")).toMatchObject([{ id: 1, v: "a", w: 1, x: "Ã©" }]);
});

test.each(["stop", "overwrite", "ignore"] as const)("conflicts of the strict phase under the policy %s are told one by one, also the one that stops the task", async (policy) => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, v INT); INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)");
  const plan = await planOf(box, { conflictPolicy: policy });
  await catchUp(plan);
  const d = `\`${box.destination.database}\``;
  await box.destination.run(`DELETE FROM ${d}.t WHERE id IN (1, 2); INSERT INTO ${d}.t VALUES (9, 0)`);
  await box.source.run("UPDATE t SET v = 10 WHERE id = 1; DELETE FROM t WHERE id = 2; INSERT INTO t VALUES (9, 9)");
  const task = startTask({ ...plan, until: "caught-up" });
  const told = () => task.events.flatMap((event) => (event.kind === "conflict" ? [`${event.conflict} ${event.key} ${event.decision}`] : []));
  if (policy === "stop") {
    // Which of the three comes first is the lanes' affair.
    const { code, context } = await task.ended.then(
      () => Promise.reject(new Error("the task did not stop")),
      (error: AppError) => error,
    );
    expect(code).toBe("conflict-stopped");
    expect(told()).toEqual([`${String(context["conflict"])} ${String(context["key"])} stop`]);
    return;
  }
  await task.ended;
  expect(told().sort()).toEqual([`row-exists id=9 ${policy}`, `row-missing id=1 ${policy}`, `row-missing id=2 ${policy}`]);
  expect(await box.destination.rows(`SELECT id, v FROM ${d}.t ORDER BY id`)).toEqual(policy === "overwrite" ? [{ id: 1, v: 10 }, { id: 3, v: 3 }, { id: 9, v: 9 }] : [{ id: 3, v: 3 }, { id: 9, v: 0 }]);
});
