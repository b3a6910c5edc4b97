/** What an operator would have entered: region, host, cluster, the first administrator, one task that runs and one that waits. */
import { createFirstAdministrator } from "../../lib/auth/mutations";
import { closeDatabase, database } from "../../lib/db/client";
import { AppError } from "../../lib/errors/app-error";
import { createCluster, createHost, createRegion } from "../../lib/resources/mutations";
import { clusterSchema, hostSchema, regionSchema } from "../../lib/resources/schema";
import { acceptWarningsAndStart, startTask } from "../../lib/tasks/lifecycle/mutations";
import { createInstances } from "../../lib/tasks/creation/mutations";
import { saveEndpoints, saveInitialization, saveNetworkProof, saveObjects } from "../../lib/tasks/mutations";
import { endpointsHash } from "../../lib/tasks/record";
import { createInstanceSchema, endpointsFormSchema, initializationSliceSchema, objectsSliceSchema } from "../../lib/tasks/schema";
import { syncAccount } from "./demo-servers";
import type { DemoState } from "./demo-state";
import type { ServerAddress } from "./server-address";

const region = "demo-1";
const hostId = "i-demo-source";
const clusterId = "pc-demo-destination";

/** Makes what is missing; a second run finds it all. Returns the ids of the two tasks. */
export async function registerDemo(state: DemoState, source: ServerAddress, destination: ServerAddress): Promise<Required<Pick<DemoState, "runningTask" | "waitingTask">>> {
  const db = database();
  try {
    await createFirstAdministrator({ username: state.console.username, name: "Administrator", password: state.console.password });
  } catch (error) {
    if (!(error instanceof AppError && error.code === "already-set-up")) throw error;
  }
  const actor = state.console.username;
  if ((await db.region.findUnique({ where: { id: region } })) === null) await createRegion(regionSchema.parse({ id: region, name: "This machine", timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }), actor);
  if ((await db.host.findUnique({ where: { id: hostId } })) === null) await createHost(hostSchema.parse({ id: hostId, name: "Demo source", regionId: region, address: source.host, port: source.port, labels: ["demo"] }), actor);
  if ((await db.cluster.findUnique({ where: { id: clusterId } })) === null) await createCluster(clusterSchema.parse({ id: clusterId, name: "Demo destination", regionId: region, address: destination.host, port: destination.port, labels: ["demo"] }), actor);
  return {
    runningTask: (await known(state.runningTask)) ?? (await makeRunningTask(state, source, actor)),
    waitingTask: (await known(state.waitingTask)) ?? (await makeInstance("shop-to-polardb", actor)),
  };
}

/** Not Started or checked with warnings only: goes on until the task runs. Warnings are acknowledged as an operator would. */
export async function startRunningTask(id: string, actor: string): Promise<string> {
  const task = await database().task.findUniqueOrThrow({ where: { id } });
  if (task.status === "not_started") return startTask({ id, actor });
  if (task.status === "ready") {
    const report = await database().precheckReport.findFirst({ where: { taskId: id }, orderBy: { number: "desc" } });
    if (report && report.status === "warning") return acceptWarningsAndStart({ id, actor, number: report.number });
  }
  return task.status;
}

/** Status and phase for the wait at the end. */
export async function readTask(id: string): Promise<{ status: string; phase: string | null; errorCode: string | null }> {
  return database().task.findUniqueOrThrow({ where: { id }, select: { status: true, phase: true, errorCode: true } });
}

export { closeDatabase };

async function known(id: string | undefined): Promise<string | undefined> {
  if (id === undefined) return undefined;
  const task = await database().task.findUnique({ where: { id }, select: { status: true } });
  return task && task.status !== "released" ? id : undefined;
}

async function makeInstance(name: string, actor: string): Promise<string> {
  const [id] = await createInstances(createInstanceSchema.parse({ name, sourceRegionId: region, destinationRegionId: region }), actor);
  if (id === undefined) throw new Error("no instance was created");
  return id;
}

async function makeRunningTask(state: DemoState, source: ServerAddress, actor: string): Promise<string> {
  const id = await makeInstance("crm-to-polardb", actor);
  const endpoints = endpointsFormSchema.parse({
    name: "crm-to-polardb",
    source: { kind: "ecs", hostId, port: source.port, account: syncAccount },
    destination: { kind: "polardb", clusterId, account: syncAccount },
    sourcePassword: state.syncPassword,
    destinationPassword: state.syncPassword,
  });
  const first = await database().task.findUniqueOrThrow({ where: { id } });
  let saved = await saveEndpoints(id, first.version, endpoints, actor);
  const row = await database().task.findUniqueOrThrow({ where: { id } });
  saved = (await saveNetworkProof(id, endpointsHash(row) ?? "")) ?? saved;
  saved = await saveObjects(id, saved.version, objectsSliceSchema.parse({ objects: [{ database: "crm" }] }), actor);
  await saveInitialization(id, saved.version, initializationSliceSchema.parse({}), actor);
  return id;
}
