import { expect, it } from "vitest";
import { differences } from "./differences";

it("finds what differs between two configurations, leaf by leaf", () => {
  expect(differences({ a: 1, b: { c: [1, 2], d: "x" }, gone: true }, { a: 1, b: { c: [1, 3], d: "x", e: null }, came: 0 })).toEqual([
    { path: "b.c", before: "[1,2]", after: "[1,3]" },
    { path: "came", before: null, after: "0" },
    { path: "gone", before: "true", after: null },
  ]);
  expect(differences({ a: 1 }, { a: 1 })).toEqual([]);
  expect(differences(undefined, { a: { b: 1 } })).toEqual([{ path: "a.b", before: null, after: "1" }]);
});
