import { expect, test } from "vitest";
import { timeWindow } from "./time-window";

const now = 1_790_000_000_000;

test.each([
  ["now-6h", "now", now - 6 * 3_600_000, now, "6h"],
  ["now-15m", "", now - 900_000, now, "15m"],
  ["now-90m", "now-30m", now - 5_400_000, now - 1_800_000, null],
  ["1789990000000", "1789999000000", 1_789_990_000_000, 1_789_999_000_000, null],
])("%s to %s", (from, to, fromMs, toMs, preset) => {
  expect(timeWindow(from, to, now)).toMatchObject({ fromMs, toMs, preset });
});

test.each([
  ["", ""],
  ["yesterday", "now"],
  ["now", "now-1h"],
  ["now-99d", "now"],
])("what is no window (%s, %s) is the last hour", (from, to) => {
  expect(timeWindow(from, to, now)).toEqual({ fromMs: now - 3_600_000, toMs: now, live: true, preset: "1h" });
});

test("a window of fixed times does not move on", () => {
  expect(timeWindow("1789990000000", "1789999000000", now).live).toBe(false);
});
