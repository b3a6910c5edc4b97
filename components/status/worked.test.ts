import { expect, it } from "vitest";
import { workedMs } from "./worked";

it("a phase counts the time in which it was worked on: pauses and retries are not part of it", () => {
  const status = (name: "running" | "paused" | "retrying") => ({ status: name, sinceMs: 50_000 });
  expect(workedMs({ startedAtMs: 10_000, endedAtMs: null }, status("running"), 60_000)).toBe(50_000);
  expect(workedMs({ startedAtMs: 10_000, endedAtMs: null, heldMs: 20_000 }, status("running"), 60_000)).toBe(30_000);
  // It stands still since 50 s: the clock of the phase does, too.
  expect(workedMs({ startedAtMs: 10_000, endedAtMs: null, heldMs: 5_000 }, status("paused"), 90_000)).toBe(35_000);
  expect(workedMs({ startedAtMs: 10_000, endedAtMs: 45_000, heldMs: 5_000 }, status("retrying"), 90_000)).toBe(30_000);
  expect(workedMs({ startedAtMs: 10_000, endedAtMs: null }, status("running"), null)).toBeNull();
});
