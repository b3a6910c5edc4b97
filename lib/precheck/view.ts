/** Results of a precheck as screens see them (console.md: result model). Browser-safe, types only. */

export type CheckStatus = "pending" | "running" | "passed" | "warning" | "failed" | "ignored" | "error" | "skipped";
export type CheckSide = "source" | "destination" | "objects" | "worker";

export interface CheckFact {
  readonly label: string;
  readonly value: string;
}

export interface CheckFix {
  readonly kind: "sql" | "mycnf" | "shell" | "console" | "request";
  readonly title: string;
  readonly body: string;
  readonly appliesTo: string;
  readonly needsRestart: boolean;
  readonly risk: "none" | "low" | "high";
  readonly placeholders: readonly string[];
}

export interface AffectedObject {
  readonly database: string;
  readonly name: string | null;
  readonly kind: string;
  readonly note: string | null;
}

/** What a check says when it has run. Stored as it is; parsed again when read. */
export interface CheckOutcome {
  /** States the finding, not the topic: "Binlog format is not ROW". */
  readonly title: string;
  readonly observed: readonly CheckFact[];
  readonly required: readonly CheckFact[];
  readonly why: string;
  readonly fixes: readonly CheckFix[];
  readonly affected: { readonly total: number; readonly sample: readonly AffectedObject[] };
  readonly ran: { readonly sql: string | null; readonly target: string; readonly durationMs: number; readonly atMs: number };
  readonly raw: { readonly code: string | null; readonly sqlState: string | null; readonly message: string } | null;
  /** Wizard step where it is cured, when it is. */
  readonly step: "endpoints" | "network" | "objects" | "initialization" | null;
}

export interface PrecheckItemView {
  readonly code: string;
  readonly ordinal: number;
  readonly side: CheckSide;
  readonly status: CheckStatus;
  readonly ignorable: boolean;
  readonly outcome: CheckOutcome | null;
  readonly ignored: { readonly by: string; readonly atMs: number; readonly reason: string } | null;
  readonly since: "new" | "fixed" | "still" | "changed-value" | "unchanged" | null;
  /** Outcomes of this item in earlier runs, newest first, at most 5. */
  readonly earlier: readonly CheckStatus[];
}

export type ReportStatus = "running" | "passed" | "warning" | "failed" | "error" | "cancelled";

export interface PrecheckRunView {
  readonly number: number;
  readonly status: ReportStatus;
  /** The configuration was edited since: run again before the start. */
  readonly outdated: boolean;
  readonly configHash: string;
  readonly startedBy: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly done: number;
  readonly total: number;
  readonly counts: Record<CheckStatus, number>;
  readonly items: readonly PrecheckItemView[];
  readonly previousNumber: number | null;
}

export interface PrecheckRunList {
  readonly rows: readonly Omit<PrecheckRunView, "items" | "previousNumber" | "outdated">[];
}
