import { expect, test } from "vitest";
import { bandsOf } from "./marks";

test("a pause that began before the window is shaded from its beginning, one that lasts up to its end", () => {
  const steps = [
    { atMs: 50, to: "paused" },
    { atMs: 150, to: "running" },
    { atMs: 180, to: "retrying" },
  ];
  expect(bandsOf(steps, undefined, 100, 200)).toEqual([
    { kind: "paused", fromMs: 100, toMs: 150 },
    { kind: "retrying", fromMs: 180, toMs: 200 },
  ]);
});

test("what lies outside the window is left out, and the full load is a band of its own", () => {
  expect(bandsOf([{ atMs: 10, to: "failed" }, { atMs: 20, to: "running" }], { startedAtMs: 90, endedAtMs: 120 }, 100, 200)).toEqual([{ kind: "load", fromMs: 100, toMs: 120 }]);
});
