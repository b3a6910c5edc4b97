/** Stored precheck runs as screens see them: the check's own result, plus what the run and people added. Browser-safe, types only. */
import type { Difference } from "../tasks/configuration/differences";
import type { CheckResult, CheckSide } from "./check";
import type { Text } from "./text";

/** `pending`/`running` belong to the run, `ignored` to a person; the rest is the check's. */
export type ItemStatus = "pending" | "running" | "passed" | "warning" | "failed" | "ignored" | "error" | "skipped";

/** Somebody accepted what this check found once; now it finds something else, or more. */
export interface Outgrown {
  readonly by: string;
  readonly atMs: number;
  /** Empty for a warning. */
  readonly reason: string;
  /** How many objects it names that it did not name then; 0 = another value. */
  readonly added: number;
  /** The first of them. */
  readonly names: readonly string[];
}

export interface PrecheckItemView {
  /** Stable id of the check, kebab-case; `only` and `ignoreItem` take it. */
  readonly id: string;
  /** Name that DTS operators know: `CHECK_BINLOG_MODE`; used in links (`?item=`). */
  readonly code: string;
  readonly ordinal: number;
  readonly side: CheckSide;
  readonly topic: Text;
  readonly status: ItemStatus;
  readonly ignorable: boolean;
  /** Null until it ran (pending, running). */
  readonly result: CheckResult | null;
  readonly ignored: { readonly by: string; readonly atMs: number; readonly reason: string } | null;
  /** Of a warning: who took the risk. */
  readonly acknowledged: { readonly by: string; readonly atMs: number } | null;
  readonly outgrown: Outgrown | null;
  /** Against the previous run; null on the first. */
  readonly since: "new" | "fixed" | "still" | "changed-value" | "unchanged" | null;
  /** Observed values of the previous run in one line, for "was STATEMENT, now ROW". */
  readonly previouslyObserved: string | null;
  /** Statuses in this and earlier runs, newest first, at most 5. */
  readonly history: readonly ItemStatus[];
}

export type ReportStatus = "running" | "passed" | "warning" | "failed" | "error" | "cancelled";

export interface PrecheckRunSummary {
  readonly number: number;
  readonly status: ReportStatus;
  readonly configHash: string;
  /** Number of the proposed change of objects whose added objects it checked; null = the task itself. */
  readonly modification: number | null;
  readonly startedBy: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly done: number;
  readonly total: number;
  readonly counts: Record<ItemStatus, number>;
}

interface ChangedObjects {
  /** How many single tables, and how many whole databases (or the rest of one). */
  readonly tables: number;
  readonly databases: number;
  /** The first of them: `shop.orders`, `crm.*`. */
  readonly names: readonly string[];
}

/** What was edited between the configurations of two runs. */
export interface ConfigurationChanges {
  readonly added: ChangedObjects;
  readonly removed: ChangedObjects;
  /** Carried under another name, or with another filter or other columns. */
  readonly changed: ChangedObjects;
  readonly values: readonly Difference[];
  /** Entered anew. */
  readonly passwords: readonly ("source" | "destination")[];
}

export interface PrecheckRunView extends PrecheckRunSummary {
  /** Ids that were asked for when not all were run: their unmet prerequisites ran too, the rest keeps its results and age. */
  readonly only: readonly string[] | null;
  /** Earlier runs that this one can be compared with, newest first. */
  readonly comparable: readonly { readonly number: number; readonly configHash: string }[];
  /** The configuration was edited since: run again before the start. */
  readonly outdated: boolean;
  /** Only the newest run may be ignored, re-run or started from. */
  readonly latest: boolean;
  /** The run that `since` compares with. */
  readonly previousNumber: number | null;
  /** The configuration differs from that run's: it may be the cause of what differs. */
  readonly configChanged: boolean;
  /** What differs; null where nothing does, or where a run of an earlier release did not keep it. */
  readonly changes: ConfigurationChanges | null;
  readonly since: { readonly fixed: number; readonly newFailures: number; readonly stillFailing: number } | null;
  readonly items: readonly PrecheckItemView[];
}
