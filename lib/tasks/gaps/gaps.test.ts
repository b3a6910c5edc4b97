import { expect, it } from "vitest";
import { configuredTask, controlDatabase } from "../../testing/control-database";
import { listGapTables } from "./data";
import { namedTables } from "./named-tables";

it("the tables of a statement are those it names, in any quotes and case, not those in its strings", () => {
  const tables = ["shop.orders", "shop.order items", "shop.status", "crm.orders"];
  expect(namedTables("ALTER TABLE `orders` ADD COLUMN note VARCHAR(9) DEFAULT 'status'", tables)).toEqual(["shop.orders", "crm.orders"]);
  expect(namedTables("RENAME TABLE shop.ORDERS TO x, `order items` TO y", tables)).toEqual(["shop.orders", "shop.order items", "crm.orders"]);
  expect(namedTables("CREATE INDEX i ON status (a)", tables)).toEqual(["shop.status"]);
  expect(namedTables("ALTER TABLE `broken", tables)).toEqual([]);
});

it("each table of a known gap comes with its newest comparison, and whether it can be verified", async () => {
  await using control = await controlDatabase();
  const taskId = await configuredTask(control, { status: "running" });
  const table = (sourceTable: string, state: string) => ({ taskId, sourceDatabase: "shop", sourceTable, destinationDatabase: "shop", destinationTable: sourceTable, state });
  for (const [name, state] of [["orders", "live"], ["items", "live"], ["logs", "excluded"], ["quiet", "live"]] as const) await control.db.taskTable.create({ data: table(name, state) });
  const { generation } = await control.db.task.findUniqueOrThrow({ where: { id: taskId } });
  const override = await control.db.ddlOverride.create({
    data: { taskId, generation, changeId: "c", position: "p", code: "ddl-failed", action: "skip", statement: "ALTER TABLE orders ADD x INT", reason: "not wanted here", actor: "li", atMs: 1 },
  });
  await control.db.acceptedRisk.create({ data: { taskId, kind: "table-set-aside", subject: "shop.logs", reason: "too large", actor: "li", atMs: 2 } });
  for (let n = 0; n < 2; n += 1) await control.db.conflict.create({ data: { taskId, atMs: n, sourceDatabase: "shop", sourceTable: "items", kind: "row-exists", key: "1", decision: "overwrite" } });
  const settings = { scope: "all", method: "full", rowsPerSecond: 0, schedule: { kind: "now" }, threshold: 1 };
  const compared = (sourceTable: string, state: string, endedAtMs: number) => ({ sourceDatabase: "shop", sourceTable, destinationDatabase: "shop", destinationTable: sourceTable, state, endedAtMs });
  for (const [id, state, at] of [[1, "match", 10], [2, "different", 20]] as const)
    await control.db.verificationJob.create({ data: { id, taskId, status: "passed", settings, dueAtMs: 1, startedBy: "li", createdAtMs: 1, endedAtMs: at, tables: { create: [compared("orders", state, at), ...(id === 1 ? [compared("quiet", "match", at)] : [])] } } });
  expect(await listGapTables(taskId)).toEqual({
    tables: [
      { name: "shop.items", carried: true, verified: null },
      { name: "shop.logs", carried: false, verified: null },
      { name: "shop.orders", carried: true, verified: { number: 2, state: "different", reason: null, endedAtMs: 20 } },
    ],
    ofDecision: { [override.id]: ["shop.orders"] },
    conflicts: ["shop.items"],
  });
});
