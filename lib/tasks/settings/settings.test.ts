import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../errors/app-error";
import { configuredTask, controlDatabase, type ControlDatabase } from "../../testing/control-database";
import { getTask } from "../data";
import { listEvents } from "../progress/data";
import { parseTaskEventQuery } from "../query";
import { taskRecord } from "../record";
import { changeConnection, changeLimits } from "./mutations";
import { limitsOf, limitsSchema, type LimitsInput } from "./schema";

let control: ControlDatabase;
beforeEach(async () => {
  control = await controlDatabase();
});
afterEach(async () => {
  await control[Symbol.asyncDispose]();
});

async function limits(id: string, change: Partial<LimitsInput> = {}) {
  const { instanceClass, objects } = taskRecord(await control.db.task.findUniqueOrThrow({ where: { id } }));
  return limitsSchema.parse({ ...limitsOf(instanceClass, objects!), ...change });
}
const revision = async (id: string) => (await control.db.task.findUniqueOrThrow({ where: { id } })).settingsRevision;

describe("limits of a started task", () => {
  it("class and caps reach the runner, are told in the task's history and logged with who and why", async () => {
    const id = await configuredTask(control, { status: "running" });
    const { version } = await getTask(id);
    const changes = await changeLimits(id, version, await limits(id, { instanceClass: "medium", caps: { full: { rowsPerSecond: 9 }, incremental: { bytesPerSecond: 7 } } }), "li.na", "campaign");
    expect(changes).toEqual([
      { path: "instanceClass", before: "small", after: "medium" },
      { path: "caps.full.rowsPerSecond", before: null, after: 9 },
      { path: "caps.incremental.bytesPerSecond", before: null, after: 7 },
    ]);
    expect(await revision(id)).toBe(1);
    expect(await getTask(id)).toMatchObject({ instanceClass: "medium", version: version + 1, settings: { objects: { caps: { full: { rowsPerSecond: 9 }, incremental: { bytesPerSecond: 7 } } } } });
    expect((await listEvents(id, parseTaskEventQuery({}))).rows[0]).toMatchObject({ kind: "configuration", actor: "li.na" });
    expect(await control.db.operationLog.findFirst({ where: { action: "change-limits" } })).toMatchObject({ actor: "li.na", reason: "campaign", detail: { after: { instanceClass: "medium" } } });
  });

  it("the threshold of the lag disturbs no runner, and nothing changed writes nothing", async () => {
    const id = await configuredTask(control, { status: "running" });
    const { version } = await getTask(id);
    await changeLimits(id, version, await limits(id, { lagWarnSeconds: 90 }), "li.na");
    expect(await revision(id)).toBe(0);
    expect(await changeLimits(id, version + 1, await limits(id), "li.na")).toEqual([]);
    expect((await getTask(id)).version).toBe(version + 1);
  });

  it("a heartbeat row is switched on and off, and never on for a task that would copy it", async () => {
    const id = await configuredTask(control, { status: "running" });
    const { version } = await getTask(id);
    const heartbeat = async () => (await getTask(id)).settings.objects?.heartbeatSeconds;
    await changeLimits(id, version, await limits(id, { heartbeatSeconds: 5 }), "li.na");
    expect(await heartbeat()).toBe(5);
    expect(await changeLimits(id, version + 1, await limits(id, { heartbeatSeconds: undefined }), "li.na")).toEqual([{ path: "heartbeatSeconds", before: 5, after: null }]);
    expect(await heartbeat()).toBeUndefined();
    const carrying = await configuredTask(control, { status: "running", objects: { objects: [{ database: "Tributary", as: "copy" }] } });
    await expect(changeLimits(carrying, (await getTask(carrying)).version, await limits(carrying, { heartbeatSeconds: 5 }), "li.na")).rejects.toMatchObject({ code: "input-invalid" });
  });

  it("two operators: the second is told", async () => {
    const id = await configuredTask(control, { status: "paused" });
    const { version } = await getTask(id);
    await changeLimits(id, version, await limits(id, { retryMinutes: 60 }), "li.na");
    await expect(changeLimits(id, version, await limits(id, { retryMinutes: 90 }), "wu")).rejects.toMatchObject({ code: "version-conflict" });
  });

  it.each(["not_configured", "prechecking", "releasing", "released"] as const)("not while it is %s", async (status) => {
    const id = await configuredTask(control, { status });
    await expect(changeLimits(id, 1, await limits(id, { lagWarnSeconds: 5 }), "li.na")).rejects.toMatchObject({ code: "transition-refused" });
  });
});

describe("the connection of a started task", () => {
  it("a running task's runner begins anew; a saved password does not go to another address", async () => {
    const id = await configuredTask(control, { status: "running" });
    const { version, settings } = await getTask(id);
    const form = { ...settings.endpoints!, name: "x", sourcePassword: "", destinationPassword: "" };
    await expect(changeConnection(id, version, { ...form, source: { ...form.source, kind: "self-managed", address: "10.9.9.9" } as typeof form.source }, "li.na")).rejects.toMatchObject({ code: "input-invalid", fields: { sourcePassword: expect.any(String) } });
    expect(await revision(id)).toBe(0);
    await changeConnection(id, version, { ...form, source: { ...form.source, account: "other" }, sourcePassword: "new" }, "li.na");
    expect(await revision(id)).toBe(1);
    await expect(changeConnection(id, version, form, "wu")).rejects.toSatisfy((error) => error instanceof AppError && error.code === "version-conflict");
  });
});
