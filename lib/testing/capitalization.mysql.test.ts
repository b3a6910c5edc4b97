/** Names in the destination by a policy: whole databases whose own name changes, a destination that stores lower case, and names that meet. */
import { expect, test } from "vitest";
import type { EnginePlan } from "../engine/plan";
import { ObjectSelection } from "../engine/router/object-selection";
import { Router } from "../engine/router/router";
import { verifyTables } from "../engine/verification/verify-tables";
import type { AppError } from "../errors/app-error";
import { connect, metadataSession } from "../mysql/connection";
import { readTables } from "../mysql/read-tables";
import { catchUp, planOf, runUntilKilled, startTask } from "./run-task";
import { privateServer } from "./servers";
import { twoServers } from "./two-servers";

const stopped = (plan: EnginePlan) =>
  startTask({ ...plan, until: "caught-up" }).ended.then(
    (outcome) => Promise.reject(new Error(`the task ended with ${outcome.kind}`)),
    (error: unknown) => error as AppError,
  );

/** Every row of every selected table is at the destination, under the name that the policy gives the table. Answers these names. */
async function expectCarried(plan: EnginePlan, destinationFolding: number): Promise<string[]> {
  await using source = await connect(plan.source, { session: metadataSession });
  const selection = new ObjectSelection(plan.objects);
  const tables = new Router(selection, { sourceLogsCascades: true, destinationFolding }).routeAll(await readTables(source, selection.toTableSelection()));
  const names: string[] = [];
  for await (const result of verifyTables({ connectSource: (session) => connect(plan.source, { session }), connectDestination: (session) => connect(plan.destination, { session }), tables, signal: new AbortController().signal })) {
    expect(result, result.source.table).toMatchObject({ equal: true });
    names.push(`${result.destination.database}.${result.destination.table}`);
  }
  return names.sort();
}

test("a destination that stores names in lower case: the policy of DTS names them so, the load goes on after a kill, and names that meet later stop", async () => {
  await using server = await privateServer("destination", { lines: ["lower-case-table-names=1"] });
  await using box = await twoServers({ destination: server, createDestination: false });
  const db = await box.source.another("_Mixed", true);
  await box.source.run(`USE \`${db}\`; CREATE TABLE Orders (Id INT PRIMARY KEY); CREATE TABLE Order_Lines (Id INT PRIMARY KEY, orderId INT, CONSTRAINT of_order FOREIGN KEY (orderId) REFERENCES Orders (Id)); CREATE VIEW Newest AS SELECT MAX(Orders.Id) AS Id FROM Orders;
    INSERT INTO Orders VALUES (1), (2); INSERT INTO Order_Lines VALUES (1, 1), (2, NULL);`);
  const plan = await planOf(box, { objects: [{ database: db, capitalization: "default" }] });
  expect(await runUntilKilled(plan, "tables-created")).toBe(true);
  await catchUp(plan);
  await box.source.run(`CREATE TABLE Later LIKE Order_Lines; INSERT INTO Later VALUES (3, 1); ALTER TABLE Later ADD COLUMN Note VARCHAR(5) DEFAULT 'n'; RENAME TABLE Later TO LATEST; UPDATE Orders SET Id = 20 WHERE Id = 2; CREATE VIEW Lines_View AS SELECT Order_Lines.* FROM Order_Lines`);
  await catchUp(plan);
  const there = db.toLowerCase();
  expect(await expectCarried(plan, 1)).toEqual(["latest", "order_lines", "orders"].map((table) => `${there}.${table}`));
  expect(await box.destination.rows("SELECT table_name AS v FROM information_schema.views WHERE table_schema=? ORDER BY 1", [there])).toEqual([{ v: "lines_view" }, { v: "newest" }]);
  // Columns are as at the source.
  expect(await box.destination.rows("SELECT column_name AS c FROM information_schema.columns WHERE table_schema=? AND table_name='order_lines' ORDER BY ordinal_position", [there])).toEqual([{ c: "Id" }, { c: "orderId" }]);

  await box.source.run("CREATE TABLE ORDERS (Id INT PRIMARY KEY, other INT); INSERT INTO ORDERS VALUES (1, 7); INSERT INTO Orders VALUES (3)");
  const error = await stopped(plan);
  expect(error).toMatchObject({ code: "ddl-names-meet", context: { detail: expect.stringContaining(`${db}.ORDERS and ${db}.Orders would both be ${there}.orders`) } });
  // The newcomer is left out with its rows; the others go on.
  await catchUp({ ...plan, ddlOverrides: [{ id: String(error.context["change"]), key: "1", action: "skip", reason: "tested", actor: "test" }] });
  expect(await box.destination.rows(`SELECT Id FROM \`${there}\`.orders ORDER BY Id`)).toEqual([{ Id: 1 }, { Id: 3 }, { Id: 20 }]);
});

test("upper case: a whole database comes under its own name in upper case, its tables by its rules, later ones too; two tables that would meet there are refused before anything is made", async () => {
  await using box = await twoServers({ createDestination: false });
  const { database } = box.source;
  const there = await box.destination.another("").then((name) => name.toUpperCase());
  try {
    await box.source.run("CREATE TABLE orders (id INT PRIMARY KEY); CREATE TABLE `Orders` (id INT PRIMARY KEY); INSERT INTO orders VALUES (1); INSERT INTO `Orders` VALUES (2)");
    const plan = await planOf(box, { objects: [{ database, capitalization: "upper" }] });
    expect(await stopped(plan)).toMatchObject({ code: "names-meet", context: { detail: expect.stringContaining(`would both be ${there}.ORDERS`) } });
    expect(await box.destination.rows("SELECT schema_name AS s FROM information_schema.schemata WHERE BINARY schema_name=?", [there])).toEqual([]);
    // The database's rules come in front of the policy, a name that somebody gave in front of both; tables and views that are made or renamed later go by them.
    const rules = [{ kind: "suffix" as const, text: "_v2", like: "ORD*" }];
    const named = { ...plan, objects: [{ database, capitalization: "upper" as const, rules, overrides: [{ name: "Orders", as: "Orders" }] }] };
    await catchUp(named);
    await box.source.run(`INSERT INTO \`Orders\` VALUES (3); DELETE FROM orders; CREATE TABLE order_items (id INT PRIMARY KEY, ofOrder INT, FOREIGN KEY (ofOrder) REFERENCES orders (id)); INSERT INTO order_items VALUES (1, NULL);
      CREATE TABLE other (id INT PRIMARY KEY); INSERT INTO other VALUES (5); RENAME TABLE other TO ordinary; INSERT INTO ordinary VALUES (6); CREATE VIEW order_view AS SELECT order_items.id FROM order_items`);
    await catchUp(named);
    expect(await expectCarried(named, 0)).toEqual(["ORDERS_V2", "ORDER_ITEMS_V2", "ORDINARY_V2", "Orders"].map((table) => `${there}.${table}`));
    expect(await box.destination.rows(`SELECT * FROM \`${there}\`.ORDER_VIEW_V2`)).toEqual([{ id: 1 }]);
    await box.source.run("RENAME TABLE ordinary TO other; CREATE TABLE `ORDER_items` (id INT PRIMARY KEY)");
    expect(await stopped(named)).toMatchObject({ code: "ddl-names-meet", context: { detail: expect.stringContaining(`would both be ${there}.ORDER_ITEMS_V2`) } });
    // Another policy names other tables: no attempt takes them up in silence.
    expect(await stopped({ ...named, objects: [{ ...named.objects[0]!, capitalization: "lower" }] })).toMatchObject({ code: "selection-differs" });
  } finally {
    await box.destination.run(`DROP DATABASE IF EXISTS \`${there}\``);
  }
});
