import { expect, it } from "vitest";
import { resolutionFor, resolutions, windows } from "./buckets";

it("keeps a bounded number of buckets per task", () => {
  expect(resolutions.reduce((total, each) => total + each.keptMs / (each.seconds * 1_000), 0)).toBeLessThanOrEqual(6_480);
});

it("shows each window at the finest grain that still holds it", () => {
  const now = 1_700_000_000_000;
  const grain = (length: number) => resolutionFor(now - length, now, now).seconds;
  expect([grain(windows["15m"]), grain(windows["1h"]), grain(windows["6h"]), grain(windows["24h"]), grain(windows["7d"]), grain(windows["30d"])]).toEqual([
    10, 10, 60, 600, 600, 600,
  ]);
});
