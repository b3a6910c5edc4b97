import { describe, expect, it } from "vitest";
import { lagTrend } from "./lag-trend";

describe("the lag's trend", () => {
  it("is not told from fewer than three values", () => {
    expect(lagTrend([null, null, 4_000, 9_000])).toBeNull();
  });
  it("rises, falls or holds beyond noise", () => {
    expect(lagTrend([1_000, 5_000, 20_000])).toBe("rising");
    expect(lagTrend([90_000, 60_000, 20_000])).toBe("falling");
    expect(lagTrend([500, 1_400, 900, 0])).toBe("steady");
  });
});
