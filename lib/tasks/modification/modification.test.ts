import { afterEach, beforeEach, expect, it } from "vitest";
import { listOperations } from "../../operations/data";
import { configuredTask, controlDatabase, type ControlDatabase } from "../../testing/control-database";
import { checks } from "../../precheck/checks/index";
import { ignoreItem, unignoreItem } from "../../precheck/acceptance/mutations";
import { getTask } from "../data";
import { getModification, openModification } from "./data";
import { diffOf } from "./diff";
import { cancelModification, claimModificationChecks, confirmModification, finishModificationCheck, proposeModification, recheckModification, recordModification, reloadTable, retryModification, setTableAside } from "./mutations";

let control: ControlDatabase;
let id: string;
beforeEach(async () => {
  ranAtMs = Date.now();
  control = await controlDatabase();
  id = await configuredTask(control, { objects: { objects: [{ database: "shop", tables: [{ name: "orders" }, { name: "log" }] }] }, status: "running" });
  await control.db.task.update({ where: { id }, data: { phase: "stream" } });
});
afterEach(() => control[Symbol.asyncDispose]());

const actor = "li.na";
const version = async () => (await control.db.task.findUniqueOrThrow({ where: { id } })).version;
const status = async () => (await getTask(id)).status.status;
const orders = { table: { database: "shop", table: "orders" }, confirmName: "shop.orders" };
const log = { table: { database: "shop", table: "log" }, confirmName: "shop.log" };
const withVisits = [{ database: "shop", tables: [{ name: "orders" }, { name: "visits" }] }];
const withoutLog = [{ database: "shop", tables: [{ name: "orders" }] }];
const propose = async (objects: typeof withVisits, who = actor) => proposeModification({ id, actor: who, version: await version(), objects });

/** The runner's part of a precheck of added objects: `statuses` of its first items, the rest passes. */
let ranAtMs = 0;
async function check(...statuses: string[]): Promise<readonly unknown[]> {
  const [claimed] = await claimModificationChecks("runner", Date.now());
  if (!claimed) throw new Error("there was nothing to check");
  const report = await control.db.precheckReport.findUniqueOrThrow({ where: { taskId_number: { taskId: id, number: claimed.reportNumber } }, include: { items: { orderBy: { ordinal: "asc" } } } });
  for (const [index, item] of report.items.entries()) await control.db.precheckItem.update({ where: { reportId_checkId: { reportId: report.id, checkId: item.checkId } }, data: { status: statuses[index] ?? "passed", result: { title: { key: "t", values: {}, text: "t" }, observed: [], affected: { total: 0, sample: [] }, ran: { statements: [], durationMs: 1, at: new Date(ranAtMs).toISOString() } } } });
  await finishModificationCheck(claimed, null);
  return claimed.objects;
}

it("what is added is checked alone, confirmed by a person, carried out, and then is the configuration", async () => {
  const number = await propose(withVisits);
  expect(await getModification(id)).toMatchObject({ state: "checking", diff: { added: [{ database: "shop", table: "visits" }], removed: [{ database: "shop", table: "log" }], changed: [] } });
  await expect(confirmModification({ id, actor, number })).rejects.toMatchObject({ code: "transition-refused" });
  expect(await check()).toEqual([{ database: "shop", tables: [{ name: "visits" }] }]);
  await confirmModification({ id, actor, number });
  expect(await status()).toBe("modifying");
  const row = await control.db.task.findUniqueOrThrow({ where: { id } });
  expect(await openModification(row)).toMatchObject({ id: String(number), objects: withVisits });
  for (const state of ["began", "merged"] as const) await recordModification(id, row.epoch, { id: String(number), state } as Parameters<typeof recordModification>[2]);
  expect(await getModification(id)).toMatchObject({ state: "merged" });
  expect((await getTask(id)).settings.objects?.objects).toEqual(withVisits);
});

it("other kinds of changes are a change of their own: nothing is checked or copied for it", async () => {
  const chosen = [{ database: "shop", tables: [{ name: "orders", dml: ["insert" as const] }, { name: "log" }] }];
  const number = await propose(chosen);
  expect(await getModification(id)).toMatchObject({ state: "checked", report: null, diff: { added: [], removed: [], changed: [], kinds: [{ database: "shop", table: "orders" }] } });
  await confirmModification({ id, actor, number });
  const row = await control.db.task.findUniqueOrThrow({ where: { id } });
  for (const state of ["began", "merged"] as const) await recordModification(id, row.epoch, { id: String(number), state } as Parameters<typeof recordModification>[2]);
  expect((await getTask(id)).settings.objects?.objects).toEqual(chosen);
});

it("warnings are acknowledged, failures are not", async () => {
  const warned = await propose(withVisits);
  await check("warning");
  await expect(confirmModification({ id, actor, number: warned })).rejects.toMatchObject({ code: "transition-refused" });
  const failed = await propose(withVisits);
  await check("failed");
  await expect(confirmModification({ id, actor, number: failed, acceptWarnings: true })).rejects.toMatchObject({ code: "transition-refused" });
  const again = await propose(withVisits);
  await check("warning");
  await confirmModification({ id, actor, number: again, acceptWarnings: true });
  expect(await status()).toBe("modifying");
  const [first] = await control.db.precheckItem.findMany({ orderBy: { ordinal: "asc" }, take: 1 });
  expect((await getTask(id)).acceptedRisks).toMatchObject([{ kind: "precheck-warnings-accepted", subject: first?.checkId, actor }]);
  expect((await listOperations({})).rows.map((row) => row.action)).toContain("accept-precheck-warnings");
  // Given up, it is nobody's risk any more; accepted anew it is there once.
  await cancelModification({ id, actor, number: again });
  expect((await getTask(id)).acceptedRisks).toEqual([]);
  const last = await propose(withVisits);
  await check("warning");
  await confirmModification({ id, actor, number: last, acceptWarnings: true });
  expect((await getTask(id)).acceptedRisks).toHaveLength(1);
});

it("one check of a proposal runs again alone, and results older than half an hour run again before it is confirmed", async () => {
  const number = await propose(withVisits);
  await check("failed");
  const [first] = checks;
  await recheckModification({ id, actor, number, only: [first!.id] });
  expect(await getModification(id)).toMatchObject({ state: "checking" });
  const again = await control.db.precheckReport.findFirstOrThrow({ where: { taskId: id }, orderBy: { number: "desc" }, include: { items: true } });
  expect(again.items.filter((item) => item.status === "pending").map((item) => item.checkId)).toEqual([first!.id]);
  ranAtMs = Date.now() - 31 * 60_000;
  await check();
  expect(await confirmModification({ id, actor, number })).toBe("checking");
  expect(await status()).toBe("running");
  ranAtMs = Date.now();
  await check();
  expect(await confirmModification({ id, actor, number })).toBe("confirmed");
  expect(await status()).toBe("modifying");
});

it("a failed check of a proposal is ignored with a reason, and the task keeps its status", async () => {
  const number = await propose(withVisits);
  const ignorable = checks.findIndex((each) => each.ignorable);
  await check(...checks.slice(0, ignorable).map(() => "passed"), "failed");
  const { report } = (await getModification(id))!;
  const ignored = [id, report!.number, checks[ignorable]!.id] as const;
  await ignoreItem(...ignored, "Known, and harmless here", actor);
  expect((await getModification(id))?.report?.status).toBe("passed");
  expect((await getTask(id)).acceptedRisks).toMatchObject([{ kind: "precheck-item-ignored", subject: ignored[2], reason: "Known, and harmless here", actor }]);
  await unignoreItem(...ignored, actor);
  await expect(confirmModification({ id, actor, number })).rejects.toMatchObject({ code: "transition-refused" });
  await ignoreItem(...ignored, "Known, and harmless here", actor);
  expect(await status()).toBe("running");
  await confirmModification({ id, actor, number });
  expect(await status()).toBe("modifying");
  await expect(unignoreItem(...ignored, actor)).rejects.toMatchObject({ code: "transition-refused" });
});

it("what deletes rows or stops changes is done only when the name was typed", async () => {
  for (const work of [reloadTable, setTableAside]) await expect(work({ id, actor, ...log, confirmName: "log", reason: "Its rows are too wide" })).rejects.toMatchObject({ code: "input-invalid" });
  const renamed = [{ database: "shop", tables: [{ name: "orders", as: "orders_v2" }, { name: "log" }] }];
  await proposeModification({ id, actor, version: await version(), objects: renamed });
  await check();
  const { number } = (await getModification(id))!;
  await expect(confirmModification({ id, actor, number })).rejects.toMatchObject({ code: "input-invalid" });
  await confirmModification({ id, actor, number, confirmName: (await getTask(id)).name });
  expect(await status()).toBe("modifying");
});

it("of two operators the second meets a conflict, and nothing of theirs is mixed", async () => {
  const first = await propose(withoutLog);
  const second = await propose(withVisits, "wang.wei");
  expect(second).toBe(first + 1);
  await expect(confirmModification({ id, actor, number: first })).rejects.toMatchObject({ code: "version-conflict" });
  await expect(proposeModification({ id, actor, version: (await version()) + 1, objects: withoutLog })).rejects.toMatchObject({ code: "version-conflict" });
  await check();
  await confirmModification({ id, actor: "wang.wei", number: second });
  await expect(propose(withoutLog)).rejects.toMatchObject({ code: "transition-refused" });
  await expect(reloadTable({ id, actor, ...orders })).rejects.toMatchObject({ code: "transition-refused" });
});

it("cancelled before it is merged the task runs on as it was; a reload is seen through", async () => {
  const number = await propose(withoutLog);
  await confirmModification({ id, actor, number });
  await cancelModification({ id, actor, number });
  expect(await status()).toBe("running");
  expect(await openModification(await control.db.task.findUniqueOrThrow({ where: { id } }))).toBeNull();
  expect((await getTask(id)).settings.objects?.objects[0]?.tables).toHaveLength(2);
  await reloadTable({ id, actor, ...orders });
  await expect(cancelModification({ id, actor, number: number + 1 })).rejects.toMatchObject({ code: "transition-refused" });
});

it("a failed one says why and is tried again when asked", async () => {
  const number = await propose(withoutLog);
  await confirmModification({ id, actor, number });
  await expect(retryModification({ id, actor, number })).rejects.toMatchObject({ code: "transition-refused" });
  const { epoch } = await control.db.task.findUniqueOrThrow({ where: { id } });
  await recordModification(id, epoch, { id: String(number), state: "failed", code: "modification-unfinished", detail: "why" } as Parameters<typeof recordModification>[2]);
  expect((await getModification(id))?.error).toMatchObject({ code: "modification-unfinished", detail: "why" });
  await control.db.runnerNode.create({ data: { id: "r1", hostname: "h", pid: 1, version: "1", addresses: [], startedAtMs: Date.now(), heartbeatAtMs: Date.now() } });
  expect((await getTask(id)).attention).toMatchObject({ kind: "modification-failed", number, code: "modification-unfinished" });
  await retryModification({ id, actor, number });
  expect(await getModification(id)).toMatchObject({ state: "confirmed", error: null });
});

it("a table set aside is a risk on record, with its reason", async () => {
  await setTableAside({ id, actor, ...log, reason: "Its rows are too wide" });
  expect(await getModification(id)).toMatchObject({ kind: "set-aside", state: "confirmed", reason: "Its rows are too wide", diff: { removed: [{ database: "shop", table: "log" }] } });
  expect((await getTask(id)).acceptedRisks).toMatchObject([{ kind: "table-set-aside", subject: "shop.log", reason: "Its rows are too wide" }]);
  expect((await listOperations({})).rows[0]).toMatchObject({ action: "set-table-aside", actor });
});

it("a change is compared while it is edited", () => {
  expect(diffOf([{ database: "shop" }], [{ database: "shop", except: ["log"], overrides: [{ name: "orders", as: "orders_v2" }] }])).toEqual({ added: [], removed: [{ database: "shop", table: "log" }], changed: [{ database: "shop", table: "orders" }], kinds: [] });
});
