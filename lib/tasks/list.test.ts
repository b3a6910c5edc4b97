import { afterEach, beforeEach, expect, it } from "vitest";
import { runnerAddresses, runnerCapacity, runnerHosts } from "../resources/data";
import { showNode } from "../runner/lease";
import { configuredTask, controlDatabase, type ControlDatabase } from "../testing/control-database";
import { getTask, listTasks } from "./data";
import { parseTaskListQuery } from "./query";

let control: ControlDatabase;
beforeEach(async () => {
  control = await controlDatabase();
});
afterEach(async () => {
  await control[Symbol.asyncDispose]();
});

const found = async (q: string) => (await listTasks(parseTaskListQuery({ field: "object", q }))).total;
const table = (taskId: string, sourceTable: string, state: string) => ({ taskId, sourceDatabase: "shop", sourceTable, destinationDatabase: "shop", destinationTable: sourceTable, state });

it("finds a task by the tables that it carries, whole database or not, and not by one that is set aside or was never there", async () => {
  const id = await configuredTask(control);
  await control.db.task.update({ where: { id }, data: { objects: { objects: [{ database: "shop" }] } } });
  await control.db.taskTable.createMany({ data: [table(id, "orders", "live"), table(id, "broken", "excluded")] });
  expect([await found("orders"), await found("shop.orders"), await found("shop.broken"), await found("shop.invoices")]).toEqual([1, 1, 0, 0]);
});

it("says that a fixed term is over, which stops nothing", async () => {
  const id = await configuredTask(control);
  const ended = Date.now() - 60_000;
  await control.db.task.update({ where: { id }, data: { metering: "fixed-term", endsAtMs: ended } });
  expect(await getTask(id)).toMatchObject({ attention: { kind: "term-over", endedAtMs: ended }, endsAtMs: ended });
  await control.db.task.update({ where: { id }, data: { endsAtMs: ended + 3_600_000 } });
  expect((await getTask(id)).attention.kind).not.toBe("term-over");
});

it("counts places and names addresses by the rule by which runners claim: a region's own runners, else those without a region, else none", async () => {
  const id = await configuredTask(control);
  const { destinationRegionId: region } = await getTask(id).then(({ destination }) => ({ destinationRegionId: destination.regionId }));
  expect(await runnerCapacity(region)).toEqual({ places: 0, taken: 0 });
  const node = (name: string, regionOf: string, address: string) => showNode({ id: name, hostname: name, pid: 1, version: "1", addresses: [address], region: regionOf, startedAtMs: 1 });
  await node("anywhere", "", "10.0.0.1/32");
  await node("elsewhere", "eu-west", "10.0.0.2/32");
  await control.db.task.update({ where: { id }, data: { status: "running" } });
  expect(await runnerCapacity(region)).toEqual({ places: 20, taken: 1 });
  expect(await runnerCapacity(region, id)).toEqual({ places: 20, taken: 0 });
  expect(await runnerCapacity("eu-west")).toEqual({ places: 20, taken: 0 });
  expect([await runnerAddresses(region), await runnerHosts("eu-west")]).toEqual([["10.0.0.1/32"], ["elsewhere"]]);
  await node("here", region, "10.0.0.3/32");
  expect([await runnerAddresses(region), await runnerHosts(region)]).toEqual([["10.0.0.3/32"], ["here"]]);
});

it("narrows to a project and names all of them, whatever is shown", async () => {
  const id = await configuredTask(control);
  await configuredTask(control);
  await control.db.task.update({ where: { id }, data: { project: "billing" } });
  const list = await listTasks(parseTaskListQuery({ project: "billing" }));
  expect([list.rows.map((row) => row.id), list.counts.all, list.projects]).toEqual([[id], 1, ["billing", "default"]]);
});
