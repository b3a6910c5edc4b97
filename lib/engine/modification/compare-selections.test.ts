import { expect, test } from "vitest";
import { compareSelections } from "./compare-selections";
import { sameObjects } from "./selection-record";

const carried = (columnNames?: Record<string, string>) => [{ database: "d", tables: [{ name: "t", ...(columnNames ? { columnNames } : {}) }, { name: "other" }] }];

test("a table whose columns get other names is copied anew, one that only says them otherwise is not", () => {
  const change = compareSelections(carried(), carried({ a: "b" }));
  expect(change).toMatchObject({ anew: [{ database: "d", table: "t" }], interim: [{ database: "d", tables: [{ name: "other" }] }] });
  expect(change.supplement).toEqual([{ database: "d", tables: [{ name: "t", columnNames: { a: "b" } }] }]);
  expect(compareSelections(carried({ a: "b", c: "d" }), carried({ c: "d", a: "b", e: "e" })).anew).toEqual([]);
  expect(sameObjects(carried({ a: "a" }), carried())).toBe(true);
  expect(sameObjects(carried({ a: "b" }), carried())).toBe(false);
});

test("other kinds of changes are another selection, and copy nothing", () => {
  const plain = [{ database: "d", overrides: [{ name: "t", as: "u" }] }];
  const chosen = [{ database: "d", ddl: ["alter-table" as const], overrides: [{ name: "t", as: "u", dml: ["update" as const, "insert" as const] }, { name: "s", ddl: [] }] }];
  expect(sameObjects(plain, chosen)).toBe(false);
  expect(compareSelections(plain, chosen)).toEqual({ supplement: [], interim: plain, anew: [], added: [], removed: [], kinds: [{ database: "d", table: "" }, { database: "d", table: "t" }, { database: "d", table: "s" }] });
  expect(compareSelections(chosen, [{ ...chosen[0]!, overrides: [{ name: "s", ddl: [] }, { name: "t", as: "u", dml: ["insert" as const, "update" as const] }] }]).kinds).toEqual([]);
  // What is brought up beside the stream goes by the same choices.
  expect(compareSelections(chosen, [{ ...chosen[0]!, overrides: [{ name: "t", as: "v", dml: ["insert" as const] }] }]).supplement).toEqual([{ database: "d", ddl: ["alter-table"], tables: [{ name: "t", as: "v", dml: ["insert"] }] }]);
});

test("another policy or other rules name all tables of the database anew; a name of the source's own says something only under them", () => {
  const whole = [{ database: "d" }];
  const ruled = [{ database: "d", rules: [{ kind: "prefix" as const, text: "x_" }] }];
  expect(compareSelections(whole, ruled)).toMatchObject({ supplement: ruled, interim: [], anew: [{ database: "d", table: "" }] });
  expect(compareSelections(ruled, [{ ...ruled[0]!, capitalization: "upper" }]).anew).toEqual([{ database: "d", table: "" }]);
  expect(compareSelections(ruled, [{ ...ruled[0]!, capitalization: "source" }]).anew).toEqual([]);
  const pinned = (objects: typeof ruled | typeof whole) => [{ ...objects[0]!, overrides: [{ name: "t", as: "t" }] }];
  expect(compareSelections(ruled, pinned(ruled)).anew).toEqual([{ database: "d", table: "t" }]);
  expect(sameObjects(ruled, pinned(ruled))).toBe(false);
  expect(sameObjects(whole, pinned(whole))).toBe(true);
});
