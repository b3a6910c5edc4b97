import type { z } from "zod";
import { AppError } from "../errors/app-error";
import { InputInvalid } from "../errors/input-invalid";
import { database } from "../db/client";
import { recordOperation } from "../operations/mutations";
import { newResourceId } from "../tasks/new-id";
import { gib } from "./space/estimate";
import type { clusterSchema, hostSchema, regionSchema } from "./schema";

const isTaken = (error: unknown) => (error as { code?: string }).code === "P2002";
/** A row that others refer to, or that does not exist. */
const isHeld = (error: unknown) => (error as { code?: string }).code === "P2003";

async function create<T>(field: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isTaken(error)) throw new InputInvalid({ [field]: "This id is already taken." });
    if (isHeld(error)) throw new InputInvalid({ regionId: "This region does not exist." });
    throw error;
  }
}

export async function createRegion(input: z.output<typeof regionSchema>, actor: string): Promise<{ id: string }> {
  await create("id", () => database().region.create({ data: { ...input, createdAtMs: Date.now() } }));
  await recordOperation({ actor, source: "console", action: "create-region", object: input.id, result: "done" });
  return { id: input.id };
}

export async function createHost(input: z.output<typeof hostSchema>, actor: string): Promise<{ id: string }> {
  const id = input.id ?? newResourceId("i");
  await create("id", () => database().host.create({ data: { ...input, id, createdAtMs: Date.now() } }));
  await recordOperation({
    actor,
    source: "console",
    action: "register-host",
    object: id,
    result: "done",
    detail: { address: input.address, port: input.port },
  });
  return { id };
}

/** As bytes. A number of free space that stays as it was keeps its date. */
function typedSpace({ storageGib, freeGib }: Pick<z.output<typeof clusterSchema>, "storageGib" | "freeGib">, before: { readonly freeBytes: bigint | null; readonly freeAtMs: bigint | null } | null) {
  if (storageGib !== null && freeGib !== null && freeGib > storageGib) throw new InputInvalid({ freeGib: "Not more than the storage." });
  const bytes = (value: number | null) => (value === null ? null : BigInt(Math.round(value * gib)));
  const freeBytes = bytes(freeGib);
  return { storageBytes: bytes(storageGib), freeBytes, freeAtMs: freeBytes === null ? null : before !== null && before.freeBytes === freeBytes ? before.freeAtMs : BigInt(Date.now()) };
}

export async function createCluster({ storageGib, freeGib, ...input }: z.output<typeof clusterSchema>, actor: string): Promise<{ id: string }> {
  const id = input.id ?? newResourceId("pc");
  const space = typedSpace({ storageGib, freeGib }, null);
  await create("id", () => database().cluster.create({ data: { ...input, ...space, id, createdAtMs: Date.now() } }));
  await recordOperation({
    actor,
    source: "console",
    action: "register-cluster",
    object: id,
    result: "done",
    detail: { address: input.address, port: input.port },
  });
  return { id };
}

/** An address in use may change only while no task needs it. */
async function assertUnused(where: { hostId: string } | { clusterId: string }): Promise<void> {
  const used = await database().task.count({
    where: { ...where, status: { notIn: ["released", "not_configured", "not_started", "precheck_failed", "ready", "paused", "failed"] } },
  });
  if (used > 0) throw new AppError("in-use", { context: { tasks: used } });
}

export async function updateHost(id: string, input: Omit<z.output<typeof hostSchema>, "id">, actor: string): Promise<void> {
  const before = await database().host.findUnique({ where: { id } });
  if (before === null) throw new AppError("not-found");
  if (before.address !== input.address) await assertUnused({ hostId: id });
  await create("id", () => database().host.update({ where: { id }, data: { ...input } }));
  await recordOperation({
    actor,
    source: "console",
    action: "update-host",
    object: id,
    result: "done",
    detail: { before: `${before.address}:${before.port}`, after: `${input.address}:${input.port}` },
  });
}

export async function updateCluster(id: string, { storageGib, freeGib, ...input }: Omit<z.output<typeof clusterSchema>, "id">, actor: string): Promise<void> {
  const before = await database().cluster.findUnique({ where: { id } });
  if (before === null) throw new AppError("not-found");
  if (before.address !== input.address || before.port !== input.port) await assertUnused({ clusterId: id });
  const space = typedSpace({ storageGib, freeGib }, before);
  await create("id", () => database().cluster.update({ where: { id }, data: { ...input, ...space } }));
  await recordOperation({
    actor,
    source: "console",
    action: "update-cluster",
    object: id,
    result: "done",
    detail: { before: `${before.address}:${before.port}`, after: `${input.address}:${input.port}` },
  });
}

export async function deleteRegion(id: string, actor: string): Promise<void> {
  const tasks = await database().task.count({ where: { OR: [{ sourceRegionId: id }, { destinationRegionId: id }] } });
  if (tasks > 0) throw new AppError("in-use", { context: { tasks } });
  await remove("delete-region", id, actor, () => database().region.delete({ where: { id } }));
}

export async function deleteHost(id: string, actor: string): Promise<void> {
  const tasks = await database().task.count({ where: { hostId: id, status: { not: "released" } } });
  if (tasks > 0) throw new AppError("in-use", { context: { tasks } });
  await remove("delete-host", id, actor, () => database().host.delete({ where: { id } }));
}

export async function deleteCluster(id: string, actor: string): Promise<void> {
  const tasks = await database().task.count({ where: { clusterId: id, status: { not: "released" } } });
  if (tasks > 0) throw new AppError("in-use", { context: { tasks } });
  await remove("delete-cluster", id, actor, () => database().cluster.delete({ where: { id } }));
}

async function remove(action: string, id: string, actor: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isHeld(error)) throw new AppError("in-use");
    if ((error as { code?: string }).code === "P2025") throw new AppError("not-found");
    throw error;
  }
  await recordOperation({ actor, source: "console", action, object: id, result: "done" });
}

/** Remembers what a successful connection test saw. */
export async function noteSeen(place: { readonly kind: "host" | "cluster"; readonly id: string }, serverVersion: string): Promise<void> {
  const data = { serverVersion, lastSeenAtMs: Date.now() };
  if (place.kind === "host") await database().host.updateMany({ where: { id: place.id }, data });
  else await database().cluster.updateMany({ where: { id: place.id }, data });
}
