import { afterEach, beforeEach, expect, it } from "vitest";
import { listOperations } from "../../operations/data";
import { configuredTask, controlDatabase, type ControlDatabase } from "../../testing/control-database";
import { getTask, getTaskRow } from "../data";
import { listEvents } from "../progress/data";
import { resetTask } from "../lifecycle/mutations";
import { saveEvents } from "../progress/mutations";
import { parseTaskEventQuery } from "../query";
import { conflictsCsv, ddlOverridesOf, listConflicts, listNotCarried } from "./data";
import { decideDdl } from "./mutations";

let control: ControlDatabase;
beforeEach(async () => {
  control = await controlDatabase();
});
afterEach(async () => {
  await control[Symbol.asyncDispose]();
});

const change = "3e11fa47-71ca-11e1-9e33-c80aa9429562:23";

async function failedTask(): Promise<string> {
  const id = await configuredTask(control, { status: "failed" });
  await control.db.task.update({
    where: { id },
    data: { errorCode: "ddl-failed", errorAtMs: Date.now(), errorContext: { change, position: change, statement: "ALTER TABLE t ADD COLUMN c INT", destinationStatement: "ALTER TABLE `d`.`t` ADD COLUMN c INT", serverMessage: "Duplicate column name 'c'" } },
  });
  return id;
}

it("puts a decision on record, lets the task go on with it, and shows it for the life of the task", async () => {
  const id = await failedTask();
  const decision = { change, action: "edit" as const, statements: "ALTER TABLE t DROP COLUMN c; ALTER TABLE t ADD COLUMN c INT;", reason: "the column was a trial of ours" };
  expect(await decideDdl({ id, actor: "li", requestId: "request-1", decision })).toBe("starting");
  const [override] = await ddlOverridesOf(await getTaskRow(id));
  expect(override).toMatchObject({ id: change, action: "edit", statements: ["ALTER TABLE t DROP COLUMN c", "ALTER TABLE t ADD COLUMN c INT"], reason: decision.reason, actor: "li" });
  const [operation] = (await listOperations({ taskId: id })).rows;
  expect(operation).toMatchObject({ action: "edit-ddl", actor: "li", reason: decision.reason, detail: { position: change, statement: "ALTER TABLE t ADD COLUMN c INT" } });
  expect((await listEvents(id, parseTaskEventQuery({}))).rows[0]).toMatchObject({ actor: "li", message: expect.stringContaining(decision.reason) });
  expect((await getTask(id)).knownGaps).toMatchObject([{ action: "edit", appliedAtMs: null, actor: "li" }]);
  await saveEvents(id, [{ kind: "ddl-overridden", atMs: 5, position: change, change, key: override!.key, action: "edit", statement: "x", replacement: "y", reason: "z", actor: "li" }]);
  expect((await getTask(id)).knownGaps).toMatchObject([{ appliedAtMs: 5 }]);
  expect(await ddlOverridesOf(await getTaskRow(id))).toEqual([]);
});

it("takes no decision about another change than the one that the task stands at, and none while the task runs", async () => {
  const id = await failedTask();
  const decision = { change: `${change}4`, action: "skip" as const, statements: "", reason: "not needed at the destination" };
  await expect(decideDdl({ id, actor: "li", decision })).rejects.toMatchObject({ code: "version-conflict" });
  await control.db.task.update({ where: { id }, data: { status: "running" } });
  await expect(decideDdl({ id, actor: "li", decision: { ...decision, change } })).rejects.toMatchObject({ code: "transition-refused" });
  expect(await control.db.ddlOverride.count()).toBe(0);
});

it("lists conflicts, counts all and keeps the newest; a storm is one line of the history; reset clears them", async () => {
  const id = await failedTask();
  const conflict = (index: number, kind: "row-missing" | "row-exists", table: string) => ({ kind: "conflict" as const, atMs: index, position: `p:${index}`, table: { database: "shop", table }, conflict: kind, key: index === 3 ? `=id,"${index}"` : `id=${index}`, decision: "overwrite" as const });
  await saveEvents(id, [conflict(1, "row-missing", "a"), conflict(2, "row-missing", "a"), conflict(3, "row-exists", "b")]);
  expect((await listEvents(id, parseTaskEventQuery({ kind: "conflict" }))).rows.map((row) => row.message)).toEqual(["Conflict in shop.b: row-exists, overwrite.", "2 × Conflict in shop.a: row-missing, overwrite."]);
  expect(await listConflicts(id, {})).toMatchObject({ total: 3, nextBefore: null, rows: [{ key: '=id,"3"' }, { key: "id=2" }, { key: "id=1" }] });
  for (const atMs of [4, 5]) await saveEvents(id, [{ ...conflict(4, "row-exists", "b"), atMs, decision: "stop" }]);
  expect((await listConflicts(id, {})).rows.filter((row) => row.decision === "stop")).toMatchObject([{ atMs: 4 }]);
  expect((await listConflicts(id, { kind: "row-missing", table: "a" })).rows).toHaveLength(2);
  expect(await conflictsCsv(id, { table: "b" })).toBe('time,database,table,conflict,key,decision,position\r\n"1970-01-01T00:00:00.004Z","shop","b","row-exists","id=4","stop","p:4"\r\n"1970-01-01T00:00:00.003Z","shop","b","row-exists","\'=id,""3""","overwrite","p:3"\r\n');
  await resetTask({ id, actor: "li" });
  expect(await listConflicts(id, {})).toEqual({ total: 0, nextBefore: null, rows: [] });
});

it("lists what is not carried once, with the statement that makes it by hand", async () => {
  const id = await failedTask();
  const event = { kind: "object-not-carried" as const, atMs: 1, object: "shop.tr", objectKind: "trigger", reason: "twice", statement: "CREATE TRIGGER tr …" };
  await saveEvents(id, [event, { ...event, atMs: 2, reason: "still" }]);
  expect((await listNotCarried(id)).rows).toMatchObject([{ kind: "trigger", object: "shop.tr", cause: "still", statement: "CREATE TRIGGER tr …" }]);
});
