import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { configuredTask, controlDatabase, type ControlDatabase } from "../testing/control-database";
import { claimTasks, extendLeases, leaseMs, livingRegions, releaseLease, showNode } from "./lease";
import { servedTasks } from "./region";

let control: ControlDatabase;
let clock: number;
beforeEach(async () => {
  control = await controlDatabase();
  clock = Date.now();
});
afterEach(async () => {
  await control[Symbol.asyncDispose]();
});

describe("a lease", () => {
  it("is given to one of many", async () => {
    await configuredTask(control, { status: "starting" });
    const claims = (await Promise.all(["a", "b", "c", "d"].map((owner) => claimTasks(owner, 5, clock)))).flat();
    expect(claims).toHaveLength(1);
    expect(claims[0]?.epoch).toBe(1);
  });

  it("goes to a runner of the task's region, else to one without a region, never to one of another", async () => {
    await control.db.region.create({ data: { id: "far", name: "Far", createdAtMs: clock } });
    const near = await configuredTask(control, { status: "starting" });
    const far = await configuredTask(control, { status: "starting" });
    await control.db.task.update({ where: { id: far }, data: { destinationRegionId: "far" } });
    const show = (id: string, region: string) => showNode({ id, hostname: "here", pid: 1, version: "0", addresses: [], startedAtMs: clock, region }, clock);
    const claim = async (owner: string, region: string) => (await claimTasks(owner, 5, clock, servedTasks(region, await livingRegions(clock)))).map(({ taskId }) => taskId);
    await show("far-1", "far");
    await show("any", "");
    expect(await claim("other", "elsewhere")).toEqual([]);
    expect(await claim("any", "")).toEqual([near]);
    expect(await claim("far-1", "far")).toEqual([far]);
    await control.db.task.update({ where: { id: far }, data: { leaseOwner: null } });
    await control.db.runnerNode.delete({ where: { id: "far-1" } });
    expect(await claim("any", "")).toEqual([far]);
  });

  it("is not given for what waits for a person", async () => {
    for (const resting of ["not_configured", "ready", "paused", "failed", "released"] as const) await configuredTask(control, { status: resting });
    expect(await claimTasks("a", 50, clock)).toEqual([]);
  });

  it("is kept by its owner, and lost to whoever came after it expired", async () => {
    await configuredTask(control, { status: "running" });
    const [first] = await claimTasks("a", 1, clock);
    expect(await extendLeases([first!], clock + leaseMs - 1)).toEqual(new Set([first!.taskId]));
    expect(await claimTasks("b", 1, clock + leaseMs)).toEqual([]);
    const [second] = await claimTasks("b", 1, clock + 2 * leaseMs);
    expect(second).toMatchObject({ taskId: first!.taskId, epoch: 2, status: "running" });
    expect(await extendLeases([first!], clock + 2 * leaseMs)).toEqual(new Set());
    // A late release of the former owner takes nothing from the new one.
    await releaseLease(first!);
    expect(await claimTasks("c", 1, clock + 2 * leaseMs + 1)).toEqual([]);
  });
});
