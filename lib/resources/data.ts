import { AppError } from "../errors/app-error";
import { environment, machineAddresses } from "../config/env";
import { database } from "../db/client";
import type { Host } from "../generated/prisma/client";
import { listTasks } from "../tasks/data";
import { parseTaskListQuery } from "../tasks/query";
import { runnableStatuses } from "../tasks/status";
import { needsPerson, runnerGoneMs } from "../tasks/summary";
import { networkAdapters } from "./schema";
import { servedTasks, servingRegion } from "../runner/region";
import type { Capacity, ClusterView, HostView, RegionView, RunnerView } from "./view";

const running = { tasks: { where: { status: { not: "released" } } } } as const;
const time = (value: bigint | null) => (value === null ? null : Number(value));

export async function listRegions(): Promise<RegionView[]> {
  const [rows, tasks] = await Promise.all([
    database().region.findMany({ orderBy: { name: "asc" }, include: { _count: { select: { hosts: true, clusters: true } } } }),
    listTasks({ ...parseTaskListQuery({}), pageSize: 1_000_000 }),
  ]);
  return rows.map((row) => {
    const own = tasks.rows.filter((task) => task.destination.regionId === row.id);
    return {
      id: row.id,
      name: row.name,
      timeZone: row.timeZone,
      note: row.note,
      taskCount: own.length,
      attentionCount: own.filter((task) => needsPerson(task.attention)).length,
      hostCount: row._count.hosts,
      clusterCount: row._count.clusters,
    };
  });
}

/** What a host and a cluster have in common. */
function serverView(row: Omit<Host, "securityGroupId"> & { readonly _count: { readonly tasks: number } }) {
  return {
    id: row.id,
    name: row.name,
    regionId: row.regionId,
    address: row.address,
    port: row.port,
    labels: row.labels as string[],
    note: row.note,
    serverVersion: row.serverVersion,
    lastSeenAtMs: time(row.lastSeenAtMs),
    taskCount: row._count.tasks,
    networkAdapter: networkAdapters.find((adapter) => adapter === row.networkAdapter) ?? "none",
    networkUrl: row.networkUrl,
    removeRuleOnRelease: row.removeRuleOnRelease,
  };
}

export async function listHosts(filter: { readonly regionId?: string } = {}): Promise<HostView[]> {
  const rows = await database().host.findMany({ where: { regionId: filter.regionId }, orderBy: { name: "asc" }, include: { _count: { select: running } } });
  return rows.map((row) => ({
    ...serverView(row),
    securityGroupId: row.securityGroupId,
  }));
}

export async function getHost(id: string): Promise<HostView> {
  const found = (await listHosts()).find((host) => host.id === id);
  if (found === undefined) throw new AppError("not-found");
  return found;
}

export async function listClusters(filter: { readonly regionId?: string } = {}): Promise<ClusterView[]> {
  const rows = await database().cluster.findMany({ where: { regionId: filter.regionId }, orderBy: { name: "asc" }, include: { _count: { select: running } } });
  return rows.map((row) => ({
    ...serverView(row),
    engineVersion: row.engineVersion,
    storageBytes: row.storageBytes === null ? null : Number(row.storageBytes),
    freeBytes: row.freeBytes === null ? null : Number(row.freeBytes),
    freeAtMs: time(row.freeAtMs),
  }));
}

export async function getCluster(id: string): Promise<ClusterView> {
  const found = (await listClusters()).find((cluster) => cluster.id === id);
  if (found === undefined) throw new AppError("not-found");
  return found;
}

/** Runner processes that were seen in the last day, the living first. */
export async function listRunners(): Promise<RunnerView[]> {
  const now = Date.now();
  const [rows, leases] = await Promise.all([
    database().runnerNode.findMany({ where: { heartbeatAtMs: { gte: now - 86_400_000 } }, orderBy: { heartbeatAtMs: "desc" } }),
    database().task.groupBy({ by: ["leaseOwner"], where: { leaseExpiresAtMs: { gte: now } }, _count: { _all: true } }),
  ]);
  return rows.map((row) => ({
    id: row.id,
    hostname: row.hostname,
    pid: row.pid,
    version: row.version,
    addresses: row.addresses as string[],
    region: row.region === "" ? null : row.region,
    startedAtMs: Number(row.startedAtMs),
    heartbeatAtMs: Number(row.heartbeatAtMs),
    alive: Number(row.heartbeatAtMs) >= now - runnerGoneMs,
    tasks: leases.find((lease) => lease.leaseOwner === row.id)?._count._all ?? 0,
  }));
}

async function livingRunners() {
  return database().runnerNode.findMany({ where: { heartbeatAtMs: { gte: Date.now() - runnerGoneMs } }, select: { region: true, hostname: true, addresses: true } });
}

/**
 * Places for tasks on the living runners that would take a task of this region (that of its destination), and how many other tasks hold one of them or wait for one. The
 * rule is the one by which runners claim. Runners of one installation have the same number of places.
 */
export async function runnerCapacity(regionId: string, exceptTask?: string): Promise<Capacity> {
  const now = Date.now();
  const runners = await livingRunners();
  const living = runners.map(({ region }) => region);
  const serving = servingRegion(regionId, living);
  if (serving === null) return { places: 0, taken: 0 };
  const held = [{ leaseExpiresAtMs: { gte: now } }, { status: { in: [...runnableStatuses] } }];
  const taken = await database().task.count({ where: { id: { not: exceptTask }, ...servedTasks(serving, living), OR: held } });
  return { places: living.filter((region) => region === serving).length * environment().runnerTasks, taken };
}

/** CIDRs that servers must let in: what is configured, else what living runners report (with a region: those that take its tasks), else this machine's own. */
export async function runnerAddresses(regionId?: string): Promise<string[]> {
  const { runnerAddresses: configured } = environment();
  if (configured.length > 0) return [...configured];
  const reported = (await runnersFor(regionId)).flatMap((runner) => runner.addresses as string[]);
  return reported.length > 0 ? [...new Set(reported)] : machineAddresses();
}

/** Host names of the living runners that take the tasks of a region. */
export async function runnerHosts(regionId: string): Promise<string[]> {
  return [...new Set((await runnersFor(regionId)).map(({ hostname }) => hostname))];
}

async function runnersFor(regionId: string | undefined) {
  const runners = await livingRunners();
  if (regionId === undefined) return runners;
  const serving = servingRegion(regionId, runners.map(({ region }) => region));
  return runners.filter(({ region }) => region === serving);
}

/** Throws when the control database does not answer. */
export async function controlDatabaseAnswers(): Promise<{ runner: boolean }> {
  return { runner: (await database().runnerNode.count({ where: { heartbeatAtMs: { gte: Date.now() - runnerGoneMs } } })) > 0 };
}

/** The cluster that is registered with this address in the region, if there is one. */
export async function findCluster(place: { readonly address: string; readonly port: number; readonly regionId: string }): Promise<{ readonly id: string } | null> {
  return database().cluster.findFirst({ where: { ...place }, select: { id: true } });
}

/** The host that is registered with this address in the region, if there is one. */
export async function findHost(place: { readonly address: string; readonly regionId: string }): Promise<{ readonly id: string } | null> {
  return database().host.findFirst({ where: { ...place }, select: { id: true } });
}
