import { afterEach, beforeEach, expect, it } from "vitest";
import { listOperations } from "../../operations/data";
import { configuredTask, controlDatabase, type ControlDatabase } from "../../testing/control-database";
import { getTask } from "../data";
import { listEvents } from "../progress/data";
import { parseTaskEventQuery } from "../query";
import { askForReset, confirmReset, withdrawReset } from "./mutations";

let control: ControlDatabase;
beforeEach(async () => {
  control = await controlDatabase();
});
afterEach(async () => {
  await control[Symbol.asyncDispose]();
});

const place = (offset: number) => ({ file: "binlog.000001", offset, gtidSet: null, flavour: "mysql" as const });
const move = { from: place(100), to: place(900), direction: "forward" as const, transactions: 7, firstMs: 1_000, lastMs: 9_000, tables: ["shop.orders"], schema: "kept" as const };
const reason = "the load test need not arrive";

it("is on record before the destination is touched, is confirmed once behind it, and stays a known gap for the life of the task", async () => {
  const id = await configuredTask(control, { status: "paused" });
  const request = { id, actor: "li", requestId: "request-1", reason };
  const key = await askForReset(request, move);
  expect((await getTask(id)).positionResets).toMatchObject([{ move, reason, actor: "li", appliedAtMs: null }]);
  await confirmReset(key, request, { ...move, transactions: 8 });
  await confirmReset(key, request, move);
  expect((await getTask(id)).positionResets).toMatchObject([{ move: { transactions: 8 }, appliedAtMs: expect.any(Number) }]);
  expect((await listOperations({ taskId: id })).rows.filter(({ action }) => action === "reset-position")).toMatchObject([{ action: "reset-position", reason, detail: { from: "binlog.000001:100", to: "binlog.000001:900", direction: "forward", transactions: 8 } }]);
  expect((await listEvents(id, parseTaskEventQuery({ kind: "action" }))).rows.filter(({ severity }) => severity === "warn")).toMatchObject([{ actor: "li", severity: "warn", message: `The position was set forward; transactions passed over: 8. ${reason}` }]);
});

it("leaves no record where it was refused, and is asked of no task that runs", async () => {
  const id = await configuredTask(control, { status: "paused" });
  await withdrawReset(await askForReset({ id, actor: "li", reason }, move));
  expect((await getTask(id)).positionResets).toEqual([]);
  await control.db.task.update({ where: { id }, data: { status: "running" } });
  await expect(askForReset({ id, actor: "li", reason }, move)).rejects.toMatchObject({ code: "transition-refused" });
});
