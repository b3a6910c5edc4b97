import { expect, it } from "vitest";
import { firstIncompleteStep, isDone, isReachable, stepPath } from "./steps";

const none = { endpoints: false, network: false, objects: false, initialization: false };

it("leads to the first step that still needs its person", () => {
  expect(firstIncompleteStep(none)).toBe("endpoints");
  expect(firstIncompleteStep({ ...none, endpoints: true })).toBe("network");
  expect(firstIncompleteStep({ endpoints: true, network: false, objects: true, initialization: true })).toBe("network");
  expect(firstIncompleteStep({ endpoints: true, network: true, objects: true, initialization: true })).toBe("precheck");
});

it("opens a step only when all before it are done", () => {
  const draft = { ...none, endpoints: true, objects: true };
  expect(isReachable("network", draft)).toBe(true);
  expect(isReachable("objects", draft)).toBe(false);
  expect(isDone("objects", draft)).toBe(true);
});

it("has a path per step", () => {
  expect(stepPath("dts1", "objects")).toBe("/sync/dts1/configure/objects");
  expect(stepPath("dts1", "precheck")).toBe("/sync/dts1/precheck");
});
