import { describe, expect, it } from "vitest";
import { activeChip } from "./list-state";

describe("the quick chips", () => {
  it("name the filter they stand for", () => {
    expect(activeChip([], false)).toBe("all");
    expect(activeChip([], true)).toBe("attention");
    expect(activeChip(["Suspending", "Pausing"], false)).toBe("paused");
  });
  it("stay off for a mixture of one's own", () => {
    expect(activeChip(["Suspending"], false)).toBeNull();
    expect(activeChip(["Failed"], true)).toBeNull();
  });
});
