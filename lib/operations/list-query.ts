/** What the operation log can be asked for. Apart from the schema of `query.ts`: pages build queries, only the server parses them. */
export const operationSources = ["console", "runner", "system"] as const;
export const operationResults = ["done", "refused", "failed"] as const;

export interface OperationQuery {
  /** Of this task alone. */
  readonly taskId?: string;
  /** Part of the object's name or of the instance id. */
  readonly q?: string;
  readonly actor?: string;
  /** Empty = all, as with the two below. */
  readonly action: readonly string[];
  readonly source: readonly (typeof operationSources)[number][];
  readonly result: readonly (typeof operationResults)[number][];
  /** The first moment is included, the last one is not. */
  readonly from?: number;
  readonly to?: number;
  /** Rows older than this id. */
  readonly before?: number;
  /** Default 50, at most 200. */
  readonly limit: number;
}
