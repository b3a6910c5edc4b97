/** A line of Operation Logs. Plain JSON; browser-safe, types only. */
export interface OperationLogView {
  readonly id: number;
  readonly atMs: number;
  readonly actor: string;
  readonly source: "console" | "runner" | "system";
  readonly action: string;
  readonly taskId: string | null;
  readonly object: string;
  readonly result: "done" | "refused" | "failed";
  readonly code: string | null;
  readonly reason: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly requestId: string | null;
}
