/** Read model of the known gaps together with what verifications found. Browser-safe, types only. */
import type { SkipReason, VerifiedState } from "../../verification/schema";

/** A table that a known gap concerns. */
export interface GapTable {
  /** `database.table` of the source. */
  readonly name: string;
  /** Carried now: only such a table can be verified. */
  readonly carried: boolean;
  /** Its newest comparison; null = never compared. */
  readonly verified: { readonly number: number; readonly state: VerifiedState; readonly reason: SkipReason | null; readonly endedAtMs: number } | null;
}

export interface GapTables {
  readonly tables: readonly GapTable[];
  /** Tables that each schema change names, by the decision's id. */
  readonly ofDecision: Readonly<Record<number, readonly string[]>>;
  /** Tables that had conflicts, most first, at most 20. */
  readonly conflicts: readonly string[];
}
