import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { configuredTask, controlDatabase, type ControlDatabase } from "../../testing/control-database";
import { taskConnection } from "../connection";
import { getTaskRow } from "../data";
import { taskRecord } from "../record";
import { createInstanceSchema } from "../schema";
import { taskFileText } from "./data";
import { importTaskFile } from "./import";
import { createSimilar, reversedObjects } from "./similar";

let control: ControlDatabase;
beforeEach(async () => {
  control = await controlDatabase();
});
afterEach(async () => {
  await control[Symbol.asyncDispose]();
});

const instance = createInstanceSchema.parse({ sourceRegionId: "local", destinationRegionId: "local", name: "again" });
const objects = { objects: [{ database: "shop", as: "shop_prod", tables: [{ name: "orders", as: "orders_v2", filter: "id > 1" }, { name: "items" }] }] };

describe("a task like another", { timeout: 30_000 }, () => {
  it("has its endpoints with passwords that open for it alone, its objects and settings, and is not started", async () => {
    const from = await configuredTask(control, { objects, status: "running" });
    const [id] = await createSimilar(from, false, instance, "li.na");
    const [made, model] = [taskRecord(await getTaskRow(id!)), taskRecord(await getTaskRow(from))];
    expect(made).toMatchObject({ endpoints: model.endpoints, objects: model.objects, status: "not_configured" });
    expect(made.row).toMatchObject({ name: "again", startRequested: false });
    expect(made.row.sourceSecret).not.toBe(model.row.sourceSecret);
    expect(await taskConnection(id!, "source")).toMatchObject({ port: 1, user: "nobody" });
  });

  it("leaves an accepted risk to be accepted again", async () => {
    const from = await configuredTask(control, { objects: { ...objects, existingTables: "ignore", ignoreAccepted: true } });
    const [id] = await createSimilar(from, false, instance, "li.na");
    const { objects: saved, unsaved } = taskRecord(await getTaskRow(id!));
    expect(saved).toBeNull();
    expect(unsaved.objects).toMatchObject({ existingTables: "ignore", ignoreAccepted: false });
  });

  it("reversed: names change sides, filters stay behind, nothing is copied back", async () => {
    expect(reversedObjects([{ database: "shop", as: "shop_prod", tables: [{ name: "orders", as: "orders_v2", filter: "id > 1" }, { name: "items", columnNames: { n: "amount" } }] }])).toEqual([
      { database: "shop_prod", as: "shop", tables: [{ name: "orders_v2", as: "orders" }, { name: "items", columnNames: { amount: "n" } }] },
    ]);
    // What a policy made of names is said for each: nobody can tell back which letters they had.
    expect(reversedObjects([{ database: "shop", overrides: [{ name: "orders", as: "orders_v2" }, { name: "items" }] }], "upper")).toEqual([{ database: "SHOP", as: "shop", overrides: [{ name: "orders_v2", as: "orders" }, { name: "ITEMS", as: "items" }] }]);
    const from = await configuredTask(control, { objects, destination: { address: "127.0.0.1", port: 2, account: "writer", password: "other" } });
    const [id] = await createSimilar(from, true, instance, "li.na");
    const { initialization, unsaved } = taskRecord(await getTaskRow(id!));
    expect(initialization).toMatchObject({ schema: false, data: false, position: { kind: "now" } });
    // Its destination is no registered PolarDB instance: the wizard asks for it.
    expect(unsaved.endpoints).toMatchObject({ source: { address: "127.0.0.1", port: 2, account: "writer" }, destination: { clusterId: "", account: "nobody" } });
  });
});

describe("the import of a task file", { timeout: 30_000 }, () => {
  it("takes what the export wrote; passwords are left to the wizard", async () => {
    const from = await configuredTask(control, { objects });
    const answer = await importTaskFile(await taskFileText(from), instance, "li.na");
    if (!answer.ok) throw new Error(JSON.stringify(answer.faults));
    const [made, model] = [taskRecord(await getTaskRow(answer.id)), taskRecord(await getTaskRow(from))];
    expect(made.objects?.objects).toEqual(model.objects?.objects);
    expect(made.unsaved.endpoints).toMatchObject({ name: "again", source: { kind: "self-managed", address: "127.0.0.1", port: 1 }, destination: { clusterId: model.row.clusterId } });
    expect(JSON.stringify(made.unsaved)).not.toContain("assword");
  });

  it("says each fault with its line and makes nothing", async () => {
    const before = await control.db.task.count();
    for (const [text, line] of [
      ["name: [", 1],
      ["name: x\nsource: {host: a, user: b, password: c}\ndestination:\n  host: nowhere\n  user: b\n  password: c\nobjects:\n  - database: shop\n", 4],
      ["name: x\nsource:\n  host: ${HOST}\n  user: b\n  password: c\ndestination: {host: a, user: b, password: c}\nobjects:\n  - database: shop\n", 3],
      ["name: x\nnonsense: 1\nsource: {host: a, user: b, password: c}\ndestination: {host: a, user: b, password: c}\nobjects:\n  - database: shop\n", 2],
    ] as const) {
      const answer = await importTaskFile(text, instance, "li.na");
      expect(answer.ok ? [] : answer.faults.map((fault) => fault.line), text).toContain(line);
    }
    expect(await control.db.task.count()).toBe(before);
  });
});
