import { describe, expect, it } from "vitest";
import { durationParts, floorPercent, formatBytes, formatCount, formatSpan } from "./quantity";

describe("quantities", () => {
  it("write counts in full below 100,000 and shortened above", () => {
    expect([0, 1240, 99_999, 100_000, 1_240_000].map((n) => formatCount(n, "en"))).toEqual(["0", "1,240", "99,999", "100K", "1.24M"]);
  });

  it("count in myriads in Chinese", () => {
    expect([1240, 99_999, 1_240_000, 123_456_789, 51_000_000_000].map((n) => formatCount(n, "zh-CN"))).toEqual(["1,240", "99,999", "124 万", "1.23 亿", "510 亿"]);
  });

  it("write bytes in decimal units", () => {
    expect([0, 999, 1000, 3_400_000, 61_234_000_000, 999_600].map((n) => formatBytes(n, "en"))).toEqual(["0 B", "999 B", "1 kB", "3.4 MB", "61.2 GB", "1 MB"]);
  });

  it("never show 100 percent before the end", () => {
    expect([floorPercent(999, 1000, false), floorPercent(2000, 1000, false), floorPercent(5, 0, false), floorPercent(1, 1, true)]).toEqual([99, 99, 0, 100]);
  });

  it("cut durations, never round them up", () => {
    expect([999, 4_900, 192_000, 7_500_000, 273_600_000].map(durationParts)).toEqual([
      { form: "subsecond" },
      { form: "seconds", s: 4 },
      { form: "minutes", m: 3, s: 12 },
      { form: "hours", h: 2, m: "05" },
      { form: "days", d: 3, h: 4 },
    ]);
  });

  it("say a chosen span in one unit", () => {
    expect([10_000, 600_000, 7_200_000, 30 * 86_400_000].map((span) => formatSpan(span, "en"))).toEqual(["10 seconds", "10 minutes", "2 hours", "30 days"]);
  });
});
