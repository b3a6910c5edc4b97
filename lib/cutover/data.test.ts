import { expect, it } from "vitest";
import { caughtUpSince } from "./data";

const bucket = (atMs: number, lagMaxMs: number | null = 0) => ({ atMs, lagMaxMs });

it("lag is 0 since the oldest bucket of an unbroken row; a gap, a lag and old figures break it", () => {
  expect(caughtUpSince([bucket(90_000), bucket(80_000), bucket(70_000)], 105_000)).toBe(70_000);
  expect(caughtUpSince([bucket(90_000), bucket(80_000, 5), bucket(70_000)], 105_000)).toBe(90_000);
  expect(caughtUpSince([bucket(90_000), bucket(70_000)], 105_000)).toBe(90_000);
  expect(caughtUpSince([bucket(90_000, null)], 105_000)).toBeNull();
  expect(caughtUpSince([bucket(40_000)], 105_000)).toBeNull();
});
