/** The same as `modify-objects.mysql.test.ts`, with the task's process killed around every step that becomes durable. */
import { expect, test } from "vitest";
import { AppError } from "../errors/app-error";
import { bookkeepingIds, expectStoppedAtBorder, fill, modified, tables, whileWriting, whole } from "./modification-box";
import { catchUp, expectEqual, planOf, runUntilKilled } from "./run-task";
import { twoServers } from "./two-servers";

test.each([
  ["schema-known", 1],
  ["before-commit", 2],
  ["load-done", 1],
  ["modification-meets", 1],
  ["modification-at-border", 1],
  ["modification-before-commit", 1],
  ["modification-committed", 1],
])("killed at %s (%i) of a modification, the next run finishes it and nothing is lost or twice", async (failpoint, nth) => {
  await using box = await twoServers();
  await fill(box);
  const plan = await planOf(box, { objects: tables(box, "orders", "visits") });
  await catchUp(plan);
  const change = modified(plan, "1", tables(box, "orders", "customers", "log"));
  const { last, result } = await whileWriting(box, 1, () => runUntilKilled(change, failpoint, nth));
  expect(result).toBe(true);
  await whileWriting(box, last, () => catchUp(change));
  await catchUp(change);
  await expectEqual(box, undefined, ["visits"]);
  await expectStoppedAtBorder(box, "visits");
  expect(await bookkeepingIds(box)).toEqual([box.id]);
});

test.each(["modification-at-border", "modification-committed", "modification-cleared", "load-done", "modification-before-commit"])("killed at %s of a reload, the table is copied anew once, the others are not touched", async (failpoint) => {
  await using box = await twoServers();
  await fill(box);
  const plan = await planOf(box, { objects: whole(box) });
  await catchUp(plan);
  await box.destination.run(`DELETE FROM \`${box.destination.database}\`.log WHERE n = 0 LIMIT 2; INSERT INTO \`${box.destination.database}\`.log VALUES (-1, 'wrong'); ALTER TABLE \`${box.destination.database}\`.log ADD COLUMN broken INT;`);
  const change = modified(plan, "7", whole(box), { reload: [{ database: box.source.database, table: "log" }] });
  const { last, result } = await whileWriting(box, 1, () => runUntilKilled(change, failpoint));
  expect(result).toBe(true);
  // What has left is on record: a run that knows nothing of the modification finishes it, too.
  await whileWriting(box, last, () => catchUp(failpoint === "modification-at-border" || failpoint === "modification-before-commit" ? change : plan));
  await catchUp(plan);
  await expectEqual(box);
  const copies = await box.destination.rows<{ t: string; n: string }>(`SELECT source_table AS t, row_count AS n FROM \`${box.bookkeepingDatabase}\`.task_table WHERE task_id=? AND source_table='customers'`, [box.id]);
  expect(copies).toMatchObject([{ t: "customers" }]);
});

// Its rounds of kills take minutes on a busy machine: it has a time limit of its own.
test.each([42])("random additions, removals and reloads under writers and kills end equal (seed %i)", async (seed) => {
  await using box = await twoServers();
  await fill(box);
  const all = ["customers", "orders", "log", "visits"];
  let roll = seed;
  const random = (sides: number) => ((roll = (Math.imul(roll, 1103515245) + 12345) & 0x7fffffff) >>> 8) % sides;
  let selected = ["customers"];
  let plan = await planOf(box, { objects: tables(box, ...selected) });
  await catchUp(plan);
  let last = 1;
  const points = ["schema-known", "before-commit", "load-done", "modification-meets", "modification-at-border", "modification-before-commit", "modification-committed"];
  for (let round = 1; round <= 3; round += 1) {
    const target = all.filter((name) => (selected.includes(name) ? random(4) > 0 : random(2) > 0));
    if (target.length === 0) target.push("orders");
    const reload = target.filter((name) => selected.includes(name) && random(4) === 0).map((table) => ({ database: box.source.database, table }));
    // Tables that left keep their rows: here somebody tidies up before they come back.
    for (const name of all) if (!selected.includes(name)) await box.destination.run(`SET foreign_key_checks=0; DROP TABLE IF EXISTS \`${box.destination.database}\`.\`${name}\`; SET foreign_key_checks=1;`);
    const change = modified(plan, String(round), tables(box, ...target), { reload });
    const point = points[random(points.length)]!;
    ({ last } = await whileWriting(box, last, () => runUntilKilled(change, point, 1 + random(2))));
    ({ last } = await whileWriting(box, last, () => catchUp(change)));
    selected = target;
    plan = { ...plan, objects: tables(box, ...selected) };
    await catchUp(plan).catch((error: unknown) => {
      throw new Error(`seed ${seed}, round ${round}, ${JSON.stringify({ target, reload, point })}: ${error instanceof AppError ? error.code : String(error)}`, { cause: error });
    });
    await expectEqual(box, undefined, all.filter((name) => !selected.includes(name)));
  }
}, 400_000);
