/** A task's row and its newest figures → what list and page show. Pure: the clock comes in by argument. */
import type { Figures, TableState } from "../engine/plan";
import { errorCatalogue, type ErrorCode } from "../errors/catalogue";
import { allowedActions } from "./action-rules";
import { asErrorCode, type TaskRecord } from "./record";
import { bytesAhead, type SizeSums } from "./progress/bytes-ahead";
import { runwayView } from "./runway";
import { displayStatus, isFlowing, isInitializing, isMoving } from "./status";
import { firstIncompleteStep } from "./steps";
import type { AttentionView, LagView, ProgressView, StatusView, TaskErrorView, TaskSummary } from "./view";

/** Figures older than this say nothing about now. */
export const staleMs = 15_000;
/** A runner that has not shown itself for this long is gone. */
export const runnerGoneMs = 30_000;

export interface TaskFacts {
  readonly record: TaskRecord;
  readonly figures: { readonly atMs: number; readonly figures: Figures } | null;
  readonly tables: readonly TableCount[];
  readonly latestPrecheck: { readonly number: number; readonly status: string; readonly failed: number; /** Not acknowledged. */ readonly warnings: number } | null;
  /** The change of objects that its runner could not carry out and tries again. */
  readonly failedModification: { readonly number: number; readonly code: ErrorCode } | null;
  readonly lagHistory: readonly (number | null)[];
  readonly runnerAlive: boolean;
  /** Hours below which a binlog runway is amber, and red. */
  readonly runwayHours: { readonly warn: number; readonly bad: number };
}

/** Tables of one state, added up. */
export interface TableCount extends SizeSums {
  readonly state: TableState;
  readonly tables: number;
  readonly rowsEstimated: number;
  readonly rowsCopied: number;
  readonly bytesCopied: number;
}

export function statusView(record: TaskRecord): StatusView {
  return { status: record.status, phase: record.phase, ...displayStatus(record.status, record.phase), sinceMs: Number(record.row.statusSinceMs) };
}

/** Lag from which the task is said to be late, wherever that is said. */
export const lagLimitSeconds = (record: TaskRecord): number => record.objects?.lagWarnSeconds ?? 30;

export function lagView(facts: TaskFacts, now: number): LagView {
  const { record, figures } = facts;
  const lastChangeMs = (figures?.figures.heartbeat ? figures.figures.heartbeat.lastChangeMs : figures?.figures.lastCommitMs) ?? null;
  const none: LagView = { state: "none", lagMs: null, lagBytes: null, lastChangeMs, warn: false };
  if (!isMoving(record.status) || (isInitializing(record.phase) && record.status !== "retrying")) return none;
  if (!isFlowing(record.status)) return { ...none, state: "held" };
  const fresh = figures !== null && now - figures.atMs <= staleMs;
  if (!fresh || (figures.figures.lagMs === null && figures.figures.caughtUp !== true)) return { ...none, state: "unknown", warn: true };
  const { caughtUp, lagMs, lagBytes } = figures.figures;
  if (caughtUp === true) return { state: "caught-up", lagMs: 0, lagBytes: 0, lastChangeMs, warn: false };
  const limit = lagLimitSeconds(record) * 1_000;
  return { state: "behind", lagMs, lagBytes, lastChangeMs, warn: (lagMs ?? 0) > limit };
}

const schemaDone: readonly TableState[] = ["copying", "copied", "catching_up", "live"];
const loadDone: readonly TableState[] = ["copied", "catching_up", "live"];

export function progressView(facts: TaskFacts): ProgressView | null {
  const counted = facts.tables.filter((entry) => entry.state !== "excluded");
  const tables = sum(counted, (entry) => entry.tables);
  if (tables === 0) return null;
  const done = counted.filter((entry) => loadDone.includes(entry.state));
  const rows = sum(counted, (entry) => entry.rowsCopied);
  const tablesDone = sum(done, (entry) => entry.tables);
  const open = counted.filter((entry) => !loadDone.includes(entry.state));
  const remaining = sum(open, (entry) => Math.max(0, entry.rowsEstimated - entry.rowsCopied));
  const expected = rows + remaining;
  const bytes = sum(counted, (entry) => entry.bytesCopied);
  const finished = tablesDone === tables;
  const ahead = finished ? 0 : bytesAhead(open, counted);
  // By bytes where sizes are known: a table of wide rows takes longer than its rows say.
  const [copied, whole] = ahead === null ? [rows, expected] : [bytes, bytes + ahead];
  const percent = finished ? 100 : whole === 0 ? 0 : Math.min(99, Math.floor((copied / whole) * 100));
  const figures = facts.figures?.figures.phase === "load" ? facts.figures.figures : null;
  const rate = figures === null ? 0 : ahead === null ? figures.rowsPerSecond : figures.bytesPerSecond;
  return {
    schema: {
      done: sum(
        counted.filter((entry) => schemaDone.includes(entry.state)),
        (entry) => entry.tables,
      ),
      total: tables,
    },
    load: {
      tablesDone,
      tables,
      rows,
      rowsEstimated: expected,
      bytes,
      bytesEstimated: ahead === null ? null : bytes + ahead,
      percent,
      etaMs: finished || facts.record.status !== "running" || percent < 2 || rate <= 0 ? null : Math.round(((ahead ?? remaining) / rate) * 1_000),
    },
  };
}

export function errorView(record: TaskRecord): TaskErrorView | null {
  const code = record.errorCode;
  if (code === null || record.row.errorAtMs === null) return null;
  const entry = errorCatalogue[code];
  const { serverMessage, detail, ...context } = record.errorContext;
  return {
    code,
    sentence: entry.sentence,
    remedy: entry.remedy,
    disposition: entry.disposition,
    atMs: Number(record.row.errorAtMs),
    serverMessage: typeof serverMessage === "string" ? serverMessage : null,
    detail: typeof detail === "string" ? detail : null,
    context,
  };
}

export function sentenceOf(code: ErrorCode): string {
  return errorCatalogue[code].sentence;
}

export function tableError(code: string | null): { code: ErrorCode; sentence: string; remedy: string } | null {
  const known = asErrorCode(code);
  return known === null ? null : { code: known, sentence: errorCatalogue[known].sentence, remedy: errorCatalogue[known].remedy };
}

function endOfTerm({ row }: TaskRecord): number | null {
  return row.metering === "fixed-term" && row.endsAtMs !== null ? Number(row.endsAtMs) : null;
}

/** The one thing that its person should know or do. A term that is over stops nothing: it is said where nothing more urgent is. */
export function attentionView(facts: TaskFacts, now: number): AttentionView {
  const attention = attentionOfWork(facts, now);
  const endedAtMs = endOfTerm(facts.record);
  if (endedAtMs === null || endedAtMs > now || facts.record.status === "released" || needsPerson(attention)) return attention;
  return { kind: "term-over", endedAtMs };
}

function attentionOfWork(facts: TaskFacts, now: number): AttentionView {
  const { record, latestPrecheck, failedModification } = facts;
  switch (record.status) {
    case "not_configured":
      return { kind: "configure", step: firstIncompleteStep(record.progress) };
    case "precheck_failed":
      return { kind: "precheck-failed", failed: latestPrecheck?.failed ?? 0, reportNumber: latestPrecheck?.number ?? 0 };
    case "ready":
      if (latestPrecheck !== null && latestPrecheck.warnings > 0) {
        return { kind: "precheck-warnings", warnings: latestPrecheck.warnings, reportNumber: latestPrecheck.number, startsAtMs: record.row.startAtMs === null ? null : Number(record.row.startAtMs) };
      }
      if (record.row.startAtMs !== null) return { kind: "waiting-for-start", atMs: Number(record.row.startAtMs) };
      if (record.row.missedStartMs !== null) return { kind: "start-missed", atMs: Number(record.row.missedStartMs) };
      return { kind: "ready-to-start" };
    case "retrying":
      return record.retry === null ? { kind: "none" } : { kind: "retrying", sinceMs: record.retry.sinceMs, windowEndsMs: record.retry.windowEndsMs };
    case "failed":
      return { kind: "failed", code: record.errorCode ?? "unknown", sentence: sentenceOf(record.errorCode ?? "unknown") };
    case "prechecking":
    case "starting":
    case "releasing":
      return facts.runnerAlive ? { kind: "none" } : { kind: "no-runner" };
    case "running":
    case "modifying":
    case "pausing":
    case "paused": {
      if (record.status !== "paused" && !facts.runnerAlive) return { kind: "no-runner" };
      const runway = runwayView(facts, now);
      if (runway.deadlineMs !== null && (runway.tone === "warn" || runway.tone === "bad")) return { kind: "runway-short", deadlineMs: runway.deadlineMs };
      const lag = lagView(facts, now);
      if (lag.state === "behind" && lag.warn && lag.lagMs !== null) return { kind: "lag-high", lagMs: lag.lagMs };
      return failedModification === null ? { kind: "none" } : { kind: "modification-failed", ...failedModification, sentence: sentenceOf(failedModification.code) };
    }
    case "not_started":
      return { kind: "ready-to-start" };
    case "released":
      return { kind: "none" };
  }
}

/** Somebody must do something: the red dot. */
export function needsPerson(attention: AttentionView): boolean {
  return attention.kind !== "none" && attention.kind !== "configure" && attention.kind !== "waiting-for-start" && attention.kind !== "ready-to-start";
}

export function taskSummary(facts: TaskFacts, now: number): TaskSummary {
  const { record } = facts;
  const { row } = record;
  const status = statusView(record);
  const lag = lagView(facts, now);
  const runway = runwayView(facts, now);
  const short = runway.tone === "warn" || runway.tone === "bad";
  const warn = ((record.status === "running" || record.status === "modifying") && (lag.warn || short)) || (record.status === "paused" && short);
  const fresh = (record.status === "running" || record.status === "modifying") && facts.figures !== null && now - facts.figures.atMs <= staleMs ? facts.figures.figures : null;
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    status: warn ? { ...status, tone: "warn" } : status,
    attention: attentionView(facts, now),
    lag,
    runway,
    progress: progressView(facts),
    rowsPerSecond: fresh?.rowsPerSecond ?? null,
    bytesPerSecond: fresh?.bytesPerSecond ?? null,
    lagHistory: facts.lagHistory,
    lagLimitMs: lagLimitSeconds(record) * 1_000,
    source: { regionId: row.sourceRegionId, id: row.hostId, address: row.sourceAddress },
    destination: { regionId: row.destinationRegionId, id: row.clusterId, address: row.destinationAddress },
    instanceClass: record.instanceClass,
    metering: row.metering === "fixed-term" ? "fixed-term" : "metered",
    endsAtMs: endOfTerm(record),
    topology: "one-way",
    tags: record.tags,
    createdAtMs: Number(row.createdAtMs),
    createdBy: row.createdBy,
    error: record.status === "failed" ? errorView(record) : null,
    retry: record.status === "retrying" && record.retry !== null ? { ...record.retry, sentence: sentenceOf(record.retry.code), remedy: errorCatalogue[record.retry.code].remedy } : null,
    pause:
      record.status === "paused" || record.status === "pausing"
        ? { by: row.pausedBy ?? "", atMs: Number(row.pausedAtMs ?? row.statusSinceMs), reason: row.pauseReason }
        : null,
    releasedAtMs: row.releasedAtMs === null ? null : Number(row.releasedAtMs),
    allowed: allowedActions(record),
  };
}

function sum<T>(entries: readonly T[], value: (entry: T) => number): number {
  return entries.reduce((total, entry) => total + value(entry), 0);
}
