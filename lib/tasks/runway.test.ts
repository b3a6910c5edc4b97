import { describe, expect, it } from "vitest";
import type { Figures } from "../engine/plan";
import { taskRecord } from "./record";
import { runwayView } from "./runway";

const now = 1_800_000_000_000;
const hour = 3_600_000;

function runway(given: Partial<Figures>, row: Record<string, unknown> = {}) {
  const figures = { phase: "load", caughtUp: null, lastCommitMs: null, lagBytes: null, bytesPerSecond: 0, clockOffsetMs: 0, logRetentionSeconds: 48 * 3_600, ...given } as Figures;
  const task = { id: "t", status: "running", phase: figures.phase, initialization: {}, phaseTimes: { schema: { startedAtMs: now - 10 * hour, endedAtMs: now - 9 * hour }, load: { startedAtMs: now - 9 * hour, endedAtMs: null } }, tags: {}, ...row };
  return runwayView({ record: taskRecord(task as unknown as Parameters<typeof taskRecord>[0]), figures: { atMs: now, figures }, runwayHours: { warn: 24, bad: 6 } }, now);
}

describe("the runway", () => {
  it("counts from the beginning of the task while its first copy is made: everything since is still needed", () => {
    expect(runway({})).toEqual({ remainingMs: 38 * hour, deadlineMs: now + 38 * hour, unlimited: false, tone: "ok" });
    expect(runway({ logRetentionSeconds: 12 * 3_600 })).toMatchObject({ remainingMs: 2 * hour, tone: "bad" });
    expect(runway({ phase: "catch_up" })).toMatchObject({ remainingMs: 38 * hour });
  });

  it("is unknown where the place of the next event is known to the destination alone", () => {
    expect(runway({ phase: "stream", caughtUp: false }).deadlineMs).toBeNull();
    expect(runway({ phase: "catch_up" }, { initialization: { schema: false, data: false, position: { kind: "file", file: "binlog.000042", offset: 4 } } }).deadlineMs).toBeNull();
    expect(runway({}, { phaseTimes: {} }).deadlineMs).toBeNull();
    expect(runway({ logRetentionSeconds: null }).deadlineMs).toBeNull();
  });

  it("is one whole horizon while caught up, and ends in our clock when the source's is ahead", () => {
    expect(runway({ phase: "stream", caughtUp: true, lastCommitMs: now - 40 * hour }).remainingMs).toBe(48 * hour);
    expect(runway({ phase: "stream", caughtUp: false, lastCommitMs: now - hour, clockOffsetMs: 2 * hour }).deadlineMs).toBe(now + 45 * hour);
    expect(runway({ logRetentionSeconds: 0 })).toMatchObject({ unlimited: true, deadlineMs: null });
  });

  it("is bad when catching up takes longer than the source keeps its log", () => {
    const behind = { phase: "stream", caughtUp: false, lastCommitMs: now - hour, lagBytes: 1_000_000_000, bytesPerSecond: 6_000 } as const;
    const source = (bytesPerSecond: number) => ({ stages: { source: { bytesPerSecond } } as Figures["stages"] });
    expect(runway({ ...behind, ...source(1_000) })).toMatchObject({ remainingMs: 47 * hour, tone: "bad" });
    expect(runway({ ...behind, bytesPerSecond: 60_000, ...source(1_000) })).toMatchObject({ tone: "ok" });
  });
});
