import { expect, it } from "vitest";
import type { Figures } from "../engine/plan";
import { taskRecord } from "./record";
import { lagView, type TaskFacts } from "./summary";

const now = 1_800_000_000_000;

function lag(status: string, ageMs: number, given: Partial<Figures> = {}) {
  const figures = { phase: "stream", caughtUp: false, lagMs: 4_000, lagBytes: 10, lastCommitMs: now - 5_000, ...given } as Figures;
  const row = { status, phase: "stream", tags: {} } as unknown as Parameters<typeof taskRecord>[0];
  return lagView({ record: taskRecord(row), figures: { atMs: now - ageMs, figures } } as TaskFacts, now).state;
}

it("the lag of a task that retries is held, not unknown: its runner is there and says so", () => {
  expect(lag("retrying", 60_000)).toBe("held");
  expect(lag("pausing", 1_000)).toBe("held");
  expect(lag("running", 60_000)).toBe("unknown");
  expect(lag("running", 1_000, { caughtUp: null, lagMs: null })).toBe("unknown");
  expect(lag("running", 1_000)).toBe("behind");
  expect(lag("running", 1_000, { caughtUp: true })).toBe("caught-up");
  expect(lag("paused", 1_000)).toBe("none");
});
