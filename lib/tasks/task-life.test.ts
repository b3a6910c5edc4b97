import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { configuredTask, controlDatabase, type ControlDatabase } from "../testing/control-database";
import { once, recordOperation } from "../operations/mutations";
import { listOperations } from "../operations/data";
import { getPrecheckRun } from "../precheck/data";
import { acceptWarningsWithin, ignoreItem, unignoreItem } from "../precheck/acceptance/mutations";
import { cancelPrecheck, finishPrecheck, openRun, requestPrecheck, saveCheckResult } from "../precheck/mutations";
import type { CheckResult } from "../precheck/check";
import { checks } from "../precheck/checks/index";
import { verbatim } from "../precheck/text";
import { getDraft, getTask, listTasks } from "./data";
import { listEvents } from "./progress/data";
import { acceptWarningsAndStart, pauseTask, releaseTask, resetTask, resumeTask, startTask } from "./lifecycle/mutations";
import { createInstances } from "./creation/mutations";
import * as mutations from "./mutations";
import { parseTaskEventQuery, parseTaskListQuery } from "./query";
import { createInstanceSchema, endpointsFormSchema, initializationSliceSchema, objectsSliceSchema } from "./schema";
import { transition } from "./transition";

let control: ControlDatabase;
beforeEach(async () => {
  control = await controlDatabase();
});
afterEach(async () => {
  await control[Symbol.asyncDispose]();
});

const list = (query: Record<string, string> = {}) => listTasks(parseTaskListQuery(query));
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

describe("an instance", () => {
  it("is Not Configured, n times with numbered names", async () => {
    const ids = await createInstances(
      createInstanceSchema.parse({ sourceRegionId: "local", destinationRegionId: "local", name: "bill", quantity: 3 }),
      "li",
    );
    expect(ids.every((id) => /^dts[a-z0-9]{16}$/.test(id))).toBe(true);
    const page = await list({ sort: "name", dir: "asc" });
    expect(page.rows.map((row) => [row.name, row.status.value, row.attention.kind])).toEqual([
      ["bill-1", "NotConfigured", "configure"],
      ["bill-2", "NotConfigured", "configure"],
      ["bill-3", "NotConfigured", "configure"],
    ]);
    expect(page.counts).toMatchObject({ all: 3, NotConfigured: 3, attention: 0 });
  });

  it("needs a region that exists", async () => {
    await expect(
      createInstances(createInstanceSchema.parse({ sourceRegionId: "nowhere", destinationRegionId: "local" }), "li"),
    ).rejects.toMatchObject({ code: "input-invalid", fields: { sourceRegionId: "This region does not exist." } });
  });
});

describe("the wizard's draft", () => {
  const endpoints = (clusterId: string, more: object = {}) =>
    endpointsFormSchema.parse({
      name: "t",
      source: { kind: "self-managed", address: "10.0.0.1", port: 3306, account: "dts" },
      destination: { kind: "polardb", clusterId, account: "dts" },
      sourcePassword: "secret-1",
      destinationPassword: "secret-2",
      ...more,
    });

  async function fresh() {
    const [id] = await createInstances(createInstanceSchema.parse({ sourceRegionId: "local", destinationRegionId: "local" }), "li");
    await control.db.cluster.create({ data: { id: "pc-1", name: "c", regionId: "local", address: "10.0.0.2", port: 3306, labels: [], createdAtMs: 0 } });
    return id!;
  }

  it("goes from step to step and is configured at the end", async () => {
    const id = await fresh();
    const first = await mutations.saveEndpoints(id, 1, endpoints("pc-1"), "li");
    expect(first).toMatchObject({ version: 2, nextStep: "network" });
    const row = await control.db.task.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(row, (_key, value: unknown) => (typeof value === "bigint" ? Number(value) : value))).not.toContain("secret-1");
    const { endpointsHash } = await import("./record");
    expect(await mutations.saveNetworkProof(id, "another configuration")).toBeNull();
    expect(await mutations.saveNetworkProof(id, endpointsHash(row))).toMatchObject({ nextStep: "objects" });
    expect((await mutations.saveObjects(id, 2, objectsSliceSchema.parse({ objects: [{ database: "shop" }] }), "li")).nextStep).toBe("initialization");
    expect(await mutations.saveInitialization(id, 3, initializationSliceSchema.parse({}), "li")).toMatchObject({ version: 4, nextStep: "precheck" });
    expect((await getTask(id)).status.value).toBe("NotStarted");
    // Other endpoints: the proof is void.
    const moved = await mutations.saveEndpoints(
      id,
      4,
      endpoints("pc-1", { source: { kind: "self-managed", address: "10.0.0.9", port: 3306, account: "dts" } }),
      "li",
    );
    expect(moved.nextStep).toBe("network");
    expect((await getTask(id)).status.value).toBe("NotConfigured");
  });

  it("keeps a saved password only for the account and address it was saved for", async () => {
    const id = await fresh();
    await expect(mutations.saveEndpoints(id, 1, endpoints("pc-1", { sourcePassword: "" }), "li")).rejects.toMatchObject({
      fields: { sourcePassword: "Enter the password." },
    });
    await mutations.saveEndpoints(id, 1, endpoints("pc-1"), "li");
    const again = await mutations.saveEndpoints(id, 2, endpoints("pc-1", { sourcePassword: "", destinationPassword: "" }), "li");
    expect(again.version).toBe(3);
    await expect(
      mutations.saveEndpoints(
        id,
        3,
        endpoints("pc-1", { sourcePassword: "", source: { kind: "self-managed", address: "10.6.6.6", port: 3306, account: "dts" } }),
        "li",
      ),
    ).rejects.toMatchObject({
      fields: { sourcePassword: "The address or the account changed: enter the password." },
    });
    expect(await getDraft(id)).toMatchObject({ sourcePasswordSaved: true, version: 3, nextStep: "network" });
  });

  it("refuses the slower of two writers", async () => {
    const id = await fresh();
    await mutations.saveEndpoints(id, 1, endpoints("pc-1"), "li");
    await expect(mutations.saveEndpoints(id, 1, endpoints("pc-1"), "wu")).rejects.toMatchObject({ code: "version-conflict" });
  });

  it("keeps what was typed, without passwords, until the step is saved", async () => {
    const id = await fresh();
    await mutations.saveUnsaved(id, "endpoints", { name: "half", source: { address: "10." }, sourcePassword: "secret-1" });
    expect((await getDraft(id)).unsaved).toEqual({ endpoints: { name: "half", source: { address: "10." } } });
    await mutations.saveEndpoints(id, 1, endpoints("pc-1"), "li");
    expect((await getDraft(id)).unsaved).toEqual({});
  });
});

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

  it("counts a failure again when more is found than was ignored", async () => {
    const id = await configuredTask(control);
    await requestPrecheck({ id, actor: "li", start: false });
    await check(id, { events: "failed" }, "1", { tables: 1 });
    const ignorable = checks.find((each) => each.id === "events")!.ignorable;
    expect(ignorable).toBe(true);
    await ignoreItem(id, 1, "events", "the table is empty", "wu");
    await requestPrecheck({ id, actor: "li" });
    expect(await check(id, { events: "failed" }, "41", { tables: 41 })).toBe("failed");
    const grown = (await getPrecheckRun(id, "latest"))?.items.find((item) => item.id === "events");
    expect(grown).toMatchObject({ status: "failed", ignored: null, outgrown: { by: "wu", reason: "the table is empty", added: 40 } });
    await ignoreItem(id, 2, "events", "all of them are empty", "wu");
    expect((await getTask(id)).acceptedRisks).toMatchObject([{ subject: "events", reason: "all of them are empty" }]);
    await requestPrecheck({ id, actor: "li", start: false });
    expect(await check(id, { events: "failed" }, "1", { tables: 1 })).toBe("passed");
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

describe("a life", () => {
  it("pauses, resumes, resets and is released; the history tells by whom and why", async () => {
    const id = await configuredTask(control, { status: "running" });
    expect(await pauseTask({ id, actor: "li", reason: "night shift" })).toBe("pausing");
    await expect(resumeTask({ id, actor: "li" })).rejects.toMatchObject({ code: "transition-refused", context: { status: "pausing" } });
    await transition({ id, action: "drained", actor: "runner", epoch: 0, message: "Paused." });
    expect(await getTask(id)).toMatchObject({ status: { value: "Suspending" }, pause: { by: "li", reason: "night shift" } });
    expect(await resumeTask({ id, actor: "wu" })).toBe("starting");
    await transition({
      id,
      action: "fail",
      actor: "runner",
      epoch: 0,
      message: "Failed.",
      code: "binlog-purged",
      patch: { errorCode: "binlog-purged", errorAtMs: 1, errorContext: { serverMessage: "gone", position: "a:4" } },
    });
    expect((await getTask(id)).error).toMatchObject({ code: "binlog-purged", serverMessage: "gone", context: { position: "a:4" } });
    expect(await resetTask({ id, actor: "wu" })).toBe("not_configured");
    expect(await getTask(id)).toMatchObject({ generation: 2, error: null, settings: { endpoints: null } });
    expect(await releaseTask({ id, actor: "wu" })).toBe("released");
    expect((await list()).rows).toEqual([]);
    expect((await list({ status: "Released" })).rows).toHaveLength(1);
    expect((await events(id)).rows.map((event) => [event.actor, event.detail["to"] ?? event.kind])).toEqual([
      ["wu", "released"],
      ["wu", "not_configured"],
      ["runner", "failed"],
      ["wu", "starting"],
      ["runner", "paused"],
      ["li", "pausing"],
      ["tester", "action"],
    ]);
    expect((await listOperations({ taskId: id })).rows.map((row) => row.action)).toEqual([
      "release-task",
      "reset-task",
      "resume-task",
      "pause-task",
      "create-instance",
    ]);
  });

  it("lets one of two people pause, and tells the other", async () => {
    const id = await configuredTask(control, { status: "running" });
    const both = await Promise.allSettled([pauseTask({ id, actor: "li" }), pauseTask({ id, actor: "wu" })]);
    expect(both.map((each) => each.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("refuses a runner without its lease", async () => {
    const id = await configuredTask(control, { status: "running" });
    await control.db.task.update({ where: { id }, data: { epoch: 7 } });
    await expect(transition({ id, action: "fail", actor: "runner", epoch: 6, message: "late" })).rejects.toMatchObject({ code: "lease-lost" });
  });
});

describe("a request id", () => {
  it("is done once, whoever sends it again", async () => {
    let done = 0;
    const work = async () => ({ number: ++done });
    expect(await once("request-1", "li", "x", work)).toEqual({ number: 1 });
    expect(await once("request-1", "li", "x", work)).toEqual({ number: 1 });
    await expect(once("request-1", "wu", "x", work)).rejects.toMatchObject({ code: "input-invalid" });
  });

  it("may be sent again after it failed", async () => {
    await expect(once("request-2", "li", "x", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await once("request-2", "li", "x", async () => "yes")).toBe("yes");
  });
});

it("takes secrets out of the operation log", async () => {
  await recordOperation({
    actor: "li",
    source: "console",
    action: "x",
    object: "y",
    result: "done",
    detail: { before: { account: "a", password: "hunter2" } },
  });
  expect((await listOperations()).rows[0]?.detail).toEqual({ before: { account: "a", password: "[redacted]" } });
});

describe("the list", () => {
  it("filters, searches, sorts and pages; counts ignore the status filter", async () => {
    await control.db.region.create({ data: { id: "far", name: "Far", createdAtMs: 0 } });
    const make = (name: string, region: string) =>
      createInstances(createInstanceSchema.parse({ sourceRegionId: "local", destinationRegionId: region, name, tags: { team: name } }), "li");
    for (const name of ["alpha", "beta", "gamma"]) await make(name, name === "gamma" ? "far" : "local");
    const failed = await configuredTask(control, { status: "failed" });
    expect((await list({ region: "far" })).rows.map((row) => row.name)).toEqual(["gamma"]);
    expect((await list({ q: "ALPH" })).rows.map((row) => row.name)).toEqual(["alpha"]);
    expect((await list({ q: "team:beta", field: "tag" })).rows.map((row) => row.name)).toEqual(["beta"]);
    expect((await list({ q: "shop.orders", field: "object" })).rows.map((row) => row.id)).toEqual([failed]);
    expect((await list({ attention: "1" })).rows.map((row) => row.id)).toEqual([failed]);
    const sorted = await list({ sort: "status", dir: "desc", status: "InitializeFailed,NotConfigured" });
    expect(sorted.rows[0]?.status.value).toBe("InitializeFailed");
    expect(sorted.counts).toMatchObject({ all: 4, NotConfigured: 3, InitializeFailed: 1, attention: 1 });
    expect((await list({ page: "99" })).page).toBe(1);
  });
});
