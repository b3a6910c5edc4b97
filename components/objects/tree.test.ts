import { describe, expect, it } from "vitest";
import type { CatalogDatabase, CatalogDatabaseObjects } from "@/lib/endpoints/view";
import { existingTables } from "./existing-tables";
import { addTables, findDatabase, nothing, renameTable } from "./selection";
import { availableRows, type AvailableInput } from "./available-rows";
import { databaseChecked, groupChecked, markDatabase, markTables, noMarks, tableChecked } from "./marks";
import { parseSearch } from "./object-search";
import { moveFor, siblingRange, typeAhead } from "./tree-row";

const database = (name: string, system = false): CatalogDatabase => ({
  name,
  tables: 3,
  views: 1,
  routines: 0,
  triggers: 0,
  rowsEstimated: 0,
  bytes: 0,
  system,
});
const objects = (name: string, tables: string[]): CatalogDatabaseObjects => ({
  database: name,
  tables: tables.map((each) => ({ name: each, engine: "InnoDB", rowsEstimated: 0, bytes: 0, badges: [] })),
  views: ["v_orders"],
  routines: [],
  limitedBy: null,
  destination: null,
});
const input = (over: Partial<AvailableInput> = {}): AvailableInput => ({
  databases: [database("crm"), database("mysql", true), database("shop")],
  objects: new Map([["shop", { data: objects("shop", ["customers", "order_items", "orders"]), error: null, retry: () => {} }]]),
  search: null,
  hideSystem: true,
  isExpanded: (id) => id === "d shop" || id === "t shop",
  groupLabel: (group) => group,
  ...over,
});
const search = (text: string) => {
  const parsed = parseSearch(text);
  if (parsed === null || parsed === "invalid") throw new Error(text);
  return parsed;
};

describe("rows of the Available tree", () => {
  it("say level, position and size of their set", () => {
    expect(availableRows(input()).map((row) => [row.label, row.level, row.position, row.setSize, row.expanded])).toEqual([
      ["crm", 1, 1, 2, false],
      ["shop", 1, 2, 2, true],
      ["tables", 2, 1, 2, true],
      ["customers", 3, 1, 3, undefined],
      ["order_items", 3, 2, 3, undefined],
      ["orders", 3, 3, 3, undefined],
      ["views", 2, 2, 2, false],
    ]);
  });

  it("show what a search found, opened", () => {
    const found = (text: string) => availableRows(input({ search: search(text), isExpanded: (_, byDefault) => byDefault })).map((row) => row.label);
    expect(found("shop.order")).toEqual(["shop", "tables", "order_items", "orders", "views"]);
    expect(found("/^shop\\.orders$/")).toEqual(["shop", "tables", "orders"]);
    expect(found("crm")).toEqual(["crm"]);
    expect(found("nothing")).toEqual([]);
  });

  it("a text that is no regular expression is said to be none", () => {
    expect(parseSearch("/(/")).toBe("invalid");
    expect(parseSearch("/unfinished")).toBe("invalid");
    expect(parseSearch("  ")).toBeNull();
  });

  it("50,000 tables are laid out, and only once each", () => {
    const many = Array.from({ length: 50_000 }, (_, index) => `t_${String(index).padStart(5, "0")}`);
    const rows = availableRows(input({ objects: new Map([["shop", { data: objects("shop", many), error: null, retry: () => {} }]]) }));
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
    expect(rows.at(-2)).toMatchObject({ label: "t_49999", position: 50_000, setSize: 50_000 });
  });
});

describe("keyboard in a tree", () => {
  const rows = availableRows(input());
  it.each([
    ["ArrowDown", 0, { kind: "focus", index: 1 }],
    ["ArrowUp", 0, null],
    ["End", 0, { kind: "focus", index: 6 }],
    ["ArrowRight", 0, { kind: "expand", index: 0, expanded: true }],
    ["ArrowRight", 1, { kind: "focus", index: 2 }],
    ["ArrowRight", 4, null],
    ["ArrowLeft", 5, { kind: "focus", index: 2 }],
    ["ArrowLeft", 1, { kind: "expand", index: 1, expanded: false }],
    ["PageDown", 2, { kind: "focus", index: 6 }],
    ["x", 2, null],
  ])("%s at row %i", (key, index, expected) => {
    expect(moveFor(key, rows, index, 10)).toEqual(expected);
  });

  it("letters go to the next row that begins with them", () => {
    expect(typeAhead(rows, 0, "o")).toBe(4);
    expect(typeAhead(rows, 4, "o")).toBe(5);
    expect(typeAhead(rows, 4, "orders")).toBe(5);
    expect(typeAhead(rows, 0, "zzz")).toBeNull();
  });

  it("a range never takes the parent along", () => {
    expect(siblingRange(rows, 3, 1).map((row) => row.label)).toEqual(["customers"]);
    expect(siblingRange(rows, 3, 6).map((row) => row.label)).toEqual(["customers", "order_items", "orders"]);
  });
});

it("a table exists in the destination under the name that it gets there, as the destination compares names", () => {
  const there = (names: string[], ignoresCase = false) => ({ ...objects("shop", ["customers", "orders"]), destination: { names, ignoresCase } });
  const renamed = findDatabase(renameTable(addTables(nothing, "shop", ["orders"]), "shop", "orders", "orders_v2"), "shop");
  expect([...existingTables(there(["orders"]), undefined)]).toEqual(["orders"]);
  expect([...existingTables(there(["orders"]), renamed)]).toEqual([]);
  expect([...existingTables(there(["Orders_V2"]), renamed)]).toEqual([]);
  expect([...existingTables(there(["Orders_V2"], true), renamed)]).toEqual(["orders"]);
  expect([...existingTables(objects("shop", ["orders"]), undefined)]).toEqual([]);
});

describe("marks", () => {
  const free = ["a", "b", "c"];
  it("some tables make their database mixed, all of them their group checked", () => {
    const some = markTables(noMarks, "shop", ["a"], true, free);
    expect([databaseChecked(some, "shop"), groupChecked(some, "shop", 3)]).toEqual(["mixed", "mixed"]);
    const all = markTables(some, "shop", ["b", "c"], true, free);
    expect([databaseChecked(all, "shop"), groupChecked(all, "shop", 3)]).toEqual(["mixed", true]);
  });

  it("a table unticked in a ticked database leaves the others ticked", () => {
    const rest = markTables(markDatabase(noMarks, "shop", true), "shop", ["b"], false, free);
    expect(free.map((name) => tableChecked(rest, "shop", name))).toEqual([true, false, true]);
    expect(databaseChecked(rest, "shop")).toBe("mixed");
  });
});
