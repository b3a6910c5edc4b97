/** What the timeline and the overview show of events. Plain JSON; browser-safe, types only. */
export type TaskEventKind =
  | "status"
  | "phase"
  | "table"
  | "ddl-applied"
  | "ddl-skipped"
  | "ddl-overridden"
  | "transaction-skipped"
  | "object-not-carried"
  | "conflict"
  | "warning"
  | "retrying"
  | "recovered"
  | "error"
  | "precheck"
  | "verification"
  | "alert"
  | "configuration"
  | "connection"
  | "worker"
  | "runway"
  | "action";

export type Severity = "info" | "warn" | "error";

export interface TaskEventView {
  readonly id: number;
  readonly atMs: number;
  readonly kind: TaskEventKind;
  readonly severity: Severity;
  readonly actor: string;
  /** English sentence; screens may prefer a message built from kind, code and detail. */
  readonly message: string;
  readonly code: string | null;
  readonly position: string | null;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

export interface TaskEventList {
  /** Newest first. */
  readonly rows: readonly TaskEventView[];
  /** Pass as `before` for older ones; null = no more. */
  readonly nextBefore: number | null;
}

/** A line of the overview. */
export interface RecentEventView {
  readonly id: number;
  readonly taskId: string;
  readonly taskName: string;
  readonly atMs: number;
  readonly severity: Severity;
  readonly actor: string;
  readonly message: string;
}
