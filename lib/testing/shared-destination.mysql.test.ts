/** Several tasks, or a task and somebody's own tables, in one destination database. */
import { expect, test } from "vitest";
import { catchUp, planOf } from "./run-task";
import { twoServers } from "./two-servers";

test("DROP DATABASE takes away what the task carries, and nothing that others have in the same destination database", async () => {
  await using box = await twoServers({ createDestination: false });
  const { database: whole } = box.source;
  const [other, alone] = [await box.source.another("other", true), await box.source.another("alone", true)];
  const [shared, own] = [await box.destination.another("_shared", true), await box.destination.another("_own")];
  await box.destination.run(`CREATE TABLE ${shared}.mine (id INT PRIMARY KEY)`);
  await box.source.run(`CREATE TABLE x (id INT PRIMARY KEY); CREATE TABLE y (id INT PRIMARY KEY, x INT, FOREIGN KEY (x) REFERENCES x (id));  CREATE VIEW v AS SELECT id FROM x; CREATE TABLE ${other}.t (id INT PRIMARY KEY); INSERT INTO ${other}.t VALUES (1); CREATE TABLE ${alone}.t (id INT); CREATE VIEW ${alone}.v AS SELECT id FROM ${alone}.t`);
  const first = await planOf(box, { taskId: `${box.id}a`, objects: [{ database: whole, as: shared }, { database: alone, as: own }] });
  const second = await planOf(box, { taskId: `${box.id}b`, objects: [{ database: other, as: shared, tables: [{ name: "t" }] }] });
  await catchUp(first);
  await catchUp(second);
  await box.source.run(`DROP DATABASE ${whole}; DROP DATABASE ${alone}; INSERT INTO ${other}.t VALUES (2)`);
  const { events } = await catchUp(first);
  await catchUp(second);
  expect(await box.destination.rows(`SELECT table_schema AS s, table_name AS t FROM information_schema.tables WHERE table_schema IN ('${shared}', '${own}') AND table_type = 'BASE TABLE' ORDER BY t`)).toEqual([{ s: shared, t: "mine" }, { s: shared, t: "t" }]);
  expect(await box.destination.rows(`SELECT COUNT(*) AS n FROM ${shared}.t`)).toEqual([{ n: "2" }]);
  expect(await box.destination.rows(`SELECT schema_name FROM information_schema.schemata WHERE schema_name = '${own}'`)).toEqual([]);
  expect(events.flatMap((event) => (event.kind === "warning" && event.code === "ddl-table-left" ? [event.message] : []))).toEqual([expect.stringContaining(`${shared} was not dropped`)]);
});
