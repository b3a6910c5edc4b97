import { expect, test } from "vitest";
import { RateCap } from "./rate-cap";

test("a second's worth goes at once, then only as fast as the cap", () => {
  let now = 0;
  const cap = new RateCap(1_000, () => now);
  expect(cap.take(1_000)).toBe(0);
  expect(cap.take(500)).toBe(500);
  now = 500;
  expect(cap.take(100)).toBe(100);
  now = 100_000;
  expect(cap.take(1_000)).toBe(0);
  expect(cap.take(3_000)).toBe(3_000);
});
