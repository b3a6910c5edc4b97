import { expect, it } from "vitest";
import { freePercent } from "./estimate";

it("what is left is what was typed less what was copied since, with room for fragmentation, and is unknown without both numbers", () => {
  const typed = { storageBytes: 1_000, freeBytes: 400, freeAtMs: 0 };
  expect(freePercent(typed, 0)).toBe(40);
  expect(freePercent(typed, 100)).toBe(27);
  expect(freePercent(typed, 1_000)).toBe(0);
  expect(freePercent({ ...typed, storageBytes: null }, 0)).toBeNull();
  expect(freePercent({ ...typed, freeBytes: null }, 0)).toBeNull();
});
