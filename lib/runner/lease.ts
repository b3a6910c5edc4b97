/**
 * Who runs which task: a lease in the task's row. The one place that hands out work.
 *
 * 1. A task is claimed by one conditional update (runnable, nobody's lease or an expired one) that raises its epoch.
 * 2. A lease is extended only by the owner with that epoch; who fails to extend in time has lost the task and must stop.
 * 3. The epoch fences at the destination what the lease only makes unlikely: a runner that wakes up late cannot commit there.
 */
import { closeDatabase, database } from "../db/client";
import { runnableStatuses, type TaskStatus } from "../tasks/status";
import { taskRecord } from "../tasks/record";
import { runnerGoneMs } from "../tasks/summary";
import type { servedTasks } from "./region";

export interface Claim {
  readonly taskId: string;
  readonly owner: string;
  readonly epoch: number;
  /** Status at the claim. */
  readonly status: TaskStatus;
  /** Who held the task until its lease expired; null = nobody did, or it was given back in order. */
  readonly lostBy: string | null;
  /** Settings that the claim's work is about to read. */
  readonly settingsRevision: number;
}

/** Long enough for a control database that is busy for seconds, short enough that a dead runner's task moves on soon. */
export const leaseMs = 15_000;
/** A third of the lease: two lost heartbeats are survivable. */
export const heartbeatMs = leaseMs / 3;

/** Claims up to `limit` tasks that must run and that nobody holds; `served`: of those alone. */
export async function claimTasks(owner: string, limit: number, now = Date.now(), served: Partial<ReturnType<typeof servedTasks>> = {}): Promise<Claim[]> {
  if (limit <= 0) return [];
  const db = database();
  const free = { OR: [{ leaseOwner: null }, { leaseExpiresAtMs: null }, { leaseExpiresAtMs: { lt: now } }] };
  const candidates = await db.task.findMany({ where: { status: { in: [...runnableStatuses] }, ...served, ...free }, orderBy: { statusSinceMs: "asc" }, take: limit });
  const claims: Claim[] = [];
  for (const row of candidates) {
    const { count } = await db.task.updateMany({
      where: { id: row.id, epoch: row.epoch, status: { in: [...runnableStatuses] }, ...free },
      data: { leaseOwner: owner, leaseExpiresAtMs: now + leaseMs, epoch: row.epoch + 1 },
    });
    if (count === 1) claims.push({ taskId: row.id, owner, epoch: row.epoch + 1, status: taskRecord(row).status, lostBy: row.leaseOwner === owner ? null : row.leaseOwner, settingsRevision: row.settingsRevision });
  }
  return claims;
}

/** Extends; answers the task ids whose lease is still ours. */
export async function extendLeases(claims: readonly Claim[], now = Date.now()): Promise<Set<string>> {
  const kept = new Set<string>();
  for (const claim of claims) {
    const { count } = await database().task.updateMany({
      where: { id: claim.taskId, leaseOwner: claim.owner, epoch: claim.epoch },
      data: { leaseExpiresAtMs: now + leaseMs },
    });
    if (count === 1) kept.add(claim.taskId);
  }
  return kept;
}

/** Gives the task back, so that another runner need not wait for the lease to expire. Nothing happens when it is no longer ours. */
export async function releaseLease(claim: Claim): Promise<void> {
  await database().task.updateMany({
    where: { id: claim.taskId, leaseOwner: claim.owner, epoch: claim.epoch },
    data: { leaseOwner: null, leaseExpiresAtMs: null },
  });
}

export interface NodeFacts {
  readonly id: string;
  readonly hostname: string;
  readonly pid: number;
  readonly version: string;
  readonly addresses: readonly string[];
  /** Id of the region that it serves. Default "": see `servedTasks`. */
  readonly region?: string;
  readonly startedAtMs: number;
}

/** Shows that this runner lives. */
export async function showNode(node: NodeFacts, now = Date.now()): Promise<void> {
  const { id, ...facts } = { ...node, addresses: [...node.addresses], heartbeatAtMs: now };
  await database().runnerNode.upsert({ where: { id }, create: { id, ...facts }, update: facts });
}

/** Regions of the runners that live, "" for those without. */
export async function livingRegions(now = Date.now()): Promise<string[]> {
  const rows = await database().runnerNode.findMany({ where: { heartbeatAtMs: { gte: now - runnerGoneMs } }, select: { region: true } });
  return rows.map((row) => row.region);
}

/** Leaves: the list of runners does not show a corpse. */
export async function removeNode(id: string): Promise<void> {
  await database().runnerNode.deleteMany({ where: { id } });
}

/** What the runner must know of the tasks it holds, once a second. */
export async function readHeld(taskIds: readonly string[]): Promise<Map<string, { status: TaskStatus; epoch: number; retryNudge: number; settingsRevision: number; planNudge: number }>> {
  const rows = await database().task.findMany({ where: { id: { in: [...taskIds] } }, select: { id: true, status: true, epoch: true, retryNudge: true, settingsRevision: true, planNudge: true } });
  return new Map(rows.map((row) => [row.id, { status: row.status as TaskStatus, epoch: row.epoch, retryNudge: row.retryNudge, settingsRevision: row.settingsRevision, planNudge: row.planNudge }]));
}

/** Tasks whose time to start has come. One whose precheck runs at that time is due when it has ended. */
export async function dueTasks(now = Date.now()): Promise<string[]> {
  const rows = await database().task.findMany({ where: { status: { in: ["not_started", "precheck_failed", "ready"] }, startAtMs: { lte: now } }, select: { id: true } });
  return rows.map((row) => row.id);
}

/** Opens the control database and brings it up to date. Throws `config-invalid`. */
export function openControlDatabase(): void {
  database();
}

export async function closeControlDatabase(): Promise<void> {
  await closeDatabase();
}
