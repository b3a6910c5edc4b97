import { expect, it } from "vitest";
import type { AffectedObject } from "../check";
import { verbatim } from "../text";
import { findingOf, growthOf } from "./finding";

const tables = (...names: string[]) => names.map((name): AffectedObject => ({ kind: "table", database: "shop", name, note: null }));
const found = (observed: string, objects: AffectedObject[] = [], { key = "same.title", measured = false } = {}) =>
  findingOf({ title: { key, values: { count: objects.length }, text: "" }, affected: { total: objects.length, sample: [] }, observed: [{ label: verbatim("value"), value: verbatim(observed) }] }, objects, measured);

it("what was accepted for one table is not accepted for forty more", () => {
  expect(growthOf(found("1", tables("orders")), found("2", tables("orders", "items")))).toEqual({ added: ["table shop.items"] });
  expect(growthOf(found("2", tables("orders", "items")), found("1", tables("items")))).toBeNull();
});

it("without objects another value is another finding, and so is another sentence", () => {
  expect(growthOf(found("1"), found("1"))).toBeNull();
  expect(growthOf(found("1"), found("0"))).toEqual({ added: [] });
  expect(growthOf(found("1", tables("orders")), found("1", tables("orders"), { key: "same.other" }))).toEqual({ added: [] });
});

it("what is measured differs from run to run and is the same finding", () => {
  expect(growthOf(found("31 ms", [], { measured: true }), found("29 ms", [], { measured: true }))).toBeNull();
  expect(growthOf(found("31 ms", [], { measured: true }), found("29 ms", [], { measured: true, key: "latency.other" }))).toEqual({ added: [] });
});
