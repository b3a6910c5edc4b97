import { expect, test } from "vitest";
import { configuredTask, controlDatabase } from "../../testing/control-database";
import { parseTaskEventQuery } from "../query";
import { listEvents } from "./data";

test("the history of a task begins a little after the moment that is asked for, goes on from there, and ends where its period does", async () => {
  await using control = await controlDatabase();
  const id = await configuredTask(control, { status: "running" });
  const at = (minute: number) => 1_800_000_000_000 + minute * 60_000;
  await control.db.taskEvent.createMany({ data: Array.from({ length: 60 }, (_, minute) => ({ taskId: id, atMs: at(minute), kind: minute % 2 ? "status" : "alert", severity: "info", actor: "runner", message: `${minute}`, detail: {} })) });
  const read = async (query: Record<string, string>) => {
    const { rows, nextBefore } = await listEvents(id, parseTaskEventQuery(query));
    return { minutes: rows.map(({ message }) => Number(message)), nextBefore };
  };
  const first = await read({ around: String(at(30)), limit: "20" });
  expect(first.minutes).toEqual(Array.from({ length: 20 }, (_, index) => 40 - index));
  expect((await read({ before: String(first.nextBefore), limit: "1" })).minutes).toEqual([20]);
  expect((await read({ around: String(at(55)), limit: "1" })).minutes).toEqual([59]);
  expect((await read({ around: String(at(30)), kind: "alert", limit: "1" })).minutes).toEqual([50]);
  expect((await read({ from: String(at(57)) })).minutes).toEqual([59, 58, 57]);
});
