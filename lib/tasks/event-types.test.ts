import { expect, expectTypeOf, test } from "vitest";
import { eventTypes, kindsOf } from "./event-types";
import type { TaskEventKind } from "./event-view";

test("every kind of event belongs to exactly one type", () => {
  const kinds = Object.values(eventTypes).flat();
  expectTypeOf<(typeof kinds)[number]>().toEqualTypeOf<TaskEventKind>();
  expect(new Set(kinds).size).toBe(kinds.length);
});

test("nothing chosen narrows nothing", () => {
  expect(kindsOf([])).toEqual([]);
  expect(kindsOf(["state", "people"])).toEqual(["status", "phase", "action"]);
});
