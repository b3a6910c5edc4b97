/** What the pages show of a task's tables. Plain JSON; browser-safe, types only. */
import type { ErrorCode } from "../../errors/catalogue";
import type { ChunkProgress, TableState } from "../../engine/plan";

export interface TaskTableView {
  readonly source: { readonly database: string; readonly table: string };
  readonly destination: { readonly database: string; readonly table: string };
  readonly state: TableState;
  readonly rowsEstimated: number;
  readonly rowsCopied: number;
  readonly bytesCopied: number;
  /** Null for a table without key, which is copied at one go, and before its copy began. */
  readonly chunks: ChunkProgress | null;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly inserts: number;
  readonly updates: number;
  readonly deletes: number;
  readonly ddls: number;
  readonly lastAppliedAtMs: number | null;
  readonly error: { readonly code: ErrorCode; readonly sentence: string; readonly remedy: string } | null;
}

export interface TaskTableList {
  readonly rows: readonly TaskTableView[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
  readonly counts: Partial<Record<TableState, number>>;
}
