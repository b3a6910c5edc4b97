import { expect, test } from "vitest";
import type { StageFigures } from "../engine/metrics/stages";
import { bottleneck } from "./bottleneck";

const calm: StageFigures = {
  source: { bytesPerSecond: 1_000 },
  reader: { bytesPerSecond: 1_000, eventsPerSecond: 10, queueBytes: 0, queueLimitBytes: 8_000_000, blocked: 0 },
  buffer: { transactions: 1, bytes: 100, limitBytes: 64_000_000 },
  writer: { rowsPerSecond: 10, lanes: 4, lanesBusy: 0.2, waiting: 0, capped: 0, statementMs: 2, },
  destination: { commitsPerSecond: 10, commitMs: 3 },
  changes: { inserts: 10, updates: 0, deletes: 0 },
  cpu: 0.1,
  memoryBytes: 1,
};
const full = { ...calm, reader: { ...calm.reader, blocked: 0.9, queueBytes: 8_000_000 }, buffer: { ...calm.buffer, transactions: 400 } };

test("a task that is caught up has no bottleneck, however busy it is", () => {
  expect(bottleneck({ ...full, writer: { ...full.writer, lanesBusy: 4 } }, true)).toEqual({ kind: "none", why: "keeping-up" });
});

test("slow commits are named with what they take", () => {
  expect(bottleneck({ ...full, writer: { ...full.writer, lanesBusy: 3.9, statementMs: 4 }, destination: { commitsPerSecond: 100, commitMs: 38 } }, false)).toEqual({
    kind: "commit",
    stage: "destination",
    commitMs: 38,
  });
});

test("slow statements are the writer's", () => {
  expect(bottleneck({ ...full, writer: { ...full.writer, lanesBusy: 3.9, statementMs: 240 } }, false)).toMatchObject({ kind: "statements", statementMs: 240 });
});

test("lanes that never answered within the second are slow statements too", () => {
  expect(
    bottleneck({ ...full, writer: { ...full.writer, lanesBusy: 4, statementMs: null }, destination: { commitsPerSecond: 0, commitMs: null } }, false),
  ).toMatchObject({ kind: "statements" });
});

test("transactions on the same rows are not blamed on the destination", () => {
  expect(bottleneck({ ...full, writer: { ...full.writer, lanesBusy: 1, waiting: 0.74 } }, false)).toMatchObject({ kind: "same-rows" });
});

test("the rate cap of the class comes before everything that waits behind it", () => {
  expect(bottleneck({ ...full, writer: { ...full.writer, capped: 0.95, lanesBusy: 3.9 } }, false)).toMatchObject({ kind: "class" });
});

test("one busy core with idle lanes is the decoder", () => {
  expect(bottleneck({ ...full, cpu: 0.98, writer: { ...full.writer, lanesBusy: 0.5 } }, false)).toMatchObject({ kind: "processor" });
});

test("empty queues while behind mean that the source delivers too slowly", () => {
  expect(bottleneck({ ...calm, source: { bytesPerSecond: 9_000_000 } }, false)).toMatchObject({ kind: "delivery", bytesPerSecond: 1_000 });
});

test("nothing to read and nothing to write is idle", () => {
  expect(bottleneck({ ...calm, reader: { ...calm.reader, eventsPerSecond: 0 }, writer: { ...calm.writer, rowsPerSecond: 0 }, buffer: { ...calm.buffer, transactions: 0 } }, true)).toEqual({ kind: "none", why: "idle" });
});
