import { expect, test } from "vitest";
import { etaRange, type EtaFacts } from "./eta";

const now = 1_790_000_000_000;
const facts = (more: Partial<EtaFacts>): EtaFacts => ({
  ahead: 600_000,
  percent: 40,
  loadStartedAtMs: now - 300_000,
  nowMs: now,
  rates: Array.from({ length: 20 }, (_, n) => ({ atMs: now - n * 10_000, perSecond: 1_000 })),
  ...more,
});

test("a steady rate gives one figure", () => {
  expect(etaRange(facts({}))).toEqual({ lowMs: 600_000, highMs: 600_000 });
});

test("a rate that varies gives a range around it", () => {
  const eta = etaRange(facts({ rates: Array.from({ length: 20 }, (_, n) => ({ atMs: now - n * 10_000, perSecond: n % 2 ? 500 : 1_500 })) }));
  expect(eta!.lowMs).toBeLessThan(500_000);
  expect(eta!.highMs).toBeGreaterThan(900_000);
});

test("what happened lately counts more than what was five minutes ago", () => {
  const eta = etaRange(facts({ rates: Array.from({ length: 30 }, (_, n) => ({ atMs: now - n * 10_000, perSecond: n < 10 ? 2_000 : 1_000 })) }));
  expect((eta!.lowMs + eta!.highMs) / 2).toBeLessThan(450_000);
});

test.each([
  ["in the first minute", { loadStartedAtMs: now - 59_000 }],
  ["before two per cent", { percent: 1 }],
  ["without rates", { rates: [] }],
  ["while nothing moves", { rates: Array.from({ length: 5 }, (_, n) => ({ atMs: now - n * 10_000, perSecond: 0 })) }],
])("%s it is still being estimated", (_, more) => {
  expect(etaRange(facts(more))).toBeNull();
});
