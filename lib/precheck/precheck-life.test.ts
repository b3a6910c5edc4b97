import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dueTasks } from "../runner/lease";
import { getDraft, getTask, startedTaskFacts } from "../tasks/data";
import { acceptWarnings, acceptWarningsAndStart, startDueTask, startTask } from "../tasks/lifecycle/mutations";
import * as mutations from "../tasks/mutations";
import { listEvents } from "../tasks/progress/data";
import { parseTaskEventQuery } from "../tasks/query";
import { objectsSliceSchema } from "../tasks/schema";
import { configuredTask, controlDatabase, type ControlDatabase } from "../testing/control-database";
import { acceptWarningsWithin, ignoreItem, unignoreItem } from "./acceptance/mutations";
import { affectedCsv, listAffected } from "./affected/data";
import { affectedSampleSize, type CheckResult } from "./check";
import { checks } from "./checks/index";
import { getPrecheckRun } from "./data";
import { cancelPrecheck, finishPrecheck, openRun, requestPrecheck, saveCheckResult } from "./mutations";
import { verbatim } from "./text";

let control: ControlDatabase;
beforeEach(async () => {
  control = await controlDatabase();
});
afterEach(async () => {
  await control[Symbol.asyncDispose]();
});

const events = (id: string) => listEvents(id, parseTaskEventQuery({}));

/** A check that a prerequisite holds up. */
const waits = "waits";

/** The runner's part of a precheck, with outcomes by check id; the rest pass (or, as `rest` says, wait). */
async function check(id: string, outcomes: Record<string, CheckResult["status"]> = {}, observed = "x", { rest = "passed" as CheckResult["status"] | typeof waits, atMs = Date.now(), tables = 0 } = {}): Promise<string> {
  const run = await openRun(id);
  const { epoch } = (await control.db.task.update({ where: { id }, data: { epoch: { increment: 1 } } })) as { epoch: number };
  const items = (await getPrecheckRun(id, "latest"))?.items ?? [];
  for (const item of items) {
    if (item.status !== "running") continue;
    const outcome = outcomes[item.id] ?? rest;
    await saveCheckResult(id, run?.number ?? 0, {
      id: item.id,
      code: item.code,
      side: item.side,
      severity: "blocker",
      status: outcome === waits ? "skipped" : outcome,
      ignorable: item.ignorable,
      topic: item.topic,
      title: item.topic,
      observed: [{ label: verbatim("value"), value: verbatim(observed) }],
      required: [],
      why: null,
      fixes: [],
      affected: { total: tables, sample: Array.from({ length: tables }, (_, index) => ({ kind: "table" as const, database: "shop", name: `t${index}`, note: null })) },
      step: null,
      ran: { statements: [], durationMs: 1, at: new Date(atMs).toISOString() },
      raw: null,
      dependsOn: [],
      skippedBecause: outcome === waits ? { key: "precheck.prerequisite", values: {}, text: "It needs another to pass first." } : null,
    });
  }
  return finishPrecheck(id, run?.number ?? 0, epoch, null);
}

describe("the precheck", () => {
  it("starts the task by itself when it passes", async () => {
    const id = await configuredTask(control);
    expect(await requestPrecheck({ id, actor: "li" })).toBe(1);
    expect((await getTask(id)).status.value).toBe("Prechecking");
    expect(await check(id)).toBe("passed");
    expect((await getTask(id)).status.value).toBe("Starting");
  });

  it("waits for one acknowledgement of its warnings", async () => {
    const id = await configuredTask(control);
    await requestPrecheck({ id, actor: "li" });
    expect(await check(id, { "binlog-retention": "warning" })).toBe("warning");
    expect(await getTask(id)).toMatchObject({ status: { value: "PreCheckPass" }, attention: { kind: "precheck-warnings", warnings: 1 } });
    await expect(startTask({ id, actor: "li" })).rejects.toMatchObject({ code: "transition-refused", context: { warnings: 1 } });
    expect(await acceptWarningsAndStart({ id, actor: "li", number: 1 })).toBe("starting");
    expect((await getTask(id)).acceptedRisks).toMatchObject([{ kind: "precheck-warnings-accepted", subject: "binlog-retention", actor: "li" }]);
  });

  it("starts the task by itself when the last failure is ignored, if the start was asked for", async () => {
    const id = await configuredTask(control);
    await requestPrecheck({ id, actor: "li" });
    const [first, second] = (await getPrecheckRun(id, "latest"))!.items.filter((item) => item.ignorable).map((item) => item.id);
    await check(id, { [first!]: "failed", [second!]: "failed" });
    await ignoreItem(id, 1, first!, "the tables are empty", "wu");
    expect((await getTask(id)).status.value).toBe("PrecheckFailed");
    await ignoreItem(id, 1, second!, "accepted by the owner", "wu");
    expect((await getTask(id)).status.value).toBe("Starting");
  });

  it("waits for an open warning when the last failure is ignored", async () => {
    const id = await configuredTask(control);
    await requestPrecheck({ id, actor: "li" });
    const ignorable = (await getPrecheckRun(id, "latest"))!.items.find((item) => item.ignorable)!.id;
    await check(id, { [ignorable]: "failed", "binlog-retention": "warning" });
    await ignoreItem(id, 1, ignorable, "the tables are empty", "wu");
    expect((await getTask(id)).status.value).toBe("PreCheckPass");
  });

  it("blocks on a failure until it is ignored with a reason, and blocks again when that is revoked", async () => {
    const id = await configuredTask(control);
    await requestPrecheck({ id, actor: "li", start: false });
    const ignorable = (await getPrecheckRun(id, "latest"))!.items.find((item) => item.ignorable)!.id;
    expect(await check(id, { [ignorable]: "failed" })).toBe("failed");
    expect((await getTask(id)).attention).toMatchObject({ kind: "precheck-failed", failed: 1 });
    await ignoreItem(id, 1, ignorable, "the tables are empty", "wu");
    expect((await getTask(id)).status.value).toBe("PreCheckPass");
    expect((await getPrecheckRun(id, "latest"))?.items.find((item) => item.id === ignorable)).toMatchObject({
      status: "ignored",
      ignored: { by: "wu", reason: "the tables are empty" },
    });
    // The next run still finds it, and still knows that it is accepted.
    await requestPrecheck({ id, actor: "li", start: false });
    expect(await check(id, { [ignorable]: "failed" })).toBe("passed");
    await unignoreItem(id, 2, ignorable, "wu");
    expect((await getTask(id)).status.value).toBe("PrecheckFailed");
  });

  it("runs one item again and tells what changed since", async () => {
    const id = await configuredTask(control);
    await requestPrecheck({ id, actor: "li", start: false });
    await check(id, { "binlog-format-row": "failed" }, "STATEMENT");
    expect(await requestPrecheck({ id, actor: "li", only: ["binlog-format-row"] })).toBe(2);
    const during = await getPrecheckRun(id, "latest");
    expect(during?.items.filter((item) => item.status === "pending" || item.status === "running").map((item) => item.id)).toEqual(["binlog-format-row"]);
    expect(await check(id, {}, "ROW")).toBe("passed");
    const after = await getPrecheckRun(id, 2);
    expect(after?.since).toEqual({ fixed: 1, newFailures: 0, stillFailing: 0 });
    expect(after?.items.find((item) => item.id === "binlog-format-row")).toMatchObject({
      status: "passed",
      since: "fixed",
      previouslyObserved: "STATEMENT",
      history: ["passed", "failed"],
    });
  });

  it("never starts on checks that did not run: one that runs again takes along what waited for it", async () => {
    const id = await configuredTask(control);
    await requestPrecheck({ id, actor: "li" });
    expect(await check(id, { "source-reachable": "failed" }, "x", { rest: waits })).toBe("failed");
    await requestPrecheck({ id, actor: "li", only: ["source-reachable"] });
    expect(await check(id, { "source-reachable": "passed", "binlog-format-row": "failed" })).toBe("failed");
    expect((await getPrecheckRun(id, "latest"))?.counts).toMatchObject({ failed: 1, skipped: 0 });
    expect((await getTask(id)).status.value).toBe("PrecheckFailed");
  });

  it("is not passed by a run of one check after the whole was cancelled", async () => {
    const id = await configuredTask(control);
    await requestPrecheck({ id, actor: "li" });
    await openRun(id);
    await cancelPrecheck(id, "li");
    await requestPrecheck({ id, actor: "li", only: ["source-reachable"] });
    const { counts, total } = (await getPrecheckRun(id, "latest"))!;
    expect(counts.pending).toBe(total);
  });

  it("waits for the checks that an ignored failure had held up", async () => {
    const id = await configuredTask(control);
    await requestPrecheck({ id, actor: "li" });
    const items = (await getPrecheckRun(id, "latest"))!.items.map((item) => item.id);
    const passed = Object.fromEntries(items.slice(0, items.indexOf("server-id")).map((each) => [each, "passed" as const]));
    await check(id, { ...passed, "server-id": "failed" }, "x", { rest: waits });
    await ignoreItem(id, 1, "server-id", "the servers never meet", "wu");
    expect((await getTask(id)).status.value).toBe("PrecheckFailed");
    expect((await getPrecheckRun(id, "latest"))?.status).toBe("failed");
    await requestPrecheck({ id, actor: "li", only: ["session-sample"] });
    expect((await getPrecheckRun(id, "latest"))?.counts).toMatchObject({ skipped: 0, ignored: 1, passed: Object.keys(passed).length });
    expect(await check(id)).toBe("passed");
  });

  it("runs all again before a start when a result that was carried over is too old", async () => {
    const id = await configuredTask(control);
    const longAgo = Date.now() - 31 * 60_000;
    await requestPrecheck({ id, actor: "li" });
    await check(id, { "binlog-format-row": "failed" }, "STATEMENT", { atMs: longAgo });
    await requestPrecheck({ id, actor: "li", only: ["binlog-format-row"], start: false });
    expect(await check(id)).toBe("passed");
    expect((await getTask(id)).status.value).toBe("PreCheckPass");
    expect(await startTask({ id, actor: "li" })).toBe("prechecking");
    expect((await getPrecheckRun(id, "latest"))?.only).toBeNull();
    await check(id, { "binlog-format-row": "failed" }, "STATEMENT", { atMs: longAgo });
    await requestPrecheck({ id, actor: "li", only: ["binlog-format-row"] });
    expect(await check(id)).toBe("passed");
    expect((await getTask(id)).status.value).toBe("Prechecking");
    expect(await getPrecheckRun(id, "latest")).toMatchObject({ number: 5, only: null });
    expect(await check(id)).toBe("passed");
    expect((await getTask(id)).status.value).toBe("Starting");
  });

  it("asks again when a warning comes that nobody has seen, and only then", async () => {
    const id = await configuredTask(control);
    const accept = (number: number) => control.db.$transaction((tx) => acceptWarningsWithin(tx, id, number, "li"));
    await requestPrecheck({ id, actor: "li", start: false });
    await check(id, { "binlog-retention": "warning" });
    await accept(1);
    await requestPrecheck({ id, actor: "li" });
    expect(await check(id, { "binlog-retention": "warning", "sql-mode": "warning" })).toBe("warning");
    expect((await getTask(id)).attention).toMatchObject({ kind: "precheck-warnings", warnings: 1 });
    await expect(startTask({ id, actor: "li" })).rejects.toMatchObject({ code: "transition-refused", context: { warnings: 1 } });
    await accept(2);
    expect((await getTask(id)).acceptedRisks.map((risk) => risk.subject)).toEqual(["binlog-retention", "sql-mode"]);
    // Measured again it is the same warning; another value of a setting is another one.
    await requestPrecheck({ id, actor: "li", start: false });
    await check(id, { "binlog-retention": "warning", "sql-mode": "warning" }, "y");
    expect((await getPrecheckRun(id, 3))?.items.filter((item) => item.status === "warning").map((item) => [item.id, item.acknowledged?.by, item.outgrown?.added])).toEqual([["binlog-retention", "li", undefined], ["sql-mode", undefined, 0]]);
    await requestPrecheck({ id, actor: "li" });
    await check(id, { "binlog-retention": "warning", "sql-mode": "warning" });
    expect((await getTask(id)).status.value).toBe("Starting");
  });

  it("keeps the names of all that a finding is about, by page, also where its result is carried over", async () => {
    const id = await configuredTask(control);
    await requestPrecheck({ id, actor: "li", start: false });
    await check(id, { events: "failed" }, "x", { tables: 2_500 });
    expect((await getPrecheckRun(id, 1))?.items.find((item) => item.id === "events")?.result?.affected).toMatchObject({ total: 2_500, sample: { length: affectedSampleSize } });
    await requestPrecheck({ id, actor: "li", start: false, only: ["sql-mode"] });
    const page = await listAffected(id, 2, "events", { offset: 2_000, limit: 200 });
    expect([page.total, page.kept, page.found, page.objects.length, page.objects[0]?.name]).toEqual([2_500, 2_500, 2_500, 200, "t2000"]);
    expect(await listAffected(id, 2, "events", { sought: "SHOP.t249" })).toMatchObject({ found: 11 });
    expect((await affectedCsv(id, 2, "events")).split("\r\n")).toHaveLength(2_502);
    await expect(listAffected(id, 9, "events")).rejects.toMatchObject({ code: "not-found" });
    // One object beyond the sample is one more than was accepted.
    await check(id);
    await ignoreItem(id, 2, "events", "all of them are empty", "wu");
    await requestPrecheck({ id, actor: "li", start: false });
    await check(id, { events: "failed" }, "x", { tables: 2_501 });
    expect((await getPrecheckRun(id, 3))?.items.find((item) => item.id === "events")?.outgrown).toMatchObject({ added: 1, names: ["shop.t2500"] });
  });

  it("counts a failure again when more is found than was ignored", async () => {
    const id = await configuredTask(control);
    await requestPrecheck({ id, actor: "li", start: false });
    await check(id, { events: "failed" }, "1", { tables: 1 });
    const ignorable = checks.find((each) => each.id === "events")!.ignorable;
    expect(ignorable).toBe(true);
    await ignoreItem(id, 1, "events", "the table is empty", "wu");
    await requestPrecheck({ id, actor: "li", start: false });
    expect(await check(id, { events: "failed" }, "41", { tables: 41 })).toBe("failed");
    const grown = (await getPrecheckRun(id, "latest"))?.items.find((item) => item.id === "events");
    expect(grown).toMatchObject({ status: "failed", ignored: null, outgrown: { by: "wu", reason: "the table is empty", added: 40 } });
    await ignoreItem(id, 2, "events", "all of them are empty", "wu");
    expect((await getTask(id)).acceptedRisks).toMatchObject([{ subject: "events", reason: "all of them are empty" }]);
    await requestPrecheck({ id, actor: "li", start: false });
    expect(await check(id, { events: "failed" }, "1", { tables: 1 })).toBe("passed");
  });

  describe("with an appointed start", () => {
    const soonMs = () => Date.now() + 3_600_000;
    const appointed = (atMs = soonMs()) => configuredTask(control, { initialization: { start: { mode: "at", at: new Date(atMs).toISOString() } } });
    const due = (id: string) => control.db.task.update({ where: { id }, data: { startAtMs: Date.now() - 1 } });

    it("names open warnings before the time, keeps the time when they are acknowledged, and starts then", async () => {
      const id = await appointed();
      await requestPrecheck({ id, actor: "li" });
      await check(id, { "sql-mode": "warning" });
      expect((await getTask(id)).attention).toMatchObject({ kind: "precheck-warnings", warnings: 1, startsAtMs: expect.any(Number) as number });
      expect(await acceptWarnings({ id, actor: "li", number: 1 })).toBe("ready");
      expect((await getTask(id)).attention.kind).toBe("waiting-for-start");
      await due(id);
      await startDueTask(id);
      expect((await getTask(id)).status.value).toBe("Starting");
    });

    it("tells when it was missed, and does not make up for it at another time", async () => {
      const id = await appointed();
      await requestPrecheck({ id, actor: "li" });
      await check(id, { "sql-mode": "warning" });
      await due(id);
      expect(await dueTasks()).toEqual([id]);
      await startDueTask(id);
      expect((await events(id)).rows[0]).toMatchObject({ severity: "error", message: "Not started at its time: warnings of the precheck are not acknowledged." });
      await acceptWarnings({ id, actor: "li", number: 1 });
      expect(await getTask(id)).toMatchObject({ status: { value: "PreCheckPass" }, attention: { kind: "start-missed" } });
      expect((await startedTaskFacts()).map((facts) => facts.record.id)).toEqual([id]);
      expect(await startTask({ id, actor: "li" })).toBe("starting");
      expect((await control.db.task.findUniqueOrThrow({ where: { id } })).missedStartMs).toBeNull();
    });

    it("is missed by a failed precheck, and a later one does not bring it back", async () => {
      const id = await appointed();
      await requestPrecheck({ id, actor: "li" });
      await check(id, { "binlog-format-row": "failed" });
      await due(id);
      await startDueTask(id);
      expect((await events(id)).rows[0]).toMatchObject({ severity: "error", message: "Not started at its time: the precheck has not passed." });
      const late = await appointed(Date.now() - 1_000);
      await requestPrecheck({ id: late, actor: "li" });
      await check(late);
      expect(await dueTasks()).toEqual([]);
      expect((await getTask(late)).attention.kind).toBe("ready-to-start");
    });

    it("checks anew what is too old, and starts when that passes", async () => {
      const id = await appointed();
      await requestPrecheck({ id, actor: "li" });
      await check(id, {}, "x", { atMs: Date.now() - 31 * 60_000 });
      await due(id);
      await startDueTask(id);
      expect((await getTask(id)).status.value).toBe("Prechecking");
      expect(await dueTasks()).toEqual([]);
      await check(id);
      await startDueTask(id);
      expect((await getTask(id)).status.value).toBe("Starting");
    });
  });

  it("is void after the configuration changed, and not after it was saved unchanged", async () => {
    const id = await configuredTask(control);
    await requestPrecheck({ id, actor: "li", start: false });
    await check(id);
    const { version } = await getDraft(id);
    await mutations.saveObjects(id, version, objectsSliceSchema.parse({ objects: [{ database: "shop" }] }), "li");
    expect((await getTask(id)).status.value).toBe("PreCheckPass");
    await mutations.saveObjects(id, version + 1, objectsSliceSchema.parse({ objects: [{ database: "shop" }, { database: "crm" }] }), "li");
    expect((await getTask(id)).status.value).toBe("NotStarted");
    expect((await getPrecheckRun(id, 1))?.outdated).toBe(true);
    expect(await startTask({ id, actor: "li" })).toBe("prechecking");
    await check(id, { "binlog-retention": "warning" });
    await requestPrecheck({ id, actor: "li", start: false });
    expect((await getPrecheckRun(id, 2))?.changes).toMatchObject({ added: { databases: 1, names: ["crm.*"] }, removed: { names: [] }, values: [], passwords: [] });
    // The third is of the second's configuration and keeps it for both.
    expect((await getPrecheckRun(id, 3))?.changes).toBeNull();
    expect((await getPrecheckRun(id, 3, 1))?.changes).toMatchObject({ added: { names: ["crm.*"] } });
  });

  it("can be cancelled; what its runner says afterwards changes nothing", async () => {
    const id = await configuredTask(control);
    await requestPrecheck({ id, actor: "li" });
    await openRun(id);
    await cancelPrecheck(id, "li");
    expect((await getTask(id)).status.value).toBe("NotStarted");
    await expect(finishPrecheck(id, 1, 0, null)).rejects.toMatchObject({ code: "transition-refused" });
  });

  it("accepts warnings of the newest run only", async () => {
    const id = await configuredTask(control);
    await requestPrecheck({ id, actor: "li" });
    await check(id, { "binlog-retention": "warning" });
    await expect(control.db.$transaction((tx) => acceptWarningsWithin(tx, id, 7, "li"))).rejects.toMatchObject({ code: "transition-refused" });
  });
});
