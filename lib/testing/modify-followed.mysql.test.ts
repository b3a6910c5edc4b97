/** Tables that bear another name than the one they were chosen by, while the objects of their task change. */
import { expect, test } from "vitest";
import { failed, fill, finish, merged, modified, tables, whole } from "./modification-box";
import { catchUp, expectEqual, planOf, startTask } from "./run-task";
import { twoServers } from "./two-servers";

test("tables that were followed under a new name stay with their objects while others come, go and are renamed on the way", async () => {
  await using box = await twoServers();
  await fill(box);
  await box.source.run("CREATE TABLE plain (id INT PRIMARY KEY, v INT); INSERT INTO plain VALUES (1, 1), (2, 2)");
  const plan = await planOf(box, { objects: tables(box, "plain", "visits"), followRenames: true });
  await catchUp(plan);
  await box.source.run("RENAME TABLE plain TO followed; INSERT INTO followed VALUES (3, 3); CREATE TABLE plain (id INT PRIMARY KEY); INSERT INTO plain VALUES (9)");
  await catchUp(plan);
  // The name that was chosen stands for the table that was followed; another table that has taken its name since is a stranger.
  const added = modified(plan, "1", tables(box, "plain", "log"));
  const task = startTask(added);
  await box.source.run("INSERT INTO followed VALUES (4, 4); INSERT INTO log VALUES (7, 'x')");
  await task.when(merged);
  await box.source.run("RENAME TABLE followed TO further, log TO diary; INSERT INTO further VALUES (5, 5); INSERT INTO diary VALUES (8, 'y'); INSERT INTO plain VALUES (10); INSERT INTO visits VALUES (77, 'left')");
  await finish(task);
  await expectEqual(box, undefined, ["customers", "orders", "visits", "plain"]);
  expect(await box.destination.rows(`SELECT * FROM \`${box.destination.database}\`.visits`)).toEqual([]);
  const next = { ...plan, objects: added.modification!.objects };
  // What leaves stands where the task stood.
  await box.source.run("UPDATE further SET v = -v; DELETE FROM diary WHERE n = 8");
  await catchUp(modified(next, "2", tables(box, "log")));
  await box.source.run("DELETE FROM further WHERE id = 1; INSERT INTO diary VALUES (9, 'z')");
  await catchUp({ ...plan, objects: tables(box, "log") });
  await expectEqual(box, undefined, ["customers", "orders", "visits", "plain", "further"]);
  expect(await box.destination.rows(`SELECT id, v FROM \`${box.destination.database}\`.further ORDER BY id`)).toEqual([1, 2, 3, 4, 5].map((id) => ({ id, v: id })));
});

test("a followed table is not copied anew by the name that it has left; under its present name it can be added", async () => {
  await using box = await twoServers();
  await box.source.run("CREATE TABLE plain (id INT PRIMARY KEY, v INT); CREATE TABLE beside (id INT PRIMARY KEY); INSERT INTO plain VALUES (1, 1), (2, 2)");
  const plan = await planOf(box, { objects: tables(box, "plain", "beside"), followRenames: true });
  await catchUp(plan);
  await box.source.run("RENAME TABLE plain TO followed; CREATE TABLE plain (stranger INT)");
  await catchUp(plan);
  for (const [id, objects, reload] of [
    ["1", tables(box, "plain", "beside"), [{ database: box.source.database, table: "plain" }]],
    ["2", [{ database: box.source.database, tables: [{ name: "plain", filter: "id > 1" }, { name: "beside" }] }], []],
    ["3", whole(box), []],
  ] as const) {
    const task = startTask(modified(plan, id, objects, { reload }));
    expect(await task.when(failed)).toMatchObject({ code: "modification-of-followed" });
    await box.source.run("INSERT INTO followed SELECT MAX(id) + 1, 0 FROM followed; INSERT INTO beside SELECT COALESCE(MAX(id), 0) + 1 FROM beside");
    await finish(task);
    await expectEqual(box, undefined, ["plain"]);
  }
  await catchUp(modified(plan, "4", tables(box, "beside")));
  await box.destination.run(`DROP TABLE \`${box.destination.database}\`.followed`);
  await box.source.run("INSERT INTO followed VALUES (50, 50)");
  await catchUp(modified({ ...plan, objects: tables(box, "beside") }, "5", tables(box, "beside", "followed")));
  await box.source.run("UPDATE followed SET v = 51 WHERE id = 50; INSERT INTO plain VALUES (1)");
  await catchUp({ ...plan, objects: tables(box, "beside", "followed") });
  await expectEqual(box, undefined, ["plain"]);
});
