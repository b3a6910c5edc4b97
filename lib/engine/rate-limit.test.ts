import { expect, test } from "vitest";
import { RateLimit } from "./rate-limit";

test("without caps nothing waits", () => {
  expect(new RateLimit(undefined).reserve(1e9, 1e12)).toBe(0);
});

test("what was sent is earned before the next is sent, by rows or bytes, whichever takes longer", () => {
  let now = 0;
  const limit = new RateLimit({ rowsPerSecond: 1_000, bytesPerSecond: 1_000_000 }, () => now);
  expect(limit.reserve(500, 100)).toBe(0);
  expect(limit.reserve(1, 2_000_000)).toBe(500);
  now = 1_000;
  expect(limit.reserve(1, 1)).toBe(1_500);
  now = 10_000;
  expect(limit.reserve(1, 1)).toBe(0);
});
