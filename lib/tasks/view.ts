/** Read models: what GET routes and pages get. Plain JSON; times are milliseconds since 1970 UTC. Browser-safe, types only. */
import type { ErrorCode, Disposition } from "../errors/catalogue";
import type { Figures, Phase } from "../engine/plan";
import type { AllowedActions } from "./action-rules";
import type { InstanceClass } from "./instance-class";
import type { EndpointsSlice, InitializationSlice, NetworkSlice, ObjectsSlice } from "./schema";
import type { DisplayValue, TaskStatus, Tone } from "./status";
import type { KnownGapView } from "./schema-changes/schema";
import type { PositionResetView } from "./position-reset/schema";
import type { SkippedTransactionView } from "./skipped-transactions/schema";
import type { DraftProgress, WizardStep } from "./steps";

export type { AllowedActions } from "./action-rules";

export interface StatusView {
  readonly status: TaskStatus;
  readonly phase: Phase | null;
  readonly value: DisplayValue;
  readonly tone: Tone;
  readonly icon: string;
  readonly live: boolean;
  readonly sinceMs: number;
}

export interface TaskErrorView {
  readonly code: ErrorCode;
  readonly sentence: string;
  readonly remedy: string;
  readonly disposition: Disposition;
  readonly atMs: number;
  /** The database's own words, for its owner. */
  readonly serverMessage: string | null;
  readonly detail: string | null;
  /** Table, position, role … as facts. */
  readonly context: Readonly<Record<string, string | number | boolean | null>>;
}

export interface RetryView {
  readonly code: ErrorCode;
  readonly sentence: string;
  readonly remedy: string;
  readonly serverMessage: string | null;
  readonly attempt: number;
  readonly sinceMs: number;
  readonly nextAtMs: number;
  readonly windowEndsMs: number;
}

export interface PhaseTime {
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  /** Of that the task stood still for so long (paused, retrying, failed), without a stand that lasts. */
  readonly heldMs?: number;
}

export interface LagView {
  /** Figures are older than 15 s while the task runs, or the source's position cannot be read: `unknown`, never 0. `held`: nobody measures, because the task retries or is being paused. */
  readonly state: "caught-up" | "behind" | "unknown" | "held" | "none";
  readonly lagMs: number | null;
  readonly lagBytes: number | null;
  /** Source commit time of the last applied change. */
  readonly lastChangeMs: number | null;
  readonly warn: boolean;
}

export interface RunwayView {
  /** Milliseconds until the source may purge what we still need; null = unknown or never. */
  readonly remainingMs: number | null;
  readonly deadlineMs: number | null;
  readonly unlimited: boolean;
  readonly tone: Tone;
}

export interface ProgressView {
  readonly schema: { readonly done: number; readonly total: number };
  readonly load: {
    readonly tablesDone: number;
    readonly tables: number;
    readonly rows: number;
    readonly rowsEstimated: number;
    readonly bytes: number;
    /** What is copied and what is ahead; null while sizes are not known. */
    readonly bytesEstimated: number | null;
    /** By bytes where sizes are known, else by rows. 0-100; at most 99 until every table has ended. Null before the first table is known. */
    readonly percent: number | null;
    /** Null = cannot be estimated yet. */
    readonly etaMs: number | null;
    /** The same as a range, where the recent rates are at hand (a task's own page); null = still estimating. */
    readonly eta?: { readonly lowMs: number; readonly highMs: number } | null;
    /** Tables being copied that take longest (a task's own page). */
    readonly slowest?: readonly SlowTableView[];
  };
}

/** A table being copied, by its own rate. */
export interface SlowTableView {
  readonly database: string;
  readonly table: string;
  readonly rowsCopied: number;
  readonly rowsEstimated: number;
  /** Null: just begun. */
  readonly rowsPerSecond: number | null;
  /** Null: not known, or more rows than were estimated. */
  readonly etaMs: number | null;
}

export type AttentionView =
  | { readonly kind: "none" }
  | { readonly kind: "configure"; readonly step: WizardStep }
  | { readonly kind: "precheck-failed"; readonly failed: number; readonly reportNumber: number }
  | { readonly kind: "precheck-warnings"; readonly warnings: number; readonly reportNumber: number; /** The task does not start then unless they are acknowledged. */ readonly startsAtMs: number | null }
  | { readonly kind: "ready-to-start" }
  | { readonly kind: "retrying"; readonly sinceMs: number; readonly windowEndsMs: number }
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly sentence: string }
  | { readonly kind: "runway-short"; readonly deadlineMs: number }
  | { readonly kind: "lag-high"; readonly lagMs: number }
  /** The change of objects under way is held up; the task goes on without it. */
  | { readonly kind: "modification-failed"; readonly number: number; readonly code: ErrorCode; readonly sentence: string }
  /** The fixed term is over; the task goes on. */
  | { readonly kind: "term-over"; readonly endedAtMs: number }
  | { readonly kind: "no-runner" }
  | { readonly kind: "waiting-for-start"; readonly atMs: number }
  /** It could not start at its appointed time. */
  | { readonly kind: "start-missed"; readonly atMs: number };

/** A row of the list. */
export interface TaskSummary {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly status: StatusView;
  readonly attention: AttentionView;
  readonly lag: LagView;
  readonly runway: RunwayView;
  readonly progress: ProgressView | null;
  readonly rowsPerSecond: number | null;
  readonly bytesPerSecond: number | null;
  /** Lag in ms per minute of the last 30 minutes, oldest first; null = unknown. */
  readonly lagHistory: readonly (number | null)[];
  /** Lag above this is a warning. */
  readonly lagLimitMs: number;
  readonly source: { readonly regionId: string; readonly id: string | null; readonly address: string | null };
  readonly destination: { readonly regionId: string; readonly id: string | null; readonly address: string | null };
  readonly instanceClass: InstanceClass;
  readonly metering: "metered" | "fixed-term";
  /** End of a fixed term; null for metered ones. */
  readonly endsAtMs: number | null;
  readonly topology: "one-way";
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
  readonly createdBy: string;
  readonly error: TaskErrorView | null;
  readonly retry: RetryView | null;
  readonly pause: { readonly by: string; readonly atMs: number; readonly reason: string | null } | null;
  readonly releasedAtMs: number | null;
  readonly allowed: AllowedActions;
}

export interface TaskList {
  readonly rows: readonly TaskSummary[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
  /** Over region and search, ignoring the status filter. */
  readonly counts: Partial<Record<DisplayValue, number>> & { readonly attention: number; readonly all: number };
  /** Of all tasks, by name. */
  readonly projects: readonly string[];
}

/** What became of one of several. */
export interface BulkOutcome {
  readonly id: string;
  readonly ok: boolean;
  readonly error: { readonly code: ErrorCode; readonly sentence: string } | null;
}

export interface AcceptedRiskView {
  readonly kind: "existing-tables-ignored" | "precheck-item-ignored" | "precheck-warnings-accepted" | "table-set-aside";
  readonly subject: string;
  readonly reason: string;
  readonly actor: string;
  readonly atMs: number;
}

/** The page of one task. */
export interface TaskDetail extends TaskSummary {
  readonly generation: number;
  readonly project: string;
  readonly phaseTimes: Partial<Record<Phase, PhaseTime>>;
  readonly runner: { readonly id: string; readonly hostname: string; readonly heartbeatAtMs: number } | null;
  readonly figures: Figures | null;
  readonly figuresAtMs: number | null;
  readonly acceptedRisks: readonly AcceptedRiskView[];
  /** Schema changes that did not go their usual way, newest first. */
  readonly knownGaps: readonly KnownGapView[];
  /** Source transactions that were passed over by decision, newest first. */
  readonly skippedTransactions: readonly SkippedTransactionView[];
  /** Positions that a person has set, newest first. */
  readonly positionResets: readonly PositionResetView[];
  /** Rows that were not as a change expected, ever. */
  readonly conflictCount: number;
  readonly settings: { readonly endpoints: EndpointsSlice | null; readonly objects: ObjectsSlice | null; readonly initialization: InitializationSlice | null };
  readonly latestPrecheck: { readonly number: number; readonly status: string } | null;
  readonly firstStartedAtMs: number | null;
  /** Of the destination's region, under which the task is listed; null = the region is not there. */
  readonly timeZone: string | null;
  /** Which steps of the wizard are saved. */
  readonly draft: DraftProgress;
  /** Of a tombstone: whose decision it was. */
  readonly released: { readonly by: string; readonly atMs: number; readonly reason: string | null } | null;
}

/** What the wizard's pages load. Passwords never come: only whether one is saved. */
export interface TaskDraft {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly status: StatusView;
  readonly editable: boolean;
  readonly sourceRegionId: string;
  readonly destinationRegionId: string;
  /** Of the destination's region. */
  readonly timeZone: string | null;
  readonly endpoints: EndpointsSlice | null;
  readonly sourcePasswordSaved: boolean;
  readonly destinationPasswordSaved: boolean;
  readonly network: NetworkSlice | null;
  readonly objects: ObjectsSlice | null;
  readonly initialization: InitializationSlice | null;
  /** Typed but not valid yet, by step (without passwords): the form starts from these where present. Unchecked shapes. */
  readonly unsaved: Partial<Record<WizardStep, unknown>>;
  readonly progress: DraftProgress;
  readonly nextStep: WizardStep;
  readonly savedAtMs: number | null;
  readonly latestPrecheck: { readonly number: number; readonly status: string } | null;
}

/** What is known of the way to a task's servers. */
export interface ReachabilityView {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly destination: string;
  /** Both sides answered then; null = not since the endpoints changed. */
  readonly checkedAtMs: number | null;
}

