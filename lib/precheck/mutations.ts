/** Precheck runs in the control database: asked for by people, filled by the runner. */
import { AppError } from "../errors/app-error";
import { InputInvalid } from "../errors/input-invalid";
import { database, type DatabaseLike } from "../db/client";
import { Prisma, type PrecheckItem, type Task } from "../generated/prisma/client";
import { recordOperation } from "../operations/mutations";
import { configHash, taskRecord } from "../tasks/record";
import { isConfigured } from "../tasks/steps";
import { transitionWithin } from "../tasks/transition";
import type { CheckResult } from "./check";
import { checks } from "./checks/index";
import { isFresh } from "./freshness";
import { withUnchecked } from "./unchecked";
import { verdictOf } from "./verdict";
import type { ItemStatus, ReportStatus } from "./view";

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;

/** Reports kept per task. */
const keptReports = 50;

export interface PrecheckRequest {
  readonly id: string;
  readonly actor: string;
  /** Start the task when it passes without warnings. Default: as the initialization step says. */
  readonly start?: boolean;
  /** Check ids to run again, with those that have not run so far; the other results of the newest run are carried over with their age. */
  readonly only?: readonly string[];
  readonly requestId?: string;
  /** Configuration version that the page was shown. */
  readonly version?: number;
}

/** Puts a new run in front of the runner. Throws `transition-refused`, `version-conflict`, `input-invalid`. Answers the run's number. */
export async function requestPrecheck(request: PrecheckRequest): Promise<number> {
  return database().$transaction((tx) => requestPrecheckWithin(tx, request));
}

export async function requestPrecheckWithin(tx: DatabaseLike, request: PrecheckRequest): Promise<number> {
  const row = await tx.task.findUnique({ where: { id: request.id } });
  if (row === null) throw new AppError("not-found");
  if (request.version !== undefined && row.version !== request.version) throw new AppError("version-conflict", { context: { version: row.version } });
  const record = taskRecord(row);
  if (!isConfigured(record.progress)) throw new AppError("transition-refused", { context: { status: record.status, action: "precheck" } });
  const hash = configHash(row);
  const latest = await tx.precheckReport.findFirst({ where: { taskId: row.id }, orderBy: { number: "desc" }, include: { items: true } });
  const carried =
    request.only !== undefined && latest !== null && latest.configHash === hash && latest.endedAtMs !== null
      ? new Map(latest.items.map((item) => [item.checkId, item]))
      : null;
  const asked = (request.only ?? []).filter((id) => checks.some((check) => check.id === id));
  if (carried !== null && asked.length === 0) throw new InputInvalid({ only: "No such check." });
  const only = carried === null ? null : withUnchecked(checks, asked, carried);
  const startRequested = request.start ?? record.initialization?.start.mode === "auto";
  const startAt = record.initialization?.start.mode === "at" ? Date.parse(record.initialization.start.at) : null;
  const number = (latest?.number ?? 0) + 1;
  await transitionWithin(tx, {
    id: row.id,
    action: "precheck",
    actor: request.actor,
    message: "Precheck asked for.",
    detail: { number },
    patch: { startRequested, startAtMs: startRequested ? null : startAt },
    operation: { action: "run-precheck", requestId: request.requestId },
  });
  await createReport(tx, { taskId: row.id, configHash: hash, startedBy: request.actor, only, carried });
  return number;
}

/** A run with all its items open, or carried over. Answers its number. */
export async function createReport(
  tx: DatabaseLike,
  run: {
    readonly taskId: string;
    readonly configHash: string;
    readonly startedBy: string;
    readonly only?: readonly string[] | null;
    readonly carried?: ReadonlyMap<string, PrecheckItem> | null;
    /** Of added objects: the number of their TaskModification. */
    readonly modification?: number;
  },
): Promise<number> {
  const { taskId, only = null, carried = null } = run;
  const newest = await tx.precheckReport.findFirst({ where: { taskId }, orderBy: { number: "desc" }, select: { number: true } });
  const number = (newest?.number ?? 0) + 1;
  await tx.precheckReport.create({
    data: {
      taskId,
      number,
      status: "running",
      configHash: run.configHash,
      startedBy: run.startedBy,
      startedAtMs: Date.now(),
      only: only === null ? undefined : asJson(only),
      modification: run.modification ?? null,
      items: {
        create: checks.map((check, ordinal) => {
          const before = only !== null && !only.includes(check.id) ? carried?.get(check.id) : undefined;
          return {
            checkId: check.id,
            code: check.code,
            ordinal,
            side: check.side,
            ignorable: check.ignorable,
            topic: asJson(check.topic),
            status: before?.status ?? "pending",
            result: before?.result === null || before?.result === undefined ? undefined : asJson(before.result),
            ignoredBy: before?.ignoredBy,
            ignoredAtMs: before?.ignoredAtMs,
            ignoreReason: before?.ignoreReason,
          };
        }),
      },
    },
  });
  await tx.precheckReport.deleteMany({ where: { taskId, number: { lte: number - keptReports } } });
  return number;
}

/** One check's result, as it comes in. A failure that a person accepted for this task is `ignored`. */
export async function saveCheckResult(taskId: string, number: number, result: CheckResult): Promise<void> {
  await database().$transaction(async (tx) => {
    const report = await tx.precheckReport.findUnique({ where: { taskId_number: { taskId, number } } });
    if (report === null) return;
    const risk =
      result.status === "failed" && result.ignorable
        ? await tx.acceptedRisk.findFirst({ where: { taskId, kind: "precheck-item-ignored", subject: result.id, revokedAtMs: null } })
        : null;
    await tx.precheckItem.updateMany({
      where: { reportId: report.id, checkId: result.id },
      data: {
        status: risk === null ? result.status : "ignored",
        ignorable: result.ignorable,
        result: asJson(result),
        ignoredBy: risk?.actor ?? null,
        ignoredAtMs: risk?.atMs ?? null,
        ignoreReason: risk?.reason ?? null,
      },
    });
  });
}

/** The run that waits for a runner, its open items marked as running. */
export async function openRun(taskId: string): Promise<{ number: number; only: string[] | null } | null> {
  const report = await database().precheckReport.findFirst({ where: { taskId, status: "running", modification: null }, orderBy: { number: "desc" } });
  if (report === null) return null;
  await database().precheckItem.updateMany({ where: { reportId: report.id, status: "pending" }, data: { status: "running" } });
  return { number: report.number, only: report.only as string[] | null };
}

/**
 * Ends a run: verdict from its items, status of the task from the verdict, and the automatic start where it was asked for and nothing is left to
 * acknowledge. By the runner that holds the task.
 */
export async function finishPrecheck(taskId: string, number: number, epoch: number, problem: { code: string; message: string } | null): Promise<ReportStatus> {
  return database().$transaction(async (tx) => {
    const row = await tx.task.findUnique({ where: { id: taskId } });
    const report = await tx.precheckReport.findUnique({ where: { taskId_number: { taskId, number } }, include: { items: true } });
    if (row === null || report === null) throw new AppError("not-found");
    // Cancelled, and perhaps asked for anew, while it ran.
    if (report.status !== "running") throw new AppError("transition-refused", { context: { status: row.status, action: "finish-precheck" } });
    const statuses = report.items.map((item) => item.status as ItemStatus);
    const verdict = problem === null ? verdictOf(report.items) : "error";
    await tx.precheckReport.update({ where: { id: report.id }, data: { status: verdict, endedAtMs: Date.now() } });
    await tx.precheckItem.updateMany({
      where: { reportId: report.id, status: { in: ["pending", "running"] } },
      data: { status: problem === null ? "skipped" : "error" },
    });
    const count = (status: ItemStatus) => statuses.filter((each) => each === status).length;
    const detail = { number, passed: count("passed"), warnings: count("warning"), failed: count("failed") + count("error"), ignored: count("ignored") };
    const good = verdict === "passed" || verdict === "warning";
    const warnings = verdict === "warning" && row.warningsAcceptedFor !== report.configHash;
    await transitionWithin(tx, {
      id: taskId,
      action: good ? "precheck-passed" : "precheck-failed",
      actor: "runner",
      epoch,
      severity: good ? "info" : "warn",
      code: problem?.code,
      message:
        problem !== null
          ? `Precheck could not run: ${problem.message}`
          : good
            ? warnings
              ? "Precheck passed with warnings."
              : "Precheck passed."
            : "Precheck failed.",
      detail,
    });
    if (good && !warnings && row.startRequested) {
      // Results that were carried over count for as long as others do.
      if (!isFresh(report.items, Date.now())) {
        await requestPrecheckWithin(tx, { id: taskId, actor: report.startedBy, start: true });
        return verdict;
      }
      await transitionWithin(tx, {
        id: taskId,
        action: "start",
        actor: report.startedBy,
        epoch,
        message: "Started by itself after the precheck passed.",
        patch: startPatch(row),
        operation: { action: "start-task" },
      });
    }
    return verdict;
  });
}

/** Columns that a start sets. */
export function startPatch(
  row: Pick<Task, "firstStartedAtMs">,
): Pick<
  Prisma.TaskUncheckedUpdateManyInput,
  "firstStartedAtMs" | "startRequested" | "startAtMs" | "errorCode" | "errorContext" | "errorAtMs" | "retry" | "pausedBy" | "pausedAtMs" | "pauseReason"
> {
  return {
    firstStartedAtMs: row.firstStartedAtMs ?? Date.now(),
    startRequested: false,
    startAtMs: null,
    errorCode: null,
    errorContext: Prisma.DbNull,
    errorAtMs: null,
    retry: Prisma.DbNull,
    pausedBy: null,
    pausedAtMs: null,
    pauseReason: null,
  };
}

/** Ends a run that is under way; the runner notices. */
export async function cancelPrecheck(taskId: string, actor: string): Promise<void> {
  await database().$transaction(async (tx) => {
    await transitionWithin(tx, {
      id: taskId,
      action: "cancel-precheck",
      actor,
      message: "Precheck cancelled.",
      patch: { startRequested: false },
      operation: { action: "cancel-precheck" },
    });
    const open = await tx.precheckReport.findFirst({ where: { taskId, status: "running" }, orderBy: { number: "desc" } });
    if (open === null) return;
    await tx.precheckReport.update({ where: { id: open.id }, data: { status: "cancelled", endedAtMs: Date.now() } });
    await tx.precheckItem.updateMany({ where: { reportId: open.id, status: { in: ["pending", "running"] } }, data: { status: "skipped" } });
  });
}

/** Accepts a failure with a reason: for the life of the task, until reset or revoked. */
export async function ignoreItem(taskId: string, number: number, checkId: string, reason: string, actor: string): Promise<void> {
  await database().$transaction(async (tx) => {
    const { report, item } = await latestItem(tx, taskId, number, checkId);
    if (!item.ignorable || item.status !== "failed") throw new AppError("transition-refused", { context: { status: item.status, action: "ignore" } });
    const atMs = Date.now();
    await tx.precheckItem.update({
      where: { reportId_checkId: { reportId: report.id, checkId } },
      data: { status: "ignored", ignoredBy: actor, ignoredAtMs: atMs, ignoreReason: reason },
    });
    await tx.acceptedRisk.create({ data: { taskId, kind: "precheck-item-ignored", subject: checkId, reason, actor, atMs } });
    await tx.taskEvent.create({
      data: { taskId, atMs, kind: "precheck", severity: "warn", actor, message: `Precheck item ignored: ${item.code}.`, detail: { code: item.code, reason } },
    });
    await recordOperation({ actor, source: "console", action: "ignore-precheck-item", taskId, object: item.code, result: "done", reason }, tx);
    await judgeAgain(tx, taskId, report.id, actor);
  });
}

export async function unignoreItem(taskId: string, number: number, checkId: string, actor: string): Promise<void> {
  await database().$transaction(async (tx) => {
    const { report, item } = await latestItem(tx, taskId, number, checkId);
    if (item.status !== "ignored") throw new AppError("transition-refused", { context: { status: item.status, action: "unignore" } });
    await tx.precheckItem.update({
      where: { reportId_checkId: { reportId: report.id, checkId } },
      data: { status: "failed", ignoredBy: null, ignoredAtMs: null, ignoreReason: null },
    });
    await tx.acceptedRisk.updateMany({
      where: { taskId, kind: "precheck-item-ignored", subject: checkId, revokedAtMs: null },
      data: { revokedAtMs: Date.now() },
    });
    await recordOperation({ actor, source: "console", action: "unignore-precheck-item", taskId, object: item.code, result: "done" }, tx);
    await judgeAgain(tx, taskId, report.id, actor);
  });
}

/** Puts every warning of the run among the accepted risks. Throws `transition-refused` when the run is not the newest, or not of this configuration. */
export async function acceptWarningsWithin(tx: DatabaseLike, taskId: string, number: number, actor: string): Promise<void> {
  const row = await tx.task.findUnique({ where: { id: taskId } });
  const report = await tx.precheckReport.findFirst({ where: { taskId }, orderBy: { number: "desc" }, include: { items: true } });
  if (row === null) throw new AppError("not-found");
  if (report === null || report.number !== number || report.configHash !== configHash(row))
    throw new AppError("transition-refused", { context: { status: row.status, action: "accept-warnings" } });
  await tx.task.update({ where: { id: taskId }, data: { warningsAcceptedFor: report.configHash } });
  await recordAcceptedWarnings(tx, row, report.items, actor);
}

/** Every warning among the items becomes a risk that the task bears, under the name of who accepted it. */
export async function recordAcceptedWarnings(tx: DatabaseLike, task: Pick<Task, "id" | "name">, items: readonly PrecheckItem[], actor: string): Promise<void> {
  const warnings = items.filter((item) => item.status === "warning");
  const atMs = Date.now();
  await tx.acceptedRisk.createMany({ data: warnings.map((item) => ({ taskId: task.id, kind: "precheck-warnings-accepted", subject: item.checkId, reason: "", actor, atMs })) });
  await recordOperation({ actor, source: "console", action: "accept-precheck-warnings", taskId: task.id, object: task.name, result: "done", detail: { warnings: warnings.map((item) => item.code) } }, tx);
}

async function latestItem(tx: DatabaseLike, taskId: string, number: number, checkId: string) {
  const report = await tx.precheckReport.findFirst({ where: { taskId }, orderBy: { number: "desc" }, include: { items: { where: { checkId } } } });
  const item = report?.items[0];
  if (report === null || item === undefined) throw new AppError("not-found");
  if (report.number !== number || report.status === "running")
    throw new AppError("transition-refused", { context: { status: report.status, action: "ignore" } });
  if (report.modification !== null) {
    const proposal = await tx.taskModification.findUnique({ where: { taskId_number: { taskId, number: report.modification } } });
    // Confirmed, it is carried out on what was decided then.
    if (proposal?.state !== "checked") throw new AppError("transition-refused", { context: { status: proposal?.state ?? "", action: "ignore" } });
  }
  return { report, item };
}

/** After somebody ignored or un-ignored an item: the verdict, and the task's status with it. A proposal's verdict leaves the task alone. */
async function judgeAgain(tx: DatabaseLike, taskId: string, reportId: number, actor: string): Promise<void> {
  const items = await tx.precheckItem.findMany({ where: { reportId }, select: { status: true, result: true } });
  const verdict = verdictOf(items);
  const row = await tx.task.findUnique({ where: { id: taskId } });
  const { modification } = await tx.precheckReport.update({ where: { id: reportId }, data: { status: verdict } });
  if (modification !== null) return;
  const good = verdict !== "failed" && verdict !== "error";
  if (good && row?.status === "precheck_failed") {
    await transitionWithin(tx, { id: taskId, action: "precheck-passed", actor, message: "Precheck passed: what failed is ignored." });
    const report = await tx.precheckReport.findUniqueOrThrow({ where: { id: reportId } });
    const acknowledged = verdict === "passed" || row.warningsAcceptedFor === report.configHash;
    const fresh = report.configHash === configHash(row) && isFresh(items, Date.now());
    // The start was asked for and nothing stands in its way any more. What is too old waits for a person, who runs it again.
    if (row.startRequested && acknowledged && fresh) {
      await transitionWithin(tx, {
        id: taskId,
        action: "start",
        actor,
        message: "Started by itself after the last failure was ignored.",
        patch: startPatch(row),
        operation: { action: "start-task" },
      });
    }
  }
  if (!good && row?.status === "ready")
    await transitionWithin(tx, { id: taskId, action: "precheck-failed", actor, message: "Precheck failed: an ignored item counts again." });
}
