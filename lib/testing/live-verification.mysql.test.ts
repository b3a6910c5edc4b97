import { expect, test } from "vitest";
import { connect, metadataSession } from "../mysql/connection";
import { readStoredMark } from "../engine/checkpoint/read-mark";
import { reached } from "../engine/position/position-order";
import { readSourcePosition } from "../engine/position/read-position";
import { ObjectSelection } from "../engine/router/object-selection";
import { Router } from "../engine/router/router";
import { type TableVerification, type VerifyMethod, verifyTables } from "../engine/verification/verify-tables";
import { readTables } from "../mysql/read-tables";
import { dice } from "./dice";
import { planOf, startTask } from "./run-task";
import { twoServers } from "./two-servers";

const rows = 400;
const list = (row: (i: number) => string) => Array.from({ length: rows }, (_, i) => `(${row(i)})`).join(",");

test("verification beside a running task finds every row that was changed at the destination, and nothing that is only on its way", async () => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run(`
    CREATE TABLE plain (id INT PRIMARY KEY, v INT, hidden INT);
    CREATE TABLE folded (name VARCHAR(20) COLLATE utf8mb4_0900_ai_ci PRIMARY KEY, v INT);
    CREATE TABLE part (id INT PRIMARY KEY, v INT);
    CREATE TABLE keyless (a INT, b VARCHAR(10));
    CREATE TABLE hot (id INT PRIMARY KEY, n BIGINT);
    INSERT INTO plain VALUES ${list((i) => `${i}, 0, ${i}`)};
    INSERT INTO folded VALUES ${list((i) => `'n${i}', 0`)};
    INSERT INTO part VALUES ${list((i) => `${i}, ${i}`)};
    INSERT INTO keyless VALUES ${list((i) => `${i % 50}, 'x'`)};
    INSERT INTO hot VALUES (1, 0), (2, 0);`);
  const objects = [
    {
      database: box.source.database,
      as: box.destination.database,
      tables: [{ name: "plain", as: "plain2", excludeColumns: ["hidden"] }, { name: "folded" }, { name: "part", filter: "id < 300" }, { name: "keyless" }, { name: "hot" }],
    },
  ];
  const plan = await planOf(box, { objects, parallel: { appliers: 4, loaders: 2, chunkRows: 100 } });
  const task = startTask(plan);
  await task.whenApplied();

  await using source = await connect(plan.source, { session: metadataSession });
  await using destination = await connect(plan.destination, { session: metadataSession });
  const tables = new Router(new ObjectSelection(plan.objects, false), { sourceLogsCascades: true }).routeAll(await readTables(source, new ObjectSelection(plan.objects, false).toTableSelection()));
  const applied = async () => {
    const target = await readSourcePosition(source);
    for (;;) {
      const mark = await readStoredMark(destination, plan.bookkeepingDatabase, plan.taskId);
      if (mark && reached(mark, target)) return;
    }
  };
  const verify = async (method: VerifyMethod) => {
    const found: Record<string, TableVerification> = {};
    for await (const result of verifyTables({
      connectSource: (session) => connect(plan.source, { session }),
      connectDestination: (session) => connect(plan.destination, { session }),
      tables,
      chunkRows: 60,
      method,
      signal: new AbortController().signal,
      recheck: applied,
    }))
      found[result.source.table] = result;
    return found;
  };

  // Traffic that never rests while verification reads: rows come, go and change their keys.
  const roll = dice(7);
  let over = false;
  const id = () => roll(rows / 2);
  const traffic = (async () => {
    while (!over) {
      await box.source.run(`START TRANSACTION;
        REPLACE INTO plain VALUES (${id()}, ${roll(1_000_000)}, 1); DELETE FROM plain WHERE id = ${id()};
        UPDATE folded SET name = UPPER(name), v = v + 1 WHERE name = 'n${id()}'; UPDATE folded SET name = LOWER(name) WHERE name = 'n${id()}';
        UPDATE IGNORE part SET id = ${roll(rows)} WHERE id = ${id()};
        INSERT INTO keyless VALUES (${roll(50)}, 'y'); DELETE FROM keyless WHERE b = 'y' AND a = ${roll(50)} LIMIT 1;
        COMMIT; UPDATE hot SET n = n + 1 WHERE id = 1`);
    }
  })();
  const names = (result: TableVerification | undefined) => [...(result?.differences ?? [])].map((difference) => `${difference.kind} ${difference.key} ${difference.columns.join()}`.trim()).sort();
  try {
    for (const method of ["sums", "rows"] as const) {
      const calm = await verify(method);
      for (const [name, result] of Object.entries(calm)) expect([method, name, names(result), result.missing + result.extra + result.different]).toEqual([method, name, [], 0]);
    }
    // Rows that the traffic leaves alone, so that it can neither stumble over them nor repair them.
    await box.destination.run(`
      USE ${box.destination.database}; UPDATE plain2 SET v = 7 WHERE id = 250; DELETE FROM plain2 WHERE id = 251; INSERT INTO plain2 (id, v) VALUES (9001, 1);
      UPDATE folded SET name = 'N299' WHERE name = 'n299'; INSERT INTO part VALUES (9002, 1);
      DELETE FROM keyless WHERE a = 3 AND b = 'x' LIMIT 2; UPDATE hot SET n = 5 WHERE id = 2`);
    for (const method of ["sums", "rows"] as const) {
      const found = await verify(method);
      expect(names(found["plain"])).toEqual(["different id=250 v", "extra id=9001", "missing id=251"]);
      expect(names(found["folded"])).toEqual(["extra name='N299'", "missing name='n299'"]);
      expect(names(found["part"])).toEqual(["extra id=9002"]);
      expect(found["keyless"]).toMatchObject({ missing: 2, extra: 0, different: 0, equal: false });
      expect(names(found["hot"])).toEqual(["different id=2 n"]);
    }
  } finally {
    over = true;
    await traffic;
  }
  const counted = await verify("count");
  expect(Object.fromEntries(Object.entries(counted).map(([name, { missing, extra }]) => [name, missing - extra]))).toEqual({ plain: 0, folded: 0, part: -1, keyless: 2, hot: 0 });
  await task.whenApplied();
  await task.stop();
});
