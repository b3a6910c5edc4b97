import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { configuredTask, controlDatabase, type ControlDatabase } from "../testing/control-database";
import { once, recordOperation } from "../operations/mutations";
import { listOperations } from "../operations/data";
import { getDraft, getTask, listTasks } from "./data";
import { listEvents } from "./progress/data";
import { pauseTask, releaseTask, resetTask, resumeTask } from "./lifecycle/mutations";
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

describe("a life", () => {
  it("pauses, resumes, resets and is released; the history tells by whom and why", async () => {
    const id = await configuredTask(control, { status: "running" });
    const { version } = await control.db.task.findUniqueOrThrow({ where: { id } });
    await expect(pauseTask({ id, actor: "li", shown: { version: version + 1 } })).rejects.toMatchObject({ code: "version-conflict" });
    expect(await pauseTask({ id, actor: "li", reason: "night shift", shown: { version } })).toBe("pausing");
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
    // Decided on sight of an earlier stay in the same status.
    const { statusSinceMs } = await control.db.task.findUniqueOrThrow({ where: { id } });
    for (const final of [resetTask, releaseTask]) await expect(final({ id, actor: "wu", shown: { version, statusSinceMs: Number(statusSinceMs) - 1 } })).rejects.toMatchObject({ code: "version-conflict" });
    expect(await resetTask({ id, actor: "wu", reason: "wrong source", shown: { version, statusSinceMs: Number(statusSinceMs) } })).toBe("not_configured");
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

  it("keeps how long a phase stood still, so that its time is the time in which it was worked on", async () => {
    const id = await configuredTask(control, { status: "paused" });
    const now = Date.now();
    const load = { startedAtMs: now - 100_000, endedAtMs: null, heldMs: 1_000 };
    await control.db.task.update({ where: { id }, data: { phase: "load", phaseTimes: { load }, statusSinceMs: now - 40_000 } });
    await resumeTask({ id, actor: "wu" });
    const heldMs = (await getTask(id)).phaseTimes.load?.heldMs ?? 0;
    expect(heldMs).toBeGreaterThanOrEqual(41_000);
    expect(heldMs).toBeLessThanOrEqual(41_000 + Date.now() - now);
    await control.db.task.update({ where: { id }, data: { status: "running", phaseTimes: { load } } });
    await pauseTask({ id, actor: "li" });
    expect((await getTask(id)).phaseTimes.load).toEqual(load);
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
