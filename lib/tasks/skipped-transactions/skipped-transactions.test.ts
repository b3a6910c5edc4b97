import { afterEach, beforeEach, expect, it } from "vitest";
import { parseArguments } from "../../cli/arguments";
import { listOperations } from "../../operations/data";
import { configuredTask, controlDatabase, type ControlDatabase } from "../../testing/control-database";
import { getTask, getTaskRow } from "../data";
import { listEvents } from "../progress/data";
import { saveEvents } from "../progress/mutations";
import { parseTaskEventQuery } from "../query";
import { transactionSkipsOf } from "./data";
import { skipTransaction } from "./mutations";

let control: ControlDatabase;
beforeEach(async () => {
  control = await controlDatabase();
});
afterEach(async () => {
  await control[Symbol.asyncDispose]();
});

const transaction = "3e11fa47-71ca-11e1-9e33-c80aa9429562:23";
const tables = [{ source: "shop.orders", destination: "store.orders", inserts: 1, updates: 2, deletes: 0 }];
const skip = { transaction, reason: "a test row of the vendor" };

async function failedTask(): Promise<string> {
  const id = await configuredTask(control, { status: "failed" });
  await control.db.task.update({ where: { id }, data: { errorCode: "destination-rejects-value", errorAtMs: Date.now(), errorContext: { transaction, position: transaction, transactionAtMs: 1_700_000_000_000, transactionTables: JSON.stringify(tables) } } });
  return id;
}

it("puts the decision on record, gives it to the engine until the task has passed, and lists it for the life of the task", async () => {
  const id = await failedTask();
  expect(await skipTransaction({ id, actor: "li", requestId: "request-1", skip })).toBe("starting");
  const [decision] = await transactionSkipsOf(await getTaskRow(id));
  expect(decision).toMatchObject({ id: transaction, reason: skip.reason, actor: "li" });
  expect((await listOperations({ taskId: id })).rows[0]).toMatchObject({ action: "skip-transaction", actor: "li", reason: skip.reason, detail: { transaction, tables } });
  expect((await getTask(id)).skippedTransactions).toMatchObject([{ tables, transactionAtMs: 1_700_000_000_000, code: "destination-rejects-value", appliedAtMs: null }]);
  const passed = { kind: "transaction-skipped" as const, transaction, key: decision!.key, position: transaction, commitTimeMs: 1_700_000_000_000, tables, reason: skip.reason, actor: "li" };
  await saveEvents(id, [{ ...passed, atMs: 5 }]);
  // Told again after a crash.
  await saveEvents(id, [{ ...passed, atMs: 6 }]);
  expect((await getTask(id)).skippedTransactions).toMatchObject([{ tables, appliedAtMs: 5 }]);
  expect(await transactionSkipsOf(await getTaskRow(id))).toEqual([]);
  expect((await listEvents(id, parseTaskEventQuery({ kind: "transaction-skipped" }))).rows[0]).toMatchObject({ severity: "warn", actor: "li", message: expect.stringContaining(skip.reason), detail: { table: "shop.orders", tables: "shop.orders +1 ~2 -0" } });
});

it("skips nothing when the task stands at another transaction by then, and nothing while it runs", async () => {
  const id = await failedTask();
  await expect(skipTransaction({ id, actor: "li", skip: { ...skip, transaction: `${transaction}4` } })).rejects.toMatchObject({ code: "version-conflict" });
  await control.db.task.update({ where: { id }, data: { status: "running" } });
  await expect(skipTransaction({ id, actor: "li", skip })).rejects.toMatchObject({ code: "transition-refused" });
  expect(await control.db.skippedTransaction.count()).toBe(0);
});

it("is asked for on the command line with a reason, one decision at a time", () => {
  expect(parseArguments(["sync", "task.yaml", "--skip-transaction", transaction, "--reason", skip.reason])).toMatchObject({ command: "sync", ddl: [], skips: [skip] });
  expect(parseArguments(["sync", "task.yaml", "--skip-transaction", transaction])).toMatchObject({ fault: expect.stringContaining("--reason") });
  expect(parseArguments(["sync", "task.yaml", "--skip-transaction", transaction, "--skip-ddl", "x", "--reason", skip.reason])).toMatchObject({ fault: expect.stringContaining("One decision") });
  expect(parseArguments(["verify", "task.yaml", "--skip-transaction", transaction])).toMatchObject({ fault: expect.stringContaining("belongs to sync") });
});
