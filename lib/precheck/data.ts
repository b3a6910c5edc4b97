import { AppError } from "../errors/app-error";
import { database } from "../db/client";
import type { PrecheckItem, PrecheckReport } from "../generated/prisma/client";
import { configHash } from "../tasks/record";
import type { CheckResult, CheckSide } from "./check";
import { type CheckedConfiguration, configurationChanges } from "./configuration";
import { differentServers } from "./checks/different-servers";
import type { Text } from "./text";
import type { ItemStatus, Outgrown, PrecheckItemView, PrecheckRunSummary, PrecheckRunView, ReportStatus } from "./view";

type Report = PrecheckReport & { items: PrecheckItem[] };

/** One run with its items in the list's order, compared with the run before it or with run `against`. Null when there is none. */
export async function getPrecheckRun(taskId: string, number: number | "latest", against: number | null = null): Promise<PrecheckRunView | null> {
  const task = await database().task.findUnique({ where: { id: taskId } });
  if (task === null) throw new AppError("not-found");
  const reports = await database().precheckReport.findMany({
    where: { taskId, ...(number === "latest" ? {} : { number: { lte: number } }) },
    orderBy: { number: "desc" },
    take: 5,
    include: { items: { orderBy: { ordinal: "asc" } } },
  });
  const report = reports[0];
  if (report === undefined || (number !== "latest" && report.number !== number)) return null;
  const newest = await database().precheckReport.findFirst({ where: { taskId }, orderBy: { number: "desc" }, select: { number: true } });
  const earlier = reports.slice(1);
  const chosen =
    against === null || against >= report.number ? null : await database().precheckReport.findUnique({ where: { taskId_number: { taskId, number: against } }, include: { items: true } });
  const previous = chosen ?? earlier[0];
  const comparable = await database().precheckReport.findMany({ where: { taskId, number: { lt: report.number } }, orderBy: { number: "desc" }, take: 20, select: { number: true, configHash: true } });
  const items = report.items.map((item) => itemView(item, earlier, previous));
  const bad = (status: ItemStatus) => status === "failed" || status === "error" || status === "warning";
  return {
    ...summaryOf(report),
    // The precheck of added objects belongs to its proposal, not to the saved configuration.
    outdated: report.modification === null && configHash(task) !== report.configHash,
    latest: newest?.number === report.number,
    only: report.only as string[] | null,
    comparable,
    configChanged: previous !== undefined && previous.configHash !== report.configHash,
    changes: previous === undefined || previous.configHash === report.configHash ? null : await changesBetween(previous, report),
    previousNumber: previous?.number ?? null,
    since:
      previous === undefined
        ? null
        : {
            fixed: items.filter((item) => item.since === "fixed").length,
            newFailures: items.filter((item) => item.since === "new" && bad(item.status)).length,
            stillFailing: items.filter((item) => (item.since === "still" || item.since === "changed-value") && bad(item.status)).length,
          },
    items,
  };
}

async function changesBetween(before: Report, after: Report): Promise<PrecheckRunView["changes"]> {
  const [was, is] = [await configurationOf(before), await configurationOf(after)];
  return was === null || is === null ? null : configurationChanges(was, is);
}

/** The newest run of a configuration keeps it for all. */
async function configurationOf({ taskId, configHash: hash }: Report): Promise<CheckedConfiguration | null> {
  const newest = await database().precheckReport.findFirst({ where: { taskId, configHash: hash }, orderBy: { number: "desc" }, select: { configuration: true } });
  return (newest?.configuration ?? null) as CheckedConfiguration | null;
}

/** Who the servers of tasks said that they are, in the newest precheck of their present configuration; by task id. */
export async function knownServers(tasks: readonly { readonly id: string; readonly configHash: string | null }[]): Promise<Map<string, { readonly source: string; readonly destination: string }>> {
  const rows = await database().precheckItem.findMany({
    where: { checkId: differentServers.id, status: { in: ["passed", "failed"] }, report: { taskId: { in: tasks.map((task) => task.id) }, modification: null } },
    orderBy: { reportId: "asc" },
    select: { result: true, report: { select: { taskId: true, configHash: true } } },
  });
  const hashes = new Map(tasks.map((task) => [task.id, task.configHash]));
  return new Map(
    rows.flatMap(({ result, report }) => {
      const [source, destination] = (result as CheckResult | null)?.observed ?? [];
      return source === undefined || destination === undefined || hashes.get(report.taskId) !== report.configHash ? [] : [[report.taskId, { source: source.value.text, destination: destination.value.text }]];
    }),
  );
}

/** Newest first. */
export async function listPrecheckRuns(taskId: string): Promise<PrecheckRunSummary[]> {
  const reports = await database().precheckReport.findMany({
    where: { taskId },
    orderBy: { number: "desc" },
    include: { items: { select: { status: true } } },
  });
  return reports.map(summaryOf);
}

function summaryOf(report: PrecheckReport & { items: readonly Pick<PrecheckItem, "status">[] }): PrecheckRunSummary {
  const counts: Record<ItemStatus, number> = { pending: 0, running: 0, passed: 0, warning: 0, failed: 0, ignored: 0, error: 0, skipped: 0 };
  for (const item of report.items) counts[item.status as ItemStatus] += 1;
  return {
    number: report.number,
    status: report.status as ReportStatus,
    configHash: report.configHash,
    modification: report.modification,
    startedBy: report.startedBy,
    startedAtMs: Number(report.startedAtMs),
    endedAtMs: report.endedAtMs === null ? null : Number(report.endedAtMs),
    done: report.items.length - counts.pending - counts.running,
    total: report.items.length,
    counts,
  };
}

const passedLike = new Set<string>(["passed", "skipped"]);

function itemView(item: PrecheckItem, earlier: readonly Report[], baseline: Report | undefined): PrecheckItemView {
  const before = earlier.map((report) => report.items.find((each) => each.checkId === item.checkId)).filter((each) => each !== undefined);
  const previous = baseline?.items.find((each) => each.checkId === item.checkId);
  const result = item.result as CheckResult | null;
  const observedBefore = observedLine(previous?.result as CheckResult | null | undefined);
  const done = item.status !== "pending" && item.status !== "running";
  return {
    id: item.checkId,
    code: item.code,
    ordinal: item.ordinal,
    side: item.side as CheckSide,
    topic: item.topic as unknown as Text,
    status: item.status as ItemStatus,
    ignorable: item.ignorable,
    result,
    ignored:
      item.ignoredBy === null || item.ignoredAtMs === null ? null : { by: item.ignoredBy, atMs: Number(item.ignoredAtMs), reason: item.ignoreReason ?? "" },
    acknowledged: item.acknowledgedBy === null || item.acknowledgedAtMs === null ? null : { by: item.acknowledgedBy, atMs: Number(item.acknowledgedAtMs) },
    outgrown: item.outgrown as Outgrown | null,
    since: previous === undefined || !done ? null : sinceOf(item.status, previous.status, observedLine(result) !== observedBefore),
    previouslyObserved: observedBefore,
    history: [item, ...before].slice(0, 5).map((each) => each.status as ItemStatus),
  };
}

function sinceOf(now: string, before: string, valueChanged: boolean): PrecheckItemView["since"] {
  if (passedLike.has(now)) return passedLike.has(before) ? "unchanged" : "fixed";
  if (passedLike.has(before)) return "new";
  return valueChanged ? "changed-value" : "still";
}

function observedLine(result: CheckResult | null | undefined): string | null {
  if (!result || result.observed.length === 0) return null;
  return result.observed.map((entry) => entry.value.text).join(", ");
}
