/** Precheck runs in the control database: asked for by people, filled by the runner. */
import { AppError } from "../errors/app-error";
import { InputInvalid } from "../errors/input-invalid";
import { database, type DatabaseLike } from "../db/client";
import { Prisma, type PrecheckItem, type Task } from "../generated/prisma/client";
import { configHash, taskRecord } from "../tasks/record";
import { isConfigured } from "../tasks/steps";
import { transitionWithin } from "../tasks/transition";
import type { CheckResult } from "./check";
import { checks } from "./checks/index";
import { type CheckedConfiguration, checkedConfiguration } from "./configuration";
import { standingOf } from "./acceptance/data";
import { carryAffected, keepAffected } from "./affected/mutations";
import { isFresh } from "./freshness";
import { withUnchecked } from "./unchecked";
import { isOpenWarning, verdictOf } from "./verdict";
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
  /** Its appointed time has come and its results are too old: it still starts at that time, which is now. */
  readonly due?: boolean;
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
  const appointed = record.initialization?.start.mode === "at" ? Date.parse(record.initialization.start.at) : null;
  // A time that has passed is not made up for at whatever time somebody runs the precheck again.
  const startAt = request.due ? row.startAtMs : appointed !== null && appointed > Date.now() ? appointed : null;
  const number = (latest?.number ?? 0) + 1;
  await transitionWithin(tx, {
    id: row.id,
    action: "precheck",
    actor: request.actor,
    message: "Precheck asked for.",
    detail: { number },
    patch: { startRequested, startAtMs: startRequested ? null : startAt, missedStartMs: null },
    operation: { action: "run-precheck", requestId: request.requestId },
  });
  const created = await createReport(tx, { taskId: row.id, configHash: hash, configuration: checkedConfiguration(row), startedBy: request.actor, only, carried });
  if (carried !== null && only !== null && latest !== null) await carryAffected(tx, latest.id, created.id, checks.map((check) => check.id).filter((id) => !only.includes(id)));
  return number;
}

/** A run with all its items open, or carried over. */
export async function createReport(
  tx: DatabaseLike,
  run: {
    readonly taskId: string;
    readonly configHash: string;
    readonly configuration: CheckedConfiguration;
    readonly startedBy: string;
    readonly only?: readonly string[] | null;
    readonly carried?: ReadonlyMap<string, PrecheckItem> | null;
    /** Of added objects: the number of their TaskModification. */
    readonly modification?: number;
  },
): Promise<{ readonly id: number; readonly number: number }> {
  const { taskId, only = null, carried = null } = run;
  const newest = await tx.precheckReport.findFirst({ where: { taskId }, orderBy: { number: "desc" }, select: { number: true } });
  const number = (newest?.number ?? 0) + 1;
  const { id } = await tx.precheckReport.create({
    data: {
      taskId,
      number,
      status: "running",
      configHash: run.configHash,
      configuration: asJson(run.configuration),
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
            acknowledgedBy: before?.acknowledgedBy,
            acknowledgedAtMs: before?.acknowledgedAtMs,
            outgrown: before?.outgrown === null || before?.outgrown === undefined ? undefined : asJson(before.outgrown),
          };
        }),
      },
    },
  });
  // One copy of a configuration is enough, however large the selection and however many runs.
  await tx.precheckReport.updateMany({ where: { taskId, configHash: run.configHash, number: { lt: number } }, data: { configuration: Prisma.DbNull } });
  await tx.precheckReport.deleteMany({ where: { taskId, number: { lte: number - keptReports } } });
  return { id, number };
}

/** One check's result, as it comes in. A failure that a person accepted for this task is `ignored`, a warning acknowledged, unless more is found than was accepted. */
export async function saveCheckResult(taskId: string, number: number, found: CheckResult): Promise<void> {
  await database().$transaction(async (tx) => {
    const report = await tx.precheckReport.findUnique({ where: { taskId_number: { taskId, number } } });
    if (report === null) return;
    const result = await keepAffected(tx, report.id, found);
    const item = { reportId: report.id, checkId: result.id, result: asJson(result) as Prisma.JsonValue };
    const standing =
      result.status === "failed" && result.ignorable
        ? await standingOf(tx, taskId, "precheck-item-ignored", item)
        : result.status === "warning"
          ? await standingOf(tx, taskId, "precheck-warnings-accepted", item)
          : null;
    const covering = standing?.outgrown === null ? standing.risk : null;
    const ignored = result.status === "failed" ? covering : null;
    // Warnings are acknowledged for one configuration.
    const task = result.status === "warning" ? await tx.task.findUnique({ where: { id: taskId }, select: { warningsAcceptedFor: true } }) : null;
    const acknowledged = result.status === "warning" && task?.warningsAcceptedFor === report.configHash ? covering : null;
    await tx.precheckItem.updateMany({
      where: { reportId: report.id, checkId: result.id },
      data: {
        status: ignored === null ? result.status : "ignored",
        ignorable: result.ignorable,
        result: asJson(result),
        ignoredBy: ignored?.actor ?? null,
        ignoredAtMs: ignored?.atMs ?? null,
        ignoreReason: ignored?.reason ?? null,
        acknowledgedBy: acknowledged?.actor ?? null,
        acknowledgedAtMs: acknowledged?.atMs ?? null,
        outgrown: standing?.outgrown ? asJson(standing.outgrown) : Prisma.DbNull,
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
    const warnings = report.items.some(isOpenWarning);
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
  "firstStartedAtMs" | "startRequested" | "startAtMs" | "missedStartMs" | "errorCode" | "errorContext" | "errorAtMs" | "retry" | "pausedBy" | "pausedAtMs" | "pauseReason" | "remindAtMs"
> {
  return {
    firstStartedAtMs: row.firstStartedAtMs ?? Date.now(),
    startRequested: false,
    startAtMs: null,
    missedStartMs: null,
    errorCode: null,
    errorContext: Prisma.DbNull,
    errorAtMs: null,
    retry: Prisma.DbNull,
    pausedBy: null,
    pausedAtMs: null,
    pauseReason: null,
    remindAtMs: null,
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
