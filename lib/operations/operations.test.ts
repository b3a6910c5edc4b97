import { expect, it } from "vitest";
import { controlDatabase } from "../testing/control-database";
import { listOperations, operationChoices, operationsCsv } from "./data";
import { recordOperation } from "./mutations";
import { parseOperationQuery } from "./query";

it("the log is narrowed by name or id, person, operation, source, result and time, together", async () => {
  await using control = await controlDatabase();
  const done = (given: object) => recordOperation({ actor: "li", source: "console", action: "pause-task", object: "orders to PolarDB", taskId: "dts1", result: "done", ...given });
  await done({});
  await done({ actor: "wang", reason: "=SUM(A1)", requestId: "request-1", detail: { before: { threshold: 30 }, after: { threshold: 60 }, password: "never" } });
  await done({ action: "rename-task", object: "crm", taskId: "dts2", result: "refused", code: "not-found" });
  await done({ actor: "runner", source: "runner", action: "release-task" });
  const rows = await control.db.operationLog.findMany({ orderBy: { id: "asc" } });
  for (const [index, row] of rows.entries()) await control.db.operationLog.update({ where: { id: row.id }, data: { atMs: 1_000 * (index + 1) } });
  const found = async (raw: Record<string, string>) => (await listOperations(parseOperationQuery(raw))).rows.map(({ atMs }) => atMs / 1_000);
  expect(await found({})).toEqual([4, 3, 2, 1]);
  expect(await found({ q: "ORDERS" })).toEqual([4, 2, 1]);
  expect(await found({ q: "dts2" })).toEqual([3]);
  expect(await found({ actor: "wang" })).toEqual([2]);
  expect(await found({ action: "pause-task,rename-task" })).toEqual([3, 2, 1]);
  expect(await found({ source: "runner" })).toEqual([4]);
  expect(await found({ result: "refused,failed" })).toEqual([3]);
  expect(await found({ from: "2000", to: "4000" })).toEqual([3, 2]);
  expect(await found({ q: "orders", from: "2000", source: "console" })).toEqual([2]);
  expect(await found({ source: "nobody", from: "yesterday", limit: "2" })).toEqual([4, 3]);
  expect(await operationChoices()).toEqual({ actors: ["li", "runner", "wang"], actions: ["pause-task", "release-task", "rename-task"] });
  const csv = await operationsCsv(parseOperationQuery({ actor: "wang" }));
  expect(csv.split("\r\n")).toEqual([
    "time,actor,source,action,instance_id,object,result,code,reason,request_id,details",
    `"1970-01-01T00:00:02.000Z","wang","console","pause-task","dts1","orders to PolarDB","done","","'=SUM(A1)","request-1","{""before"":{""threshold"":30},""after"":{""threshold"":60},""password"":""[redacted]""}"`,
    "",
  ]);
});
