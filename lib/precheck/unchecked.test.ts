import { expect, it } from "vitest";
import { isUnchecked, withUnchecked } from "./unchecked";
import { verdictOf } from "./verdict";

const list = [
  { id: "source", dependsOn: [] },
  { id: "destination", dependsOn: [] },
  { id: "rights", dependsOn: ["source"] },
  { id: "tables", dependsOn: ["rights"] },
  { id: "both", dependsOn: ["source", "destination"] },
];
const passed = { status: "passed", result: null };
const failed = { status: "failed", result: null };
const waits = { status: "skipped", result: { skippedBecause: { key: "precheck.prerequisite", values: {}, text: "" } } };
const notForThisTask = { status: "skipped", result: { skippedBecause: { key: "events.none", values: {}, text: "" } } };
const before = (...items: readonly (typeof passed | typeof waits)[]) => new Map(list.map((check, index) => [check.id, items[index]!]));

it("a check that waited for another has not run; one that does not apply has its answer", () => {
  expect([passed, failed, waits, notForThisTask, { status: "skipped", result: null }, { status: "pending", result: null }].map(isUnchecked)).toEqual([false, false, true, false, true, true]);
});

it("a prerequisite that runs again takes along what waited for it, and not what waits for something else", () => {
  expect(withUnchecked(list, ["source"], before(failed, passed, waits, waits, waits))).toEqual(["source", "rights", "tables", "both"]);
  expect(withUnchecked(list, ["source"], before(failed, failed, waits, waits, waits))).toEqual(["source", "rights", "tables"]);
});

it("a check that runs again takes along what never ran, and its prerequisites come by themselves", () => {
  expect(withUnchecked(list, ["tables"], before(failed, passed, waits, waits, waits))).toEqual(["rights", "tables", "both"]);
  const cancelled = { status: "skipped", result: null };
  expect(withUnchecked(list, ["source"], before(passed, cancelled, passed, cancelled, cancelled))).toEqual(["source", "destination", "tables", "both"]);
});

it("what depends on an accepted failure or on something that does not apply is run, and results that stand are not", () => {
  const ignored = { status: "ignored", result: null };
  expect(withUnchecked(list, ["destination"], before(passed, passed, ignored, waits, passed))).toEqual(["destination", "tables"]);
  expect(withUnchecked(list, ["destination"], before(passed, passed, notForThisTask, passed, passed))).toEqual(["destination"]);
});

it("what did not run blocks like a failure", () => {
  expect(verdictOf([passed, waits])).toBe("failed");
  expect(verdictOf([passed, notForThisTask, { status: "warning", result: null }])).toBe("warning");
  expect(verdictOf([passed, notForThisTask])).toBe("passed");
});
