/** What people take the risk of: failures with a reason, warnings all at once. Each is recorded with what was found. */
import { AppError } from "../../errors/app-error";
import { database, type DatabaseLike } from "../../db/client";
import { Prisma, type PrecheckItem, type Task } from "../../generated/prisma/client";
import { recordOperation } from "../../operations/mutations";
import { configHash } from "../../tasks/record";
import { asJsonValue, transitionWithin } from "../../tasks/transition";
import { isFresh } from "../freshness";
import { startPatch } from "../mutations";
import { isOpenWarning, verdictOf } from "../verdict";
import { findingOfItem, type Item, type RiskKind, standingOf } from "./data";

/** Accepts a failure with a reason, as it was found: for the life of the task, until reset or revoked. */
export async function ignoreItem(taskId: string, number: number, checkId: string, reason: string, actor: string): Promise<void> {
  await database().$transaction(async (tx) => {
    const { report, item } = await latestItem(tx, taskId, number, checkId);
    if (!item.ignorable || item.status !== "failed") throw new AppError("transition-refused", { context: { status: item.status, action: "ignore" } });
    const atMs = Date.now();
    await tx.precheckItem.update({
      where: { reportId_checkId: { reportId: report.id, checkId } },
      data: { status: "ignored", ignoredBy: actor, ignoredAtMs: atMs, ignoreReason: reason, outgrown: Prisma.DbNull },
    });
    await recordRisk(tx, { taskId, kind: "precheck-item-ignored", item, reason, actor, atMs, modification: report.modification });
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

/** Takes the risk of every warning of the run. Throws `transition-refused` when the run is not the newest, not done, or not of this configuration. */
export async function acceptWarningsWithin(tx: DatabaseLike, taskId: string, number: number, actor: string): Promise<void> {
  const row = await tx.task.findUnique({ where: { id: taskId } });
  const report = await tx.precheckReport.findFirst({ where: { taskId }, orderBy: { number: "desc" }, include: { items: true } });
  if (row === null) throw new AppError("not-found");
  if (report === null || report.number !== number || report.status === "running" || report.configHash !== configHash(row))
    throw new AppError("transition-refused", { context: { status: row.status, action: "accept-warnings" } });
  await tx.task.update({ where: { id: taskId }, data: { warningsAcceptedFor: report.configHash } });
  await tx.precheckItem.updateMany({ where: { reportId: report.id, status: "warning" }, data: { acknowledgedBy: actor, acknowledgedAtMs: Date.now(), outgrown: Prisma.DbNull } });
  await recordAcceptedWarnings(tx, row, report.items, actor, null);
}

/** Every warning among the items becomes a risk that the task bears, under the name of who accepted it. One that was accepted before stays as it was recorded. */
export async function recordAcceptedWarnings(
  tx: DatabaseLike,
  task: Pick<Task, "id" | "name">,
  items: readonly PrecheckItem[],
  actor: string,
  /** That the warnings are of. */
  modification: number | null,
): Promise<void> {
  const warnings = items.filter((item) => item.status === "warning");
  const atMs = Date.now();
  for (const item of warnings) {
    const standing = await standingOf(tx, task.id, "precheck-warnings-accepted", item);
    if (standing?.outgrown !== null) await recordRisk(tx, { taskId: task.id, kind: "precheck-warnings-accepted", item, reason: "", actor, atMs, modification });
  }
  await recordOperation({ actor, source: "console", action: "accept-precheck-warnings", taskId: task.id, object: task.name, result: "done", detail: { warnings: warnings.map((item) => item.code) } }, tx);
}

/** A proposal was given up: what was accepted for it is nobody's risk any more. */
export async function revokeRisksOf(tx: DatabaseLike, taskId: string, modification: number): Promise<void> {
  await tx.acceptedRisk.updateMany({ where: { taskId, modification, revokedAtMs: null }, data: { revokedAtMs: Date.now() } });
}

/** On record with what was found; it takes the place of what was accepted of the same check before. */
async function recordRisk(
  tx: DatabaseLike,
  { item, ...risk }: { taskId: string; kind: RiskKind; item: Item; reason: string; actor: string; atMs: number; modification: number | null },
): Promise<void> {
  const { taskId, kind, modification, atMs } = risk;
  await tx.acceptedRisk.updateMany({ where: { taskId, kind, subject: item.checkId, modification, revokedAtMs: null }, data: { revokedAtMs: atMs } });
  const finding = await findingOfItem(tx, item);
  await tx.acceptedRisk.create({ data: { ...risk, subject: item.checkId, finding: finding === null ? undefined : asJsonValue(finding) } });
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
  const items = await tx.precheckItem.findMany({ where: { reportId }, select: { status: true, result: true, acknowledgedBy: true } });
  const verdict = verdictOf(items);
  const row = await tx.task.findUnique({ where: { id: taskId } });
  const { modification } = await tx.precheckReport.update({ where: { id: reportId }, data: { status: verdict } });
  if (modification !== null) return;
  const good = verdict !== "failed" && verdict !== "error";
  if (good && row?.status === "precheck_failed") {
    await transitionWithin(tx, { id: taskId, action: "precheck-passed", actor, message: "Precheck passed: what failed is ignored." });
    const report = await tx.precheckReport.findUniqueOrThrow({ where: { id: reportId } });
    const acknowledged = !items.some(isOpenWarning);
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
