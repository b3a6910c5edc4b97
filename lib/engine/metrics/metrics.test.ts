import { expect, test } from "vitest";
import { bytesBehind, lagMs } from "./lag";
import { Meter } from "./meter";

const at = (offset: number, file = "binlog.000002") => ({ file, offset, gtidSet: null, flavour: "mysql" as const });
const files = [
  { file: "binlog.000001", bytes: 1000 },
  { file: "binlog.000002", bytes: 500 },
  { file: "binlog.000003", bytes: 300 },
];

test.each([
  ["caught up at an idle source", { applied: at(100), source: at(100), oldestOpenCommitMs: null, lastCommitMs: 1 }, 0],
  ["a transaction in hand", { applied: at(100), source: at(200), oldestOpenCommitMs: 9_000, lastCommitMs: 1 }, 1_500],
  ["a transaction in hand while the source's position is old", { applied: at(100), source: at(100), oldestOpenCommitMs: 9_000, lastCommitMs: 1 }, 1_500],
  ["behind with nothing in hand", { applied: at(100), source: at(200), oldestOpenCommitMs: null, lastCommitMs: 8_000 }, 2_500],
  ["source unknown", { applied: at(100), source: null, oldestOpenCommitMs: null, lastCommitMs: 8_000 }, null],
  ["nothing applied yet", { applied: null, source: at(100), oldestOpenCommitMs: null, lastCommitMs: null }, null],
])("lag: %s", (_, facts, expected) => {
  expect(lagMs({ ...facts, nowMs: 10_000, clockOffsetMs: 500 })).toBe(expected);
});

test.each([
  ["in one file", at(100), at(250), 150],
  ["over three files", at(400, "binlog.000001"), at(120, "binlog.000003"), 600 + 500 + 120],
  ["applied further than the last look at the source", at(4, "binlog.000003"), at(100), 0],
  ["in a file that is gone", at(4, "binlog.000000"), at(100), null],
])("bytes behind: %s", (_, applied, source, expected) => {
  expect(bytesBehind(applied, source, files)).toBe(expected);
});

test("rates are those since the last reading", () => {
  const meter = new Meter();
  const totals = (n: number) => ({ rows: n * 100, transactions: n, bytes: n * 1000, busyMs: { reader: n * 10, decoder: 0, writer: n * 40 }, writers: 4 });
  expect(meter.read(totals(1), 1_000)).toMatchObject({ rowsPerSecond: 0 });
  expect(meter.read(totals(11), 1_500)).toEqual({ rowsPerSecond: 2_000, transactionsPerSecond: 20, bytesPerSecond: 20_000, busy: { reader: 0.2, decoder: 0, writer: 0.2 } });
});
