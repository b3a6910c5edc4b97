/**
 * What each of the five stages of streaming did in the last second: source → reader → buffer → writer → destination.
 * Counted where the work is done; this file only turns totals into rates.
 */
export interface StageFigures {
  readonly source: {
    /** Bytes of binlog that the source writes per second, by the distance of its positions; null = not known yet. */
    readonly bytesPerSecond: number | null;
  };
  readonly reader: {
    readonly bytesPerSecond: number;
    readonly eventsPerSecond: number;
    readonly queueBytes: number;
    readonly queueLimitBytes: number;
    /** Share of the time in which the socket was paused, because the stages behind were slower: 0-1. */
    readonly blocked: number;
  };
  readonly buffer: {
    readonly transactions: number;
    readonly bytes: number;
    readonly limitBytes: number;
  };
  readonly writer: {
    readonly rowsPerSecond: number;
    readonly lanes: number;
    /** Lanes at work, averaged over the second. */
    readonly lanesBusy: number;
    /** Share of the lanes' time in which a transaction waited for another that changes the same rows: 0-1. */
    readonly waiting: number;
    /** Share of the time in which the rate cap of the class held changes back: 0-1. */
    readonly capped: number;
    /** Milliseconds from the first statement of a destination transaction to its COMMIT, averaged; null = none in this second. */
    readonly statementMs: number | null;
  };
  readonly destination: {
    readonly commitsPerSecond: number;
    /** Milliseconds that a COMMIT took, averaged; null = none in this second. */
    readonly commitMs: number | null;
  };
  /** Rows per second by kind. */
  readonly changes: { readonly inserts: number; readonly updates: number; readonly deletes: number };
  /** Share of one processor core that the runner's process used: 0-1 and more. */
  readonly cpu: number;
  /** Resident memory of the runner's process. */
  readonly memoryBytes: number;
}

/** Totals since the attempt began. Times in milliseconds; those of lanes are sums over lanes. */
export interface StageTotals {
  readonly readBytes: number;
  readonly readEvents: number;
  readonly readerPausedMs: number;
  readonly rows: number;
  readonly inserts: number;
  readonly updates: number;
  readonly deletes: number;
  readonly busyMs: number;
  readonly waitMs: number;
  readonly cappedMs: number;
  readonly statementMs: number;
  readonly commits: number;
  readonly commitMs: number;
  readonly cpuMs: number;
}

/** What is so at this moment. */
export interface StageState {
  readonly sourceBytesPerSecond: number | null;
  readonly queueBytes: number;
  readonly queueLimitBytes: number;
  readonly laneTransactions: number;
  readonly laneBytes: number;
  readonly laneLimitBytes: number;
  readonly lanes: number;
  readonly memoryBytes: number;
}

/** Rates between two readings, `elapsedMs` apart. Pure. */
export function stageFigures(now: StageTotals, before: StageTotals, elapsedMs: number, state: StageState): StageFigures {
  const ms = Math.max(1, elapsedMs);
  const perSecond = (key: keyof StageTotals) => (Math.max(0, now[key] - before[key]) * 1_000) / ms;
  const share = (key: keyof StageTotals, workers = 1) => Math.min(1, Math.max(0, now[key] - before[key]) / ms / workers);
  const commits = now.commits - before.commits;
  const average = (key: keyof StageTotals) => (commits <= 0 ? null : Math.max(0, now[key] - before[key]) / commits);
  const lanes = Math.max(1, state.lanes);
  return {
    source: { bytesPerSecond: state.sourceBytesPerSecond },
    reader: {
      bytesPerSecond: perSecond("readBytes"),
      eventsPerSecond: perSecond("readEvents"),
      queueBytes: state.queueBytes,
      queueLimitBytes: state.queueLimitBytes,
      blocked: share("readerPausedMs"),
    },
    buffer: { transactions: state.laneTransactions, bytes: state.laneBytes, limitBytes: state.laneLimitBytes },
    writer: {
      rowsPerSecond: perSecond("rows"),
      lanes: state.lanes,
      lanesBusy: share("busyMs", lanes) * lanes,
      waiting: share("waitMs", lanes),
      capped: share("cappedMs"),
      statementMs: average("statementMs"),
    },
    destination: { commitsPerSecond: perSecond("commits"), commitMs: average("commitMs") },
    changes: { inserts: perSecond("inserts"), updates: perSecond("updates"), deletes: perSecond("deletes") },
    cpu: Math.max(0, now.cpuMs - before.cpuMs) / ms,
    memoryBytes: state.memoryBytes,
  };
}
