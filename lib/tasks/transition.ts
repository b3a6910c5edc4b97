/**
 * The only writer of a task's status and phase.
 *
 * 1. A status changes by one conditional update (id and present status; for the runner also its epoch): of two at once one wins.
 * 2. Every change leaves a TaskEvent in the same transaction.
 * 3. Whoever was slower gets `transition-refused` with the fresh status, a runner without its lease `lease-lost`.
 */
import { AppError } from "../errors/app-error";
import { database, type DatabaseLike } from "../db/client";
import { Prisma, type Task } from "../generated/prisma/client";
import { meterTime } from "../metering/mutations";
import { recordOperation } from "../operations/mutations";
import { isLater, type TaskPhase } from "./phase";
import { taskRecord } from "./record";
import { isWorking, nextStatus, type TaskAction, type TaskStatus } from "./status";
import type { PhaseTime } from "./view";
import type { Severity } from "./event-view";

/** Empties a JSON column. */
export const noJson = Prisma.DbNull;

/** A plain value for a JSON column of the patch. */
export function asJsonValue(value: unknown): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;
}

export interface TransitionRequest {
  readonly id: string;
  readonly action: TaskAction;
  /** User name, or `runner`. */
  readonly actor: string;
  /** Said in the event. */
  readonly message: string;
  readonly severity?: Severity;
  readonly code?: string;
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
  /** Further columns of the same update. */
  readonly patch?: Omit<Prisma.TaskUncheckedUpdateManyInput, "id" | "status" | "statusSinceMs" | "phase"> & { /** Reset only. */ readonly phase?: null };
  /** Also a line in the operation log. */
  readonly operation?: { readonly action: string; readonly reason?: string; readonly requestId?: string };
  /** Set by a runner: nothing happens unless it still holds the task. */
  readonly epoch?: number;
}

/** Does it, or throws `not-found`, `transition-refused` (context: status), `lease-lost`. Answers the new status. */
export async function transition(request: TransitionRequest): Promise<TaskStatus> {
  return database().$transaction((tx) => transitionWithin(tx, request));
}

/** The same inside the caller's transaction. */
export async function transitionWithin(tx: DatabaseLike, request: TransitionRequest): Promise<TaskStatus> {
  const row = await tx.task.findUnique({ where: { id: request.id } });
  if (row === null) throw new AppError("not-found");
  const from = heldStatus(row, request.epoch);
  const to = nextStatus(from, request.action);
  if (to === null) throw new AppError("transition-refused", { context: { status: from, action: request.action } });
  const now = Date.now();
  const phaseTimes = to === from ? null : phaseTimesAfterStand(row, now);
  const { count } = await tx.task.updateMany({
    where: { id: request.id, status: from, ...(request.epoch === undefined ? {} : { epoch: request.epoch }) },
    data: { ...(phaseTimes === null ? {} : { phaseTimes: asJsonValue(phaseTimes) }), ...request.patch, status: to, updatedAtMs: now, meteredAtMs: now, ...(to === from ? {} : { statusSinceMs: now }) },
  });
  if (count !== 1) throw new AppError("transition-refused", { context: { status: from, action: request.action } });
  await meterTime(tx, row, now);
  await tx.taskEvent.create({
    data: {
      taskId: request.id,
      atMs: now,
      kind: "status",
      severity: request.severity ?? "info",
      actor: request.actor,
      message: request.message,
      code: request.code,
      detail: { ...request.detail, action: request.action, from, to },
    },
  });
  if (request.operation) {
    await recordOperation(
      {
        ...request.operation,
        actor: request.actor,
        source: request.epoch === undefined ? "console" : "runner",
        taskId: request.id,
        object: row.name,
        result: "done",
        detail: { from, to },
      },
      tx,
    );
  }
  return to;
}

/** The times of the phases when a task that stood still goes on, or stands still for another reason; null = nothing changes. */
function phaseTimesAfterStand(row: Task, now: number): Partial<Record<TaskPhase, PhaseTime>> | null {
  const { status, phase, phaseTimes } = taskRecord(row);
  const time = phase === null ? undefined : phaseTimes[phase];
  if (phase === null || time === undefined || isWorking(status)) return null;
  return { ...phaseTimes, [phase]: { ...time, heldMs: (time.heldMs ?? 0) + Math.max(0, now - Number(row.statusSinceMs)) } };
}

/** Moves the phase forward and keeps when each began and ended. An earlier or the same phase changes nothing. */
export async function advancePhase(id: string, epoch: number, phase: TaskPhase): Promise<void> {
  await database().$transaction(async (tx) => {
    const row = await tx.task.findUnique({ where: { id } });
    if (row === null) throw new AppError("not-found");
    heldStatus(row, epoch);
    const record = taskRecord(row);
    if (!isLater(phase, record.phase)) return;
    const now = Date.now();
    const times = { ...record.phaseTimes };
    const before = record.phase === null ? undefined : times[record.phase];
    if (record.phase !== null && before) times[record.phase] = { ...before, endedAtMs: now };
    times[phase] = { startedAtMs: now, endedAtMs: null };
    await tx.task.updateMany({ where: { id, epoch }, data: { phase, phaseTimes: times as unknown as Prisma.InputJsonValue, updatedAtMs: now, meteredAtMs: now } });
    await meterTime(tx, row, now);
    await tx.taskEvent.create({
      data: { taskId: id, atMs: now, kind: "phase", severity: "info", actor: "runner", message: `Phase ${phase} begins.`, detail: { phase } },
    });
  });
}

function heldStatus(row: Task, epoch: number | undefined): TaskStatus {
  if (epoch !== undefined && row.epoch !== epoch) throw new AppError("lease-lost");
  return taskRecord(row).status;
}
