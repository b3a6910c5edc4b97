/** Reads of tasks for pages and routes. */
import { AppError } from "../errors/app-error";
import type { Figures } from "../engine/plan";
import { database } from "../db/client";
import type { Task } from "../generated/prisma/client";
import { lagHistories } from "../figures/data";
import { knownServers } from "../precheck/data";
import type { ServerAt } from "../precheck/task-graph";
import { isOpenWarning } from "../precheck/verdict";
import { getSettings } from "../settings/data";
import { matches, ordering } from "./list-order";
import type { TaskListQuery } from "./list-query";
import { withForecast } from "./progress/load-forecast";
import { tableCounts } from "./progress/data";
import { listProjects } from "./projects/data";
import { asErrorCode, taskRecord } from "./record";
import { listKnownGaps } from "./schema-changes/data";
import { listPositionResets } from "./position-reset/data";
import { listSkippedTransactions } from "./skipped-transactions/data";
import type { SelectedObjects } from "./schema";
import { isEditable } from "./status";
import { firstIncompleteStep } from "./steps";
import { needsPerson, runnerGoneMs, statusView, type TaskFacts, taskSummary } from "./summary";
import type { AcceptedRiskView, TaskDetail, TaskDraft, TaskList, TaskSummary } from "./view";
import { withCapitalization } from "../object-names/capitalization";

async function rowOf(id: string): Promise<Task> {
  const row = await database().task.findUnique({ where: { id } });
  if (row === null) throw new AppError("not-found");
  return row;
}

/** The row as it is, for the runner and for probes. Throws `not-found`. */
export async function getTaskRow(id: string): Promise<Task> {
  return rowOf(id);
}

/** Every task with its newest figures, in as many queries as there are kinds of facts. */
async function factsOf(rows: readonly Task[]): Promise<TaskFacts[]> {
  const db = database();
  const ids = rows.map((row) => row.id);
  const now = Date.now();
  const [settings, figures, counts, reports, modifications, alive] = await Promise.all([
    getSettings(),
    db.taskFigure.findMany({ where: { taskId: { in: ids } } }),
    tableCounts(ids),
    latestReports(ids),
    db.taskModification.findMany({ where: { taskId: { in: ids }, state: "failed" }, select: { taskId: true, number: true, errorCode: true } }),
    db.runnerNode.findMany({ where: { heartbeatAtMs: { gte: now - runnerGoneMs } }, select: { region: true } }),
  ]);
  return rows.map((row) => {
    const figure = figures.find((each) => each.taskId === row.id);
    return {
      record: taskRecord(row),
      figures: figure === undefined ? null : { atMs: Number(figure.atMs), figures: figure.figures as unknown as Figures },
      tables: counts.get(row.id) ?? [],
      latestPrecheck: reports.get(row.id) ?? null,
      failedModification: failedModificationOf(row, modifications),
      lagHistory: [],
      // One of its region, or one that takes what no other serves.
      runnerAlive: alive.some(({ region }) => region === "" || region === row.destinationRegionId),
      runwayHours: { warn: settings.runwayWarnHours, bad: settings.runwayBadHours },
    };
  });
}

/** Facts of every task that was started, or was to start and did not, and is not released, for those who watch them all. */
export async function startedTaskFacts(): Promise<TaskFacts[]> {
  return factsOf(await database().task.findMany({ where: { OR: [{ firstStartedAtMs: { not: null } }, { missedStartMs: { not: null } }], status: { not: "released" } } }));
}

/** Only the one that the runner is to carry out: one that was given up holds nothing up. */
function failedModificationOf(row: { readonly id: string; readonly modification: number | null }, failed: readonly { readonly taskId: string; readonly number: number; readonly errorCode: string | null }[]): TaskFacts["failedModification"] {
  const found = failed.find(({ taskId, number }) => taskId === row.id && number === row.modification);
  return found === undefined ? null : { number: found.number, code: asErrorCode(found.errorCode) ?? "unknown" };
}

async function latestReports(taskIds: readonly string[]): Promise<Map<string, NonNullable<TaskFacts["latestPrecheck"]>>> {
  const db = database();
  const newest = await db.precheckReport.groupBy({ by: ["taskId"], where: { taskId: { in: [...taskIds] }, modification: null }, _max: { id: true } });
  const reports = await db.precheckReport.findMany({
    where: { id: { in: newest.map((each) => each._max.id ?? -1) } },
    include: { items: { select: { status: true, acknowledgedBy: true } } },
  });
  return new Map(
    reports.map((report) => {
      const count = (...statuses: string[]) => report.items.filter((item) => statuses.includes(item.status)).length;
      return [report.taskId, { number: report.number, status: report.status, failed: count("failed", "error"), warnings: report.items.filter(isOpenWarning).length }];
    }),
  );
}

/** "database.table" of every table that the tasks carry, by task: those that are set aside are not carried. */
async function carriedTables(): Promise<Map<string, Set<string>>> {
  const rows = await database().taskTable.findMany({ where: { state: { not: "excluded" } }, select: { taskId: true, sourceDatabase: true, sourceTable: true } });
  const tables = new Map<string, Set<string>>();
  for (const { taskId, sourceDatabase, sourceTable } of rows) {
    const own = tables.get(taskId);
    if (own === undefined) tables.set(taskId, new Set([`${sourceDatabase}.${sourceTable}`]));
    else own.add(`${sourceDatabase}.${sourceTable}`);
  }
  return tables;
}

/** Every task that the filters let through, in order, without their lag histories; and counts over all but the status filter. */
async function filteredTasks(query: TaskListQuery, now: number): Promise<{ wanted: TaskSummary[]; counts: TaskList["counts"] }> {
  const [found, carried] = await Promise.all([
    database().task.findMany({
      where: {
        destinationRegionId: query.region || undefined,
        instanceClass: query.class.length > 0 ? { in: [...query.class] } : undefined,
        project: query.project,
        topology: query.topology.length > 0 ? { in: [...query.topology] } : undefined,
        createdAtMs: {
          gte: query.createdFrom === undefined ? undefined : Date.parse(query.createdFrom),
          lt: query.createdTo === undefined ? undefined : Date.parse(query.createdTo),
        },
      },
      orderBy: { createdAtMs: "desc" },
    }),
    query.field === "object" && query.q !== undefined ? carriedTables() : null,
  ]);
  const rows = found.filter((row) => matches(row, query, carried?.get(row.id)));
  const all = (await factsOf(rows)).map((facts) => taskSummary(facts, now));
  const counts: TaskList["counts"] = { attention: 0, all: 0 };
  for (const summary of all) {
    counts[summary.status.value] = (counts[summary.status.value] ?? 0) + 1;
    if (summary.status.value === "Released") continue;
    (counts as { all: number }).all += 1;
    if (needsPerson(summary.attention)) (counts as { attention: number }).attention += 1;
  }
  const wanted = all.filter((summary) => {
    if (query.status.length > 0 ? !query.status.includes(summary.status.value) : summary.status.value === "Released") return false;
    return !query.attention || needsPerson(summary.attention);
  });
  wanted.sort(ordering(query));
  return { wanted, counts };
}

/** The whole filtered list in its order, for a file. */
export async function listAllTasks(query: TaskListQuery): Promise<readonly TaskSummary[]> {
  return (await filteredTasks(query, Date.now())).wanted;
}

/** One page of the list, with counts for the filter chips. */
export async function listTasks(query: TaskListQuery): Promise<TaskList> {
  const now = Date.now();
  const { wanted, counts } = await filteredTasks(query, now);
  const page = Math.min(query.page, Math.max(1, Math.ceil(wanted.length / query.pageSize)));
  const shown = wanted.slice((page - 1) * query.pageSize, page * query.pageSize);
  const [histories, projects] = await Promise.all([lagHistories(shown.map((summary) => summary.id)), listProjects()]);
  return {
    rows: shown.map((summary) => ({ ...summary, lagHistory: histories.get(summary.id) ?? [] })),
    total: wanted.length,
    page,
    pageSize: query.pageSize,
    counts,
    projects,
  };
}

/** The page of one task. */
export async function getTask(id: string): Promise<TaskDetail> {
  const now = Date.now();
  const row = await rowOf(id);
  const [facts] = await factsOf([row]);
  if (facts === undefined) throw new AppError("not-found");
  const { record } = facts;
  const [knownGaps, skippedTransactions, positionResets, histories, risks, runner] = await Promise.all([
    listKnownGaps(row),
    listSkippedTransactions(row),
    listPositionResets(row),
    lagHistories([id]),
    database().acceptedRisk.findMany({ where: { taskId: id, revokedAtMs: null }, orderBy: { id: "asc" } }),
    row.leaseOwner === null ? null : database().runnerNode.findUnique({ where: { id: row.leaseOwner } }),
  ]);
  const summary = taskSummary({ ...facts, lagHistory: histories.get(id) ?? [] }, now);
  return {
    ...summary,
    progress: summary.progress === null ? null : await withForecast(record, summary.progress, now),
    generation: row.generation,
    project: row.project,
    phaseTimes: record.phaseTimes,
    runner: runner === null ? null : { id: runner.id, hostname: runner.hostname, heartbeatAtMs: Number(runner.heartbeatAtMs) },
    figures: facts.figures?.figures ?? null,
    figuresAtMs: facts.figures?.atMs ?? null,
    acceptedRisks: risks.map((risk): AcceptedRiskView => ({
      kind: risk.kind as AcceptedRiskView["kind"],
      subject: risk.subject,
      reason: risk.reason,
      actor: risk.actor,
      atMs: Number(risk.atMs),
    })),
    knownGaps,
    skippedTransactions,
    positionResets,
    conflictCount: row.conflictCount,
    settings: { endpoints: record.endpoints, objects: record.objects, initialization: record.initialization },
    latestPrecheck: facts.latestPrecheck,
    firstStartedAtMs: row.firstStartedAtMs === null ? null : Number(row.firstStartedAtMs),
    timeZone: await zoneOf(row.destinationRegionId),
    draft: record.progress,
    released: row.releasedAtMs === null ? null : await releaseOf(id, Number(row.releasedAtMs)),
  };
}

async function zoneOf(regionId: string): Promise<string | null> {
  return (await database().region.findUnique({ where: { id: regionId }, select: { timeZone: true } }))?.timeZone ?? null;
}

/** Whoever asked for it: the runner only carried it out. */
async function releaseOf(taskId: string, atMs: number): Promise<TaskDetail["released"]> {
  const asked = await database().operationLog.findFirst({ where: { taskId, action: "release-task", result: "done" }, orderBy: { id: "desc" } });
  return { by: asked?.actor ?? "", atMs, reason: asked?.reason ?? null };
}

/** What the wizard's pages start from. */
export async function getDraft(id: string): Promise<TaskDraft> {
  const row = await rowOf(id);
  const record = taskRecord(row);
  const latest = (await latestReports([id])).get(id) ?? null;
  return {
    id,
    name: row.name,
    version: row.version,
    status: statusView(record),
    editable: isEditable(record.status),
    sourceRegionId: row.sourceRegionId,
    destinationRegionId: row.destinationRegionId,
    timeZone: await zoneOf(row.destinationRegionId),
    endpoints: record.endpoints,
    sourcePasswordSaved: row.sourceSecret !== null,
    destinationPasswordSaved: row.destinationSecret !== null,
    network: record.progress.network ? record.network : null,
    objects: record.objects,
    initialization: record.initialization,
    unsaved: record.unsaved,
    progress: record.progress,
    nextStep: firstIncompleteStep(record.progress),
    savedAtMs: row.draftSavedAtMs === null ? null : Number(row.draftSavedAtMs),
    latestPrecheck: latest,
  };
}

export interface OtherTaskFacts {
  readonly taskId: string;
  readonly generation: number;
  readonly name: string;
  readonly source: ServerAt;
  readonly destination: ServerAt;
  readonly objects: SelectedObjects;
}

/** Configured tasks besides this one: for checks that look across tasks. */
export async function listOtherTasks(id: string): Promise<OtherTaskFacts[]> {
  const rows = await database().task.findMany({ where: { id: { not: id }, status: { notIn: ["released", "not_configured"] } } });
  const address = (text: string | null) => {
    const at = text?.lastIndexOf(":") ?? -1;
    return { host: text?.slice(0, at) ?? "", port: Number(text?.slice(at + 1) ?? 0) };
  };
  const known = await knownServers(rows);
  return rows.flatMap((row) => {
    const { objects } = taskRecord(row);
    return objects === null
      ? []
      : [
          {
            taskId: row.id,
            generation: row.generation,
            name: row.name,
            source: { ...address(row.sourceAddress), identity: known.get(row.id)?.source ?? null },
            destination: { ...address(row.destinationAddress), identity: known.get(row.id)?.destination ?? null },
            objects: withCapitalization(objects.objects, objects.capitalization),
          },
        ];
  });
}
