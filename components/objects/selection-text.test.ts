import { describe, expect, it } from "vitest";
import { addDatabase, addTables, nothing, renameDatabase, renameTable } from "./selection";
import { exportText, importLines, parseText, unknownLines } from "./selection-text";

const sample = renameTable(
  renameDatabase(addDatabase(addTables(nothing, "crm", ["orders", "odd.name"]), "shop"), "crm", "crm_new"),
  "crm",
  "orders",
  "orders_v2",
);

describe("selection as text", () => {
  it("says whole databases, tables and new names", () => {
    expect(exportText(sample)).toBe("crm.orders => crm_new.orders_v2\ncrm.`odd.name` => crm_new.`odd.name`\nshop\n");
  });

  it("reads back what it wrote", () => {
    const { lines, faults } = parseText(exportText(sample));
    expect(faults).toEqual([]);
    expect(importLines(nothing, lines)).toEqual(sample);
  });

  it("takes comments, blank lines, db.* and names in backticks", () => {
    const { lines, faults } = parseText("# from the wiki\n\nshop.*\n crm . `a ``b`` => c` \r\n");
    expect(faults).toEqual([]);
    expect(lines.map(({ database, table }) => [database, table])).toEqual([
      ["shop", undefined],
      ["crm", "a `b` => c"],
    ]);
  });

  it("lists what cannot be read, with its line", () => {
    expect(parseText("a.b.c\nshop =>\nshop => x.y\nshop.a => x\n").faults.map(({ line, problem }) => [line, problem])).toEqual([
      [1, "syntax"],
      [2, "syntax"],
      [3, "syntax"],
      [4, "syntax"],
    ]);
  });

  it("lists a line that sends a database elsewhere than an earlier one", () => {
    expect(parseText("crm.a => x.a\ncrm.b => y.b").faults).toEqual([{ line: 2, text: "crm.b => y.b", problem: "conflict" }]);
  });

  it("lists unknown names and does not drop them", () => {
    const { lines } = parseText("shop.orders\nshop.gone\nnowhere.t\n");
    const faults = unknownLines(lines, (database) => (database === "shop" ? new Set(["orders"]) : null));
    expect(faults.map(({ text, problem }) => [text, problem])).toEqual([
      ["shop.gone", "unknown-table"],
      ["nowhere.t", "unknown-database"],
    ]);
  });
});
