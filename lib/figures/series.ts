/** Figures over time, as charts take them. Plain JSON; browser-safe, types only. */
export interface FigureSeries {
  readonly resolutionSeconds: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Columns, oldest first, one value per bucket; null where nothing was measured (a gap in the chart). */
  readonly atMs: readonly number[];
  readonly rowsPerSecond: readonly (number | null)[];
  readonly transactionsPerSecond: readonly (number | null)[];
  readonly bytesPerSecond: readonly (number | null)[];
  readonly lagMs: readonly (number | null)[];
  readonly lagMaxMs: readonly (number | null)[];
  readonly commitMs: readonly (number | null)[];
  /** From the first statement of a destination transaction to its COMMIT. */
  readonly statementMs: readonly (number | null)[];
  readonly insertsPerSecond: readonly (number | null)[];
  readonly updatesPerSecond: readonly (number | null)[];
  readonly deletesPerSecond: readonly (number | null)[];
  readonly readBytesPerSecond: readonly (number | null)[];
  readonly sourceBytesPerSecond: readonly (number | null)[];
  /** Filled share of the reader's queue and of the writer's buffer, 0-1. */
  readonly readerFill: readonly (number | null)[];
  readonly bufferFill: readonly (number | null)[];
  /** Counts per bucket. */
  readonly ddls: readonly (number | null)[];
  readonly retries: readonly (number | null)[];
}
