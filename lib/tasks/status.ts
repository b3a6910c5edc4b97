/**
 * What a task is doing (status) and how far its data is (phase): all that screens, actions and the runner know about it.
 * Pure: the only writer of a status is `transition.ts`, which asks `nextStatus` here.
 */
import type { Phase } from "../engine/plan";

export const taskStatuses = [
  /** Created, its configuration is incomplete. */
  "not_configured",
  /** Configured; never prechecked since the last edit. */
  "not_started",
  "prechecking",
  "precheck_failed",
  /** Precheck passed (or its findings were ignored), waiting to be started. */
  "ready",
  /** Somebody asked to start or resume; no runner has begun yet. */
  "starting",
  "running",
  /** Runs, while the objects that it carries are being changed. */
  "modifying",
  /** A connection is lost; the runner tries again until the retry window ends. */
  "retrying",
  /** Draining to a transaction border. */
  "pausing",
  "paused",
  "failed",
  /** Bookkeeping and credentials are being removed. */
  "releasing",
  /** Tombstone. */
  "released",
] as const;
export type TaskStatus = (typeof taskStatuses)[number];

/** What people and the runner can do to a task. */
export type TaskAction =
  // people
  | "configured" // the last slice of the draft was saved
  | "edit" // a slice was saved again
  | "precheck"
  | "cancel-precheck"
  | "start"
  | "pause"
  | "resume"
  | "reset"
  | "release"
  | "modify"
  // runner
  | "precheck-passed"
  | "precheck-failed"
  | "began"
  | "retry"
  | "recovered"
  | "modified"
  | "drained"
  | "fail"
  | "cleaned-up";

type Transitions = Partial<Record<TaskAction, TaskStatus>>;

export const transitions: Record<TaskStatus, Transitions> = {
  not_configured: { edit: "not_configured", configured: "not_started", release: "released" },
  not_started: { edit: "not_configured", configured: "not_started", precheck: "prechecking", reset: "not_configured", release: "released" },
  prechecking: { "precheck-passed": "ready", "precheck-failed": "precheck_failed", "cancel-precheck": "not_started" },
  precheck_failed: {
    edit: "not_configured",
    configured: "not_started",
    precheck: "prechecking",
    "precheck-passed": "ready",
    reset: "not_configured",
    release: "released",
  },
  ready: {
    edit: "not_configured",
    configured: "not_started",
    precheck: "prechecking",
    "precheck-failed": "precheck_failed",
    start: "starting",
    reset: "not_configured",
    release: "released",
  },
  starting: { began: "running", pause: "pausing", retry: "retrying", fail: "failed" },
  running: { modify: "modifying", pause: "pausing", retry: "retrying", fail: "failed" },
  modifying: { modified: "running", pause: "pausing", retry: "retrying", fail: "failed" },
  retrying: { recovered: "running", began: "running", pause: "pausing", retry: "retrying", fail: "failed" },
  pausing: { drained: "paused", fail: "failed" },
  paused: { resume: "starting", reset: "not_configured", release: "releasing" },
  failed: { resume: "starting", pause: "paused", reset: "not_configured", release: "releasing" },
  releasing: { "cleaned-up": "released" },
  released: {},
};

/** The status after `action`, or null when it is not allowed now. */
export function nextStatus(status: TaskStatus, action: TaskAction): TaskStatus | null {
  return transitions[status][action] ?? null;
}

export function can(status: TaskStatus, action: TaskAction): boolean {
  return nextStatus(status, action) !== null;
}

/** Nothing happens any more. */
export function isTerminal(status: TaskStatus): boolean {
  return Object.keys(transitions[status]).length === 0;
}

/** Changes flow: also while objects are modified beside the stream. */
export const isFlowing = (status: TaskStatus): boolean => status === "running" || status === "modifying";

/** Its runner works on it: the time counts for its phase. */
export const isWorking = (status: TaskStatus): boolean => isFlowing(status) || status === "pausing";

/** Changes flow, or would but for a lost connection or the border that is being reached: what the lag is asked of. */
export const isMoving = (status: TaskStatus): boolean => isFlowing(status) || status === "retrying" || status === "pausing";

/** A runner must hold these: claimed when nobody does. */
export const runnableStatuses = ["prechecking", "starting", "running", "modifying", "retrying", "pausing", "releasing"] as const satisfies readonly TaskStatus[];

export function isRunnable(status: TaskStatus): boolean {
  return (runnableStatuses as readonly TaskStatus[]).includes(status);
}

/** The configuration may be edited (wizard). */
export function isEditable(status: TaskStatus): boolean {
  return can(status, "edit");
}

export type Tone = "idle" | "info" | "ok" | "warn" | "bad";

/** Values of the vendor's API, plus our short transitions. Labels are messages `status.<value>`. */
export const displayValues = [
  "NotConfigured",
  "NotStarted",
  "Prechecking",
  "PrecheckFailed",
  "PreCheckPass",
  "Starting",
  "Initializing",
  "InitializeFailed",
  "Synchronizing",
  "Modifying",
  "Retrying",
  "Pausing",
  "Suspending",
  "Failed",
  "Releasing",
  "Released",
] as const;
export type DisplayValue = (typeof displayValues)[number];

export interface DisplayStatus {
  readonly value: DisplayValue;
  readonly tone: Tone;
  /** lucide icon name. */
  readonly icon: string;
  /** Something is going on: show a live indicator and poll fast. */
  readonly live: boolean;
}

const looks: Record<DisplayValue, Omit<DisplayStatus, "value">> = {
  NotConfigured: { tone: "idle", icon: "circle-dashed", live: false },
  NotStarted: { tone: "idle", icon: "circle", live: false },
  Prechecking: { tone: "info", icon: "loader-circle", live: true },
  PrecheckFailed: { tone: "bad", icon: "clipboard-x", live: false },
  PreCheckPass: { tone: "ok", icon: "clipboard-check", live: false },
  Starting: { tone: "info", icon: "loader-circle", live: true },
  Initializing: { tone: "info", icon: "arrow-down-to-line", live: true },
  InitializeFailed: { tone: "bad", icon: "octagon-x", live: false },
  Synchronizing: { tone: "ok", icon: "arrow-right-left", live: true },
  Modifying: { tone: "info", icon: "pencil", live: true },
  Retrying: { tone: "warn", icon: "rotate-cw", live: true },
  Pausing: { tone: "info", icon: "loader-circle", live: true },
  Suspending: { tone: "idle", icon: "pause", live: false },
  Failed: { tone: "bad", icon: "octagon-x", live: false },
  Releasing: { tone: "info", icon: "loader-circle", live: true },
  Released: { tone: "idle", icon: "archive", live: false },
};

/** Schema and load are the initial synchronization; from catch-up on changes flow. */
export function isInitializing(phase: Phase | null): boolean {
  return phase === null || phase === "schema" || phase === "load";
}

/** The vendor's word for a status: what list, page and API show. */
export function displayValue(status: TaskStatus, phase: Phase | null): DisplayValue {
  switch (status) {
    case "not_configured":
      return "NotConfigured";
    case "not_started":
      return "NotStarted";
    case "prechecking":
      return "Prechecking";
    case "precheck_failed":
      return "PrecheckFailed";
    case "ready":
      return "PreCheckPass";
    case "starting":
      return "Starting";
    case "running":
      return isInitializing(phase) ? "Initializing" : "Synchronizing";
    case "modifying":
      return "Modifying";
    case "retrying":
      return "Retrying";
    case "pausing":
      return "Pausing";
    case "paused":
      return "Suspending";
    case "failed":
      return isInitializing(phase) ? "InitializeFailed" : "Failed";
    case "releasing":
      return "Releasing";
    case "released":
      return "Released";
  }
}

export function displayStatus(status: TaskStatus, phase: Phase | null): DisplayStatus {
  const value = displayValue(status, phase);
  return { value, ...looks[value] };
}

/** Statuses (and phases, where it takes one to tell) behind a vendor value: for filters. */
export function statusesOf(value: DisplayValue): { status: TaskStatus; initializing?: boolean } {
  const entry: Record<DisplayValue, { status: TaskStatus; initializing?: boolean }> = {
    NotConfigured: { status: "not_configured" },
    NotStarted: { status: "not_started" },
    Prechecking: { status: "prechecking" },
    PrecheckFailed: { status: "precheck_failed" },
    PreCheckPass: { status: "ready" },
    Starting: { status: "starting" },
    Initializing: { status: "running", initializing: true },
    InitializeFailed: { status: "failed", initializing: true },
    Synchronizing: { status: "running", initializing: false },
    Modifying: { status: "modifying" },
    Retrying: { status: "retrying" },
    Pausing: { status: "pausing" },
    Suspending: { status: "paused" },
    Failed: { status: "failed", initializing: false },
    Releasing: { status: "releasing" },
    Released: { status: "released" },
  };
  return entry[value];
}
