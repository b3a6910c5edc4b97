/** Read models of verifications. Browser-safe, types only. */
import type { JobStatus, SkipReason, VerificationSettings, VerifiedState } from "./schema";

export interface JobView {
  readonly id: number;
  readonly status: JobStatus;
  readonly settings: VerificationSettings;
  readonly dueAtMs: number;
  readonly startedBy: string;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly cancelRequested: boolean;
  readonly error: { readonly code: string; readonly sentence: string; readonly remedy: string; readonly serverMessage: string | null } | null;
  /** Tables by state. */
  readonly counts: Readonly<Record<VerifiedState, number>>;
  readonly rows: number;
  readonly differences: number;
}

export interface StructureLine {
  readonly table: string;
  readonly what: string;
  readonly source: string;
  readonly destination: string;
}

export interface VerifiedTable {
  readonly source: string;
  readonly destination: string;
  readonly state: VerifiedState;
  readonly reason: SkipReason | null;
  readonly sourceRows: number;
  readonly destinationRows: number;
  readonly missing: number;
  readonly extra: number;
  readonly different: number;
  /** Keys that can be looked at. */
  readonly listed: number;
  readonly endedAtMs: number | null;
}

export interface JobDetail extends JobView {
  readonly structures: readonly StructureLine[] | null;
  readonly tables: readonly VerifiedTable[];
}

/** One differing row by its key. Sealed in the control database. */
export interface KeptKey {
  readonly kind: "missing" | "extra" | "different";
  readonly key: string;
  readonly columns: readonly string[];
  readonly count: number;
  readonly boundary: readonly string[] | null;
}
