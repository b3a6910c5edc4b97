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
