/** What people do to a task as a whole: start, pause, resume, retry now, reset, release. Each is a transition with its record. */
import { removeRulesAtRelease } from "../../endpoints/network-rules/mutations";
import { AppError } from "../../errors/app-error";
import { database, type DatabaseLike } from "../../db/client";
import { Prisma, type Task } from "../../generated/prisma/client";
import { acceptWarningsWithin } from "../../precheck/acceptance/mutations";
import { requestPrecheckWithin, startPatch } from "../../precheck/mutations";
import { isOpenWarning } from "../../precheck/verdict";
import { isFresh } from "../../precheck/freshness";
import { recordOperation } from "../../operations/mutations";
import { getSettings } from "../../settings/data";
import { firstDraft } from "../creation/mutations";
import { configHash, taskRecord } from "../record";
import type { TaskStatus } from "../status";
import { transitionWithin } from "../transition";

export interface LifecycleRequest {
  readonly id: string;
  readonly actor: string;
  readonly requestId?: string;
  readonly reason?: string;
  /** What somebody saw who decided it. Another configuration, or another stay in the status since: `version-conflict`. */
  readonly shown?: { readonly version?: number; readonly statusSinceMs?: number };
}

/** Refuses what was decided on sight of something else. */
function assertShown(row: Task, { shown }: LifecycleRequest): void {
  const { version = row.version, statusSinceMs = Number(row.statusSinceMs) } = shown ?? {};
  if (row.version !== version || Number(row.statusSinceMs) !== statusSinceMs) throw new AppError("version-conflict", { context: { version: row.version } });
}

async function within<T>(id: string, work: (tx: DatabaseLike, row: Task) => Promise<T>): Promise<T> {
  return database().$transaction(async (tx) => {
    const row = await tx.task.findUnique({ where: { id } });
    if (row === null) throw new AppError("not-found");
    return work(tx, row);
  });
}

/**
 * Starts a checked task. Never checked, failed or checked too long ago: runs the precheck first and starts when it passes. Warnings that nobody
 * acknowledged: `transition-refused` with `warnings` in its context.
 */
export async function startTask(request: LifecycleRequest): Promise<TaskStatus> {
  return within(request.id, async (tx, row) => {
    const { status } = taskRecord(row);
    if (status === "not_started" || status === "precheck_failed") {
      await requestPrecheckWithin(tx, { ...request, start: true });
      return "prechecking";
    }
    if (status === "ready") {
      const report = await tx.precheckReport.findFirst({
        where: { taskId: row.id },
        orderBy: { number: "desc" },
        include: { items: { select: { status: true, result: true, acknowledgedBy: true } } },
      });
      const hash = configHash(row);
      const fresh = report !== null && report.configHash === hash && isFresh(report.items, Date.now());
      if (!fresh) {
        await requestPrecheckWithin(tx, { ...request, start: true });
        return "prechecking";
      }
      const warnings = report.items.filter(isOpenWarning).length;
      if (warnings > 0) throw new AppError("transition-refused", { context: { status, action: "start", warnings } });
    }
    return transitionWithin(tx, {
      ...request,
      action: "start",
      message: "Start asked for.",
      patch: startPatch(row),
      operation: { action: "start-task", requestId: request.requestId },
    });
  });
}

/**
 * "Start at …" has come. Results that are too old are made anew first. When it may not start, the appointment is off and the task's history and its
 * alerts say so: it is not made up for at another time of day.
 */
export async function startDueTask(id: string): Promise<void> {
  const actor = "system";
  await within(id, async (tx, row) => {
    if (row.startAtMs === null || row.status === "prechecking") return;
    const report = await tx.precheckReport.findFirst({ where: { taskId: id }, orderBy: { number: "desc" }, include: { items: { select: { status: true, result: true, acknowledgedBy: true } } } });
    if (row.status !== "ready") return missStart(tx, row, "Not started at its time: the precheck has not passed.");
    if (report === null || report.configHash !== configHash(row) || !isFresh(report.items, Date.now())) {
      await requestPrecheckWithin(tx, { id, actor, start: false, due: true });
      return;
    }
    if (report.items.some(isOpenWarning)) return missStart(tx, row, "Not started at its time: warnings of the precheck are not acknowledged.");
    await transitionWithin(tx, { id, actor, action: "start", message: "Started at its time.", patch: startPatch(row), operation: { action: "start-task" } });
  });
}

async function missStart(tx: DatabaseLike, row: Task, message: string): Promise<void> {
  await tx.task.update({ where: { id: row.id }, data: { startAtMs: null, startRequested: false, missedStartMs: row.startAtMs } });
  await tx.taskEvent.create({ data: { taskId: row.id, atMs: Date.now(), kind: "error", severity: "error", actor: "system", message, code: "transition-refused", detail: { startAtMs: Number(row.startAtMs) } } });
}

/** "Acknowledge n warnings": the task starts at its appointed time, or when somebody starts it. */
export async function acceptWarnings(request: LifecycleRequest & { readonly number: number }): Promise<TaskStatus> {
  return within(request.id, async (tx, row) => {
    await acceptWarningsWithin(tx, request.id, request.number, request.actor);
    return taskRecord(row).status;
  });
}

/** "Acknowledge n warnings and start." */
export async function acceptWarningsAndStart(request: LifecycleRequest & { readonly number: number }): Promise<TaskStatus> {
  await database().$transaction((tx) => acceptWarningsWithin(tx, request.id, request.number, request.actor));
  return startTask(request);
}

/** The runner drains to a transaction border; a failed task, which nobody runs, is paused at once. `remindAtMs`: then an alert says that it still is. */
export async function pauseTask(request: LifecycleRequest & { readonly remindAtMs?: number }): Promise<TaskStatus> {
  return within(request.id, (tx, row) => {
    assertShown(row, request);
    return transitionWithin(tx, {
      id: request.id,
      actor: request.actor,
      action: "pause",
      message: request.reason ? `Pause asked for: ${request.reason}` : "Pause asked for.",
      patch: { pausedBy: request.actor, pausedAtMs: Date.now(), pauseReason: request.reason ?? null, remindAtMs: request.remindAtMs ?? null },
      operation: { action: "pause-task", reason: request.reason, requestId: request.requestId },
    });
  });
}

export async function resumeTask(request: LifecycleRequest): Promise<TaskStatus> {
  return within(request.id, (tx, row) => {
    assertShown(row, request);
    return transitionWithin(tx, {
      id: request.id,
      actor: request.actor,
      action: "resume",
      message: "Resume asked for.",
      patch: startPatch(row),
      operation: { action: "resume-task", reason: request.reason, requestId: request.requestId },
    });
  });
}

/** While retrying: ends the waiting time. After a failure: the same as resume. */
export async function retryNow(request: LifecycleRequest): Promise<TaskStatus> {
  return within(request.id, async (tx, row) => {
    const { status } = taskRecord(row);
    if (status === "failed") {
      return transitionWithin(tx, {
        id: request.id,
        actor: request.actor,
        action: "resume",
        message: "Retry asked for.",
        patch: startPatch(row),
        operation: { action: "retry-task", requestId: request.requestId },
      });
    }
    if (status !== "retrying") throw new AppError("transition-refused", { context: { status, action: "retry-now" } });
    await tx.task.updateMany({ where: { id: request.id }, data: { retryNudge: { increment: 1 } } });
    await recordOperation(
      { actor: request.actor, source: "console", action: "retry-task", taskId: request.id, object: row.name, result: "done", requestId: request.requestId },
      tx,
    );
    return status;
  });
}

/**
 * Clears the configuration; the task is Not Configured again. The destination's data stays. The next start is another generation: it does not
 * go on from the old checkpoint.
 */
export async function resetTask(request: LifecycleRequest): Promise<TaskStatus> {
  const draft = firstDraft(await getSettings());
  return within(request.id, async (tx, row) => {
    assertShown(row, request);
    const figure = await tx.taskFigure.findUnique({ where: { taskId: row.id } });
    const applied = (figure?.figures as { applied?: { file: string; offset: number; gtidSet: string | null } | null } | undefined)?.applied;
    const status = await transitionWithin(tx, {
      id: row.id,
      actor: request.actor,
      action: "reset",
      message: "Task reset: its configuration is cleared, the destination's data stays.",
      detail: { lastPosition: applied ? `${applied.file}:${applied.offset}` : null, lastGtidSet: applied?.gtidSet ?? null },
      operation: { action: "reset-task", reason: request.reason, requestId: request.requestId },
      patch: {
        generation: row.generation + 1,
        version: row.version + 1,
        endpoints: Prisma.DbNull,
        network: Prisma.DbNull,
        objects: Prisma.DbNull,
        initialization: Prisma.DbNull,
        unsaved: draft,
        sourceSecret: null,
        destinationSecret: null,
        hostId: null,
        clusterId: null,
        sourceAddress: null,
        destinationAddress: null,
        configHash: null,
        warningsAcceptedFor: null,
        draftSavedAtMs: null,
        firstStartedAtMs: null,
        startRequested: false,
        startAtMs: null,
        missedStartMs: null,
        retry: Prisma.DbNull,
        errorCode: null,
        errorContext: Prisma.DbNull,
        errorAtMs: null,
        phase: null,
        phaseTimes: {},
        conflictCount: 0,
        pausedBy: null,
        pausedAtMs: null,
        pauseReason: null,
        remindAtMs: null,
        modification: null,
      },
    });
    await tx.taskModification.updateMany({ where: { taskId: row.id, state: { notIn: ["merged", "cancelled"] } }, data: { state: "cancelled", endedAtMs: Date.now() } });
    await tx.taskTable.deleteMany({ where: { taskId: row.id } });
    await tx.taskFigure.deleteMany({ where: { taskId: row.id } });
    await tx.conflict.deleteMany({ where: { taskId: row.id } });
    await tx.notCarriedObject.deleteMany({ where: { taskId: row.id } });
    await tx.acceptedRisk.updateMany({ where: { taskId: row.id, revokedAtMs: null }, data: { revokedAtMs: Date.now() } });
    return status;
  });
}

/** Columns of a tombstone: credentials go at once. */
export const releasedPatch = { sourceSecret: null, destinationSecret: null, retry: Prisma.DbNull, startRequested: false, startAtMs: null, missedStartMs: null } as const;

export interface ReleaseRequest extends LifecycleRequest {
  /** Whether the firewall rules that were set for the task are taken back. Absent: as their host or cluster says. */
  readonly removeRules?: boolean;
}

/** For good. What never ran is a tombstone at once; else the runner cleans up first. */
export async function releaseTask(request: ReleaseRequest): Promise<TaskStatus> {
  const status = await release(request);
  // A task that never ran is released at once, without a runner.
  if (status === "released") await removeRulesAtRelease(request.id, request.actor);
  return status;
}

function release(request: ReleaseRequest): Promise<TaskStatus> {
  return within(request.id, async (tx, row) => {
    assertShown(row, request);
    if (request.removeRules !== undefined) await tx.networkRule.updateMany({ where: { taskId: row.id, status: "added" }, data: { removeOnRelease: request.removeRules } });
    const status = await transitionWithin(tx, {
      id: row.id,
      actor: request.actor,
      action: "release",
      message: "Release asked for.",
      operation: { action: "release-task", reason: request.reason, requestId: request.requestId },
    });
    if (status === "released") await tx.task.update({ where: { id: row.id }, data: { ...releasedPatch, releasedAtMs: Date.now() } });
    return status;
  });
}
