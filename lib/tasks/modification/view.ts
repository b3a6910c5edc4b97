/** Read models of a modification. Browser-safe, types only. */
import type { ErrorCode } from "../../errors/catalogue";
import type { TableName } from "../../mysql/table-definition";
import type { SelectedObjects } from "../schema";

export type ModificationKind = "modify" | "reload" | "set-aside";
/**
 * `checking`: the precheck of the added objects runs. `checked`: waits for a person. `confirmed`: waits for the runner. `running`: may be cancelled. `left`: tables
 * that are copied anew are out of the stream, there is no way back. `failed`: the task runs on without; it is tried again when asked, and at each start.
 */
export type ModificationState = "checking" | "checked" | "confirmed" | "running" | "left" | "failed" | "merged" | "cancelled";

export interface ModificationDiff {
  /** `table` empty: the whole database, or the rest of it. */
  readonly added: readonly TableName[];
  readonly removed: readonly TableName[];
  /** Copied anew: with another name, filter or columns, or to be reloaded. */
  readonly changed: readonly TableName[];
  /** Other kinds of their changes are carried from now on; `table` empty: the database's own choice. Nothing is copied. */
  readonly kinds: readonly TableName[];
}

export interface ModificationView {
  readonly number: number;
  readonly kind: ModificationKind;
  readonly state: ModificationState;
  readonly objects: SelectedObjects;
  readonly diff: ModificationDiff;
  readonly reason: string | null;
  readonly report: { readonly number: number; readonly status: string; readonly failed: number; readonly warnings: number } | null;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly error: { readonly code: ErrorCode; readonly sentence: string; readonly remedy: string; readonly detail: string | null } | null;
}
