import { expect, test } from "vitest";
import { stageFigures, type StageState, type StageTotals } from "./stages";

const none: StageTotals = {
  readBytes: 0,
  readEvents: 0,
  readerPausedMs: 0,
  rows: 0,
  inserts: 0,
  updates: 0,
  deletes: 0,
  busyMs: 0,
  waitMs: 0,
  cappedMs: 0,
  statementMs: 0,
  commits: 0,
  commitMs: 0,
  cpuMs: 0,
};
const state: StageState = {
  sourceBytesPerSecond: null,
  queueBytes: 10,
  queueLimitBytes: 100,
  laneTransactions: 3,
  laneBytes: 5,
  laneLimitBytes: 50,
  lanes: 4,
  memoryBytes: 1,
};

test("totals become rates, shares and averages of the time between two readings", () => {
  const now = { ...none, readBytes: 4_000, readerPausedMs: 500, rows: 60, busyMs: 4_000, waitMs: 2_000, commits: 4, commitMs: 152, statementMs: 40, cpuMs: 1_000 };
  expect(stageFigures(now, none, 2_000, state)).toMatchObject({
    reader: { bytesPerSecond: 2_000, blocked: 0.25 },
    writer: { rowsPerSecond: 30, lanesBusy: 2, waiting: 0.25, statementMs: 10 },
    destination: { commitsPerSecond: 2, commitMs: 38 },
    cpu: 0.5,
  });
});

test("a second without a commit has no commit latency, which is not nought", () => {
  expect(stageFigures(none, none, 1_000, state)).toMatchObject({ writer: { statementMs: null }, destination: { commitMs: null } });
});
