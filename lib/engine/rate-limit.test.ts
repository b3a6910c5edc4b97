import { expect, test } from "vitest";
import { QueryLimit, RateLimit } from "./rate-limit";

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

test("statements of several readers begin one after the other, never more than the cap in a second", async () => {
  const begun: number[] = [];
  const limit = new QueryLimit(100);
  const from = performance.now();
  await Promise.all(Array.from({ length: 4 }, () => limit.take(new AbortController().signal).then(() => begun.push(performance.now() - from))));
  // A cap gives a shortest time; timers may fire up to a millisecond early.
  begun.forEach((at, index) => expect(at).toBeGreaterThanOrEqual(index * 10 - 2));
  await new QueryLimit(undefined).take(new AbortController().signal);
});
