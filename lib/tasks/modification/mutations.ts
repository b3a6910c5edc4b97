/** A change of the objects of a task that has begun: proposed, checked, confirmed by people; carried out by the runner. */
import { AppError } from "../../errors/app-error";
import { InputInvalid } from "../../errors/input-invalid";
import { database, type DatabaseLike } from "../../db/client";
import { compareSelections } from "../../engine/modification/compare-selections";
import type { ModificationEvent } from "../../engine/plan";
import { ObjectSelection } from "../../engine/router/object-selection";
import type { Prisma, Task, TaskModification } from "../../generated/prisma/client";
import type { TableName } from "../../mysql/table-definition";
import { recordOperation } from "../../operations/mutations";
import { recordAcceptedWarnings, revokeRisksOf } from "../../precheck/acceptance/mutations";
import { carryAffected } from "../../precheck/affected/mutations";
import { checks } from "../../precheck/checks/index";
import { isFresh } from "../../precheck/freshness";
import { createReport, startPatch } from "../../precheck/mutations";
import { withUnchecked } from "../../precheck/unchecked";
import { verdictOf } from "../../precheck/verdict";
import { isAllowed } from "../action-rules";
import { configHash, taskRecord } from "../record";
import { capitalizedFaults, carriesHeartbeat, heartbeatCarried, objectsSliceSchema, type SelectedObjects, selectedObjectsSchema } from "../schema";
import { asJsonValue, transitionWithin } from "../transition";
import type { ModificationKind } from "./view";

export interface ModificationRequest {
  readonly id: string;
  readonly actor: string;
  readonly requestId?: string;
}

interface Change {
  readonly kind: ModificationKind;
  readonly objects: SelectedObjects;
  readonly reload: readonly TableName[];
  readonly reason?: string;
}

/** States in which the runner has something to do. */
const open: readonly string[] = ["confirmed", "running", "left", "failed"];

async function within<T>(id: string, work: (tx: DatabaseLike, row: Task) => Promise<T>): Promise<T> {
  return database().$transaction(async (tx) => {
    const row = await tx.task.findUnique({ where: { id } });
    if (row === null) throw new AppError("not-found");
    return work(tx, row);
  });
}

/**
 * Compares with what the task carries and puts the precheck of what is added in front of a runner; without additions it may be confirmed at once. A proposal that
 * nobody confirmed is replaced. Throws `transition-refused` while another one is carried out, `version-conflict`, `input-invalid`. Answers its number.
 */
export async function proposeModification(request: ModificationRequest & { readonly version: number; readonly objects: SelectedObjects }): Promise<number> {
  return within(request.id, async (tx, row) => {
    if (row.version !== request.version) throw new AppError("version-conflict", { context: { version: row.version } });
    const before = assertModifiable(row);
    if (carriesHeartbeat({ heartbeatSeconds: taskRecord(row).objects?.heartbeatSeconds, objects: request.objects })) throw new InputInvalid({ objects: heartbeatCarried });
    const [fault] = capitalizedFaults(request.objects, taskRecord(row).objects?.capitalization);
    if (fault) throw new InputInvalid({ objects: fault.message });
    const { added, removed, anew, kinds, supplement } = compareSelections(before, request.objects);
    if (added.length + removed.length + anew.length + kinds.length === 0) throw new InputInvalid({ objects: "Nothing is changed." });
    if (anew.length > 0) assertCopies(row);
    const created = await create(tx, row, request.actor, { kind: "modify", objects: request.objects, reload: [] }, before, supplement.length > 0 ? "checking" : "checked");
    if (supplement.length === 0) return created.number;
    const { number: reportNumber } = await createReport(tx, { taskId: row.id, configHash: `modification-${created.number}`, configuration: { objects: { objects: request.objects } }, startedBy: request.actor, modification: created.number });
    await tx.taskModification.update({ where: { taskId_number: { taskId: row.id, number: created.number } }, data: { reportNumber } });
    return created.number;
  });
}

/** Runs checks of a proposal again, those that have not run so far with them; the others keep their results and age. Throws `transition-refused` unless it rests. */
export async function recheckModification(request: ModificationRequest & { readonly number: number; readonly only?: readonly string[] }): Promise<void> {
  await within(request.id, async (tx, row) => {
    assertModifiable(row);
    const found = await latest(tx, row.id, request.number);
    if (found.state !== "checked" || found.reportNumber === null) throw new AppError("transition-refused", { context: { status: found.state, action: "precheck" } });
    await recheckWithin(tx, found, request.actor, request.only ?? null);
  });
}

/** `asked` null: all of them. */
async function recheckWithin(tx: DatabaseLike, found: TaskModification, actor: string, asked: readonly string[] | null): Promise<void> {
  const { taskId, number } = found;
  const before = await tx.precheckReport.findUnique({ where: { taskId_number: { taskId, number: found.reportNumber ?? 0 } }, include: { items: true } });
  const carried = asked === null || before === null ? null : new Map(before.items.map((item) => [item.checkId, item]));
  const only = carried === null || asked === null ? null : withUnchecked(checks, asked.filter((id) => carried.has(id)), carried);
  if (only?.length === 0) throw new InputInvalid({ only: "No such check." });
  const created = await createReport(tx, { taskId, configHash: `modification-${number}`, configuration: { objects: { objects: found.objects as SelectedObjects } }, startedBy: actor, modification: number, only, carried });
  if (before !== null && only !== null) await carryAffected(tx, before.id, created.id, checks.map((check) => check.id).filter((id) => !only.includes(id)));
  await update(tx, found, { state: "checking", checkedBy: null, reportNumber: created.number });
}

/**
 * A person has seen diff and precheck; accepted warnings are risks on record from then on. Throws `transition-refused` when it is not checked, its precheck failed,
 * or it has warnings that are not accepted, `input-invalid` when tables are copied anew and `confirmName` is not the task's name.
 * Results that are too old for a start are too old for this: the checks run again instead, and `checking` is answered.
 */
export async function confirmModification(request: ModificationRequest & { readonly number: number; readonly acceptWarnings?: boolean; readonly confirmName?: string }): Promise<"confirmed" | "checking"> {
  return within(request.id, async (tx, row) => {
    assertModifiable(row);
    const found = await latest(tx, row.id, request.number);
    if (found.state !== "checked") throw new AppError("transition-refused", { context: { status: found.state, action: "confirm-modification" } });
    if (request.confirmName !== row.name && comparisonOf(found).anew.length > 0) throw new InputInvalid({ confirmName: "This is not the task's name." });
    if (found.reportNumber !== null) {
      const report = await tx.precheckReport.findUnique({ where: { taskId_number: { taskId: row.id, number: found.reportNumber } }, include: { items: true } });
      const isAccepted = report?.status === "passed" || (report?.status === "warning" && request.acceptWarnings);
      if (!report || !isAccepted) throw new AppError("transition-refused", { context: { status: report?.status ?? "", action: "confirm-modification" } });
      if (!isFresh(report.items, Date.now())) {
        await recheckWithin(tx, found, request.actor, null);
        return "checking";
      }
      if (report.status === "warning") await recordAcceptedWarnings(tx, row, report.items, request.actor, found.number);
    }
    await confirmWithin(tx, row, found, request);
    return "confirmed";
  });
}

/** One table that the task carries; its name, `database.table`, was typed. */
interface TableRequest extends ModificationRequest {
  readonly table: TableName;
  readonly confirmName: string;
}

function assertNamed({ table, confirmName }: TableRequest): void {
  if (confirmName !== `${table.database}.${table.table}`) throw new InputInvalid({ confirmName: "This is not the table's name." });
}

/** Copies a table anew that is carried: its destination table is dropped (or emptied, where the task makes no schema) and all other tables go on. */
export async function reloadTable(request: TableRequest): Promise<void> {
  assertNamed(request);
  await within(request.id, async (tx, row) => {
    const before = assertModifiable(row);
    assertCopies(row);
    if (!new ObjectSelection(before).selects(request.table)) throw new AppError("not-found");
    await confirmWithin(tx, row, await create(tx, row, request.actor, { kind: "reload", objects: before, reload: [request.table] }, before, "checked"), request);
  });
}

/** The table's changes stop at a transaction border and the task goes on without it: a gap that is known, with its reason. A failed task is resumed. */
export async function setTableAside(request: TableRequest & { readonly reason: string }): Promise<void> {
  assertNamed(request);
  await within(request.id, async (tx, row) => {
    const before = assertModifiable(row);
    if (!new ObjectSelection(before).selects(request.table)) throw new AppError("not-found");
    const objects = before.flatMap((entry) => {
      if (entry.database !== request.table.database) return [entry];
      if (entry.tables === undefined) return [{ ...entry, except: [...(entry.except ?? []), request.table.table] }];
      const tables = entry.tables.filter((table) => table.name !== request.table.table);
      return tables.length > 0 ? [{ ...entry, tables }] : [];
    });
    if (objects.length === 0) throw new InputInvalid({ table: "It is the only object of the task." });
    const atMs = Date.now();
    const subject = `${request.table.database}.${request.table.table}`;
    await tx.acceptedRisk.create({ data: { taskId: row.id, kind: "table-set-aside", subject, reason: request.reason, actor: request.actor, atMs } });
    const created = await create(tx, row, request.actor, { kind: "set-aside", objects, reload: [], reason: request.reason }, before, "checked");
    await confirmWithin(tx, row, created, { ...request, reason: request.reason });
    if (row.status === "failed") {
      await transitionWithin(tx, { id: row.id, action: "resume", actor: request.actor, message: "Resumed without the table that was set aside.", patch: startPatch(row), operation: { action: "resume-task", requestId: request.requestId } });
    }
  });
}

/** Before anything has left the stream: the task goes on as it was, and what the supplement made at the destination is removed. */
export async function cancelModification(request: ModificationRequest & { readonly number: number }): Promise<void> {
  await within(request.id, async (tx, row) => {
    const found = await latest(tx, row.id, request.number);
    const reloads = comparisonOf(found).anew.length > 0;
    // The runner may have let tables leave a moment ago: what is copied anew is seen through once it is confirmed.
    const confirmed = open.includes(found.state);
    if (found.state === "merged" || found.state === "cancelled" || (confirmed && reloads)) throw new AppError("transition-refused", { context: { status: found.state, action: "cancel-modification" } });
    await update(tx, found, { state: "cancelled", endedAtMs: Date.now() });
    if (found.reportNumber !== null) await tx.precheckReport.updateMany({ where: { taskId: row.id, number: found.reportNumber, status: "running" }, data: { status: "cancelled", endedAtMs: Date.now() } });
    await revokeRisksOf(tx, row.id, found.number);
    if (confirmed) await tx.task.update({ where: { id: row.id }, data: { modification: null, planNudge: { increment: 1 } } });
    if (row.status === "modifying") await transitionWithin(tx, { id: row.id, action: "modified", actor: request.actor, message: "The change of the synchronized objects is cancelled." });
    await note(tx, row, request, "cancel-modification", "The change of the synchronized objects is cancelled.", found);
  });
}

/** After a failure whose cause is cured. */
export async function retryModification(request: ModificationRequest & { readonly number: number }): Promise<void> {
  await within(request.id, async (tx, row) => {
    const found = await latest(tx, row.id, request.number);
    if (found.state !== "failed" || row.modification !== found.number) throw new AppError("transition-refused", { context: { status: found.state, action: "retry-modification" } });
    await update(tx, found, { state: "confirmed", errorCode: null, errorDetail: null });
    await tx.task.update({ where: { id: row.id }, data: { planNudge: { increment: 1 } } });
    await note(tx, row, request, "retry-modification", "The change of the synchronized objects is tried again.", found);
  });
}

/** What the engine tells. Merged: the destination's record already says so, and the configuration follows; saying it twice changes nothing. */
export async function recordModification(taskId: string, epoch: number, event: ModificationEvent): Promise<void> {
  await within(taskId, async (tx, row) => {
    if (row.epoch !== epoch) throw new AppError("lease-lost");
    const found = await tx.taskModification.findUnique({ where: { taskId_number: { taskId, number: Number(event.id) } } });
    if (found === null || found.state === "merged") return;
    if (event.state === "began") return update(tx, found, { state: found.state === "left" ? "left" : "running" });
    if (event.state === "left") return update(tx, found, { state: "left" });
    if (event.state === "failed") return update(tx, found, { state: "failed", errorCode: event.code, errorDetail: event.detail ?? null });
    await update(tx, found, { state: "merged", endedAtMs: Date.now(), errorCode: null, errorDetail: null });
    const slice = objectsSliceSchema.parse({ ...(row.objects as object), objects: found.objects });
    const objects = asJsonValue(slice);
    await tx.task.update({ where: { id: taskId }, data: { objects, configHash: configHash({ ...row, objects: objects as Task["objects"] }), version: row.version + 1, modification: row.modification === found.number ? null : row.modification, updatedAtMs: Date.now() } });
    const selection = new ObjectSelection(slice.objects);
    const tables = await tx.taskTable.findMany({ where: { taskId }, select: { sourceDatabase: true, sourceTable: true } });
    for (const { sourceDatabase, sourceTable } of tables) {
      if (!selection.selects({ database: sourceDatabase, table: sourceTable })) await tx.taskTable.deleteMany({ where: { taskId, sourceDatabase, sourceTable } });
    }
  });
}

// checks ------------------------------------------------------------------------------------------------------------------

export interface ModificationCheck {
  readonly taskId: string;
  readonly number: number;
  readonly reportNumber: number;
  /** Ids of the checks that are run again; null = all. */
  readonly only: readonly string[] | null;
  /** What is added or copied anew. */
  readonly objects: SelectedObjects;
}

/** Prechecks of added objects that no living runner does. Asked by every runner: the task itself may be held by another, or by none. */
export async function claimModificationChecks(runnerId: string, aliveSinceMs: number, served: Prisma.TaskWhereInput = {}): Promise<ModificationCheck[]> {
  const db = database();
  const waiting = await db.taskModification.findMany({ where: { state: "checking", task: served, OR: [{ checkedBy: null }, { NOT: { checkedBy: runnerId } }] } });
  if (waiting.length === 0) return [];
  const alive = new Set((await db.runnerNode.findMany({ where: { heartbeatAtMs: { gte: aliveSinceMs } }, select: { id: true } })).map((node) => node.id));
  const claimed: ModificationCheck[] = [];
  for (const row of waiting) {
    if (row.reportNumber === null || (row.checkedBy !== null && alive.has(row.checkedBy))) continue;
    const { count } = await db.taskModification.updateMany({ where: { taskId: row.taskId, number: row.number, state: "checking", checkedBy: row.checkedBy }, data: { checkedBy: runnerId } });
    if (count !== 1) continue;
    const { supplement } = comparisonOf(row);
    const report = await db.precheckReport.findUnique({ where: { taskId_number: { taskId: row.taskId, number: row.reportNumber } }, select: { only: true } });
    claimed.push({ taskId: row.taskId, number: row.number, reportNumber: row.reportNumber, only: (report?.only ?? null) as string[] | null, objects: supplement as SelectedObjects });
  }
  return claimed;
}

export async function finishModificationCheck(check: ModificationCheck, problem: { readonly code: string } | null): Promise<void> {
  await database().$transaction(async (tx) => {
    const report = await tx.precheckReport.findUnique({ where: { taskId_number: { taskId: check.taskId, number: check.reportNumber } }, include: { items: true } });
    if (report?.status !== "running") return;
    const status = problem === null ? verdictOf(report.items) : "error";
    await tx.precheckReport.update({ where: { id: report.id }, data: { status, endedAtMs: Date.now() } });
    await tx.precheckItem.updateMany({ where: { reportId: report.id, status: { in: ["pending", "running"] } }, data: { status: problem === null ? "skipped" : "error" } });
    await tx.taskModification.updateMany({ where: { taskId: check.taskId, number: check.number, state: "checking" }, data: { state: "checked", checkedBy: null } });
  });
}

// parts -------------------------------------------------------------------------------------------------------------------

function comparisonOf(row: Pick<TaskModification, "before" | "objects" | "reload">): ReturnType<typeof compareSelections> {
  return compareSelections(row.before as SelectedObjects, row.objects as SelectedObjects, row.reload as unknown as TableName[]);
}

/** What the task carries now. Throws `transition-refused` unless it is past its initial synchronization and no other change is carried out. */
function assertModifiable(row: Task): SelectedObjects {
  const record = taskRecord(row);
  const refused = new AppError("transition-refused", { context: { status: record.status, action: "modify-objects" } });
  if (!isAllowed("modifyObjects", record) || row.modification !== null || record.objects === null) throw refused;
  return record.objects.objects;
}

function assertCopies(row: Task): void {
  if (!taskRecord(row).initialization?.data) throw new InputInvalid({ objects: "This task copies no data: a table that is carried in another way cannot be copied anew." });
}

async function create(tx: DatabaseLike, row: Task, actor: string, change: Change, before: SelectedObjects, state: "checking" | "checked"): Promise<TaskModification> {
  const checked = selectedObjectsSchema.parse(change.objects);
  const newest = await tx.taskModification.findFirst({ where: { taskId: row.id }, orderBy: { number: "desc" } });
  if (newest && (newest.state === "checking" || newest.state === "checked")) {
    await update(tx, newest, { state: "cancelled", endedAtMs: Date.now() });
    if (newest.reportNumber !== null) await tx.precheckReport.updateMany({ where: { taskId: row.id, number: newest.reportNumber, status: "running" }, data: { status: "cancelled", endedAtMs: Date.now() } });
  }
  const number = (newest?.number ?? 0) + 1;
  // What was ignored for the proposal that this one replaces still holds, for as much as was found then.
  if (newest?.state === "checking" || newest?.state === "checked") await tx.acceptedRisk.updateMany({ where: { taskId: row.id, modification: newest.number, revokedAtMs: null }, data: { modification: number } });
  return tx.taskModification.create({
    data: {
      taskId: row.id,
      number,
      kind: change.kind,
      state,
      before: asJsonValue(before),
      objects: asJsonValue(checked),
      reload: asJsonValue(change.reload),
      reason: change.reason ?? null,
      createdBy: actor,
      createdAtMs: Date.now(),
    },
  });
}

async function latest(tx: DatabaseLike, taskId: string, number: number): Promise<TaskModification> {
  const found = await tx.taskModification.findFirst({ where: { taskId }, orderBy: { number: "desc" } });
  if (found === null || found.number !== number) throw new AppError("version-conflict");
  return found;
}

async function confirmWithin(tx: DatabaseLike, row: Task, found: TaskModification, request: ModificationRequest & { readonly reason?: string }): Promise<void> {
  await update(tx, found, { state: "confirmed", confirmedAtMs: Date.now() });
  await tx.task.update({ where: { id: row.id }, data: { modification: found.number, planNudge: { increment: 1 } } });
  if (row.status === "running") await transitionWithin(tx, { id: row.id, action: "modify", actor: request.actor, message: "Change of the synchronized objects asked for." });
  await note(tx, row, request, found.kind === "reload" ? "reload-table" : found.kind === "set-aside" ? "set-table-aside" : "modify-objects", "Change of the synchronized objects confirmed.", found);
}

async function note(tx: DatabaseLike, row: Task, request: ModificationRequest & { readonly reason?: string }, action: string, message: string, found: TaskModification): Promise<void> {
  const { added, removed, anew } = comparisonOf(found);
  const counts = { number: found.number, added: added.length, removed: removed.length, changed: anew.length };
  await tx.taskEvent.create({ data: { taskId: row.id, atMs: Date.now(), kind: "configuration", severity: "info", actor: request.actor, message, detail: { action, ...counts } } });
  await recordOperation({ actor: request.actor, source: "console", action, taskId: row.id, object: row.name, result: "done", reason: request.reason, requestId: request.requestId, detail: { ...counts, before: found.before, after: found.objects } }, tx);
}

async function update(tx: DatabaseLike, found: TaskModification, data: Prisma.TaskModificationUpdateInput): Promise<void> {
  await tx.taskModification.update({ where: { taskId_number: { taskId: found.taskId, number: found.number } }, data });
}
