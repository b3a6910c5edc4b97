import { describe, expect, it } from "vitest";
import { applyRule, keptRules, previewColumns, previewRename, tablesOfColumns, type RenameRule, type RuleKind } from "./batch-rename";
import { addDatabase, addTables, destinationTable, editOf, nothing, renameTables, resetNames, setWhole } from "./selection";
import { fromSlice, toSlice } from "./selection-slice";

const rule = (kind: RuleKind, text = "", replacement = ""): RenameRule => ({ id: kind, kind, text, replacement });
const names = Array.from({ length: 41 }, (_, index) => `t_${index}`);
const selection = addTables(nothing, "crm", names);

describe("batch rename", () => {
  it.each([
    ["prefix", "x_", "", "x_t_Orders"],
    ["suffix", "_v2", "", "t_Orders_v2"],
    ["remove-prefix", "t_", "", "Orders"],
    ["remove-suffix", "ers", "", "t_Ord"],
    ["replace", "r", "$&", "t_O$&de$&s"],
    ["regex", "^t_(.*)$", "$1_old", "Orders_old"],
    ["lower", "", "", "t_orders"],
    ["upper", "", "", "T_ORDERS"],
  ] as const)("%s", (kind, text, replacement, expected) => {
    expect(applyRule("t_Orders", rule(kind, text, replacement))).toBe(expected);
  });

  it("shows every table old and new, in the order of the rules", () => {
    const preview = previewRename(selection, [rule("remove-prefix", "t_"), rule("suffix", "_v2")], "tables", "");
    expect(preview).toMatchObject({ changed: 41, collisions: 0, invalid: 0 });
    expect(preview.rows[7]).toMatchObject({ source: "crm.t_7", from: "t_7", to: "7_v2", problem: null });
    expect(destinationTable(preview.selection[0]!, "t_40")).toBe("40_v2");
    expect(destinationTable(selection[0]!, "t_40")).toBe("t_40");
  });

  it("counts both sides of a collision", () => {
    const preview = previewRename(selection, [rule("regex", "^t_(1|2)$", "same")], "tables", "");
    expect(preview).toMatchObject({ changed: 2, collisions: 2 });
    expect(preview.rows[1]).toMatchObject({ problem: "collision", detail: "crm.t_2" });
  });

  it("counts names that no server takes", () => {
    const preview = previewRename(selection, [rule("prefix", "x".repeat(63))], "tables", "t_?");
    expect(preview).toMatchObject({ changed: 10, invalid: 10 });
    expect(previewRename(addTables(nothing, "crm", ["t_"]), [rule("remove-prefix", "t_")], "tables", "")).toMatchObject({ invalid: 1 });
  });

  it("names the rule that is not a regular expression and changes nothing with it", () => {
    expect(previewRename(selection, [rule("regex", "(")], "tables", "")).toMatchObject({ changed: 0, faultyRules: ["regex"] });
  });

  it("sets the database, and finds two whole databases that would meet", () => {
    const two = addDatabase(addDatabase(nothing, "a"), "b");
    expect(previewRename(two, [rule("database", "c")], "databases", "")).toMatchObject({ changed: 2, collisions: 2 });
    expect(previewRename(two, [rule("database", "c")], "databases", "a")).toMatchObject({ changed: 1, collisions: 0 });
  });

  it("keeps to the tables that a finding is about, and databases keep their names then", () => {
    const both = addDatabase(addTables(nothing, "crm", ["a", "b", "c"]), "shop");
    const preview = previewRename(both, [rule("database", "other"), rule("suffix", "2")], "tables", "", new Map([["shop", ["x", "y"]]]), new Map([["crm", ["a", "gone"]], ["shop", ["y"]]]));
    expect(preview.rows.map((row) => [row.source, row.to])).toEqual([["crm.a", "a2"], ["shop.y", "y2"]]);
    expect(destinationTable(preview.selection[0]!, "b")).toBe("b");
  });

  it("renames the tables of a whole database that are known", () => {
    const preview = previewRename(addDatabase(nothing, "a"), [rule("suffix", "2")], "tables", "", new Map([["a", ["x", "y"]]]));
    expect(preview.rows.map((row) => row.to)).toEqual(["x2", "y2"]);
  });

  it("renames columns, table by table: a pattern names tables and columns, and two that meet are both named", () => {
    const tables = [
      { database: "crm", table: "t_1", columns: ["id", "c_name", "c_age"] },
      { database: "crm", table: "t_2", columns: ["id", "Name", "c_name"] },
    ];
    expect(tablesOfColumns(selection, "t_1.c_*")).toEqual([{ database: "crm", table: "t_1" }]);
    expect(tablesOfColumns(selection, "c_*")).toHaveLength(41);
    const preview = previewColumns(selection, [rule("remove-prefix", "c_")], "c_*", tables);
    expect(preview.rows.map(({ source, to, problem, detail }) => [source, to, problem, detail])).toEqual([
      ["crm.t_1.c_name", "name", null, null],
      ["crm.t_1.c_age", "age", null, null],
      ["crm.t_2.c_name", "name", "collision", "Name"],
    ]);
    const fine = previewColumns(selection, [rule("suffix", "_2")], "", tables.slice(0, 1));
    expect(editOf(fine.selection[0], "t_1").columnNames).toEqual({ id: "id_2", c_name: "c_name_2", c_age: "c_age_2" });
    expect(editOf(previewColumns(fine.selection, [rule("remove-suffix", "_2")], "", tables.slice(0, 1)).selection[0], "t_1")).toEqual({});
    expect(previewColumns(selection, [rule("prefix", "x".repeat(64))], "id", tables)).toMatchObject({ changed: 2, invalid: 2 });
  });
});

describe("rules that a whole database keeps", () => {
  const catalogue = new Map([["crm", ["t_a", "t_b", "other"]]]);
  const whole = renameTables(addDatabase(nothing, "crm"), "crm", new Map([["t_b", "given"]]));
  const kept = previewRename(whole, [rule("remove-prefix", "t_"), rule("suffix", "_v2")], "tables", "t_*", catalogue, null, true);

  it("name its tables without saying each, and those that somebody named go on from their name", () => {
    expect(kept.rows.map(({ table, to }) => [table, to])).toEqual([["t_a", "a_v2"], ["t_b", "given_v2"]]);
    expect(toSlice(kept.selection)).toEqual([{ database: "crm", rules: [{ kind: "remove-prefix", text: "t_", like: "t_*" }, { kind: "suffix", text: "_v2", like: "t_*" }], overrides: [{ name: "t_b", as: "given_v2" }] }]);
    expect(fromSlice(toSlice(kept.selection))).toEqual(kept.selection);
    expect(["t_later", "later"].map((table) => destinationTable(kept.selection[0]!, table))).toEqual(["later_v2", "later"]);
  });

  it("are of no effect while tables are chosen one by one, and go with the source names", () => {
    const chosen = setWhole(kept.selection, "crm", false, catalogue.get("crm"));
    expect(destinationTable(chosen[0]!, "t_a")).toBe("t_a");
    expect(setWhole(chosen, "crm", true)[0]!.rules).toHaveLength(2);
    expect(resetNames(kept.selection, "crm")).toEqual(addDatabase(nothing, "crm"));
  });

  it("run behind those that are kept already; regular expressions and rules without a text are not kept", () => {
    const again = previewRename(kept.selection, [rule("prefix", "x_")], "tables", "", catalogue, null, true);
    expect(again.rows.map(({ to }) => to)).toEqual(["x_a_v2", "x_given_v2", "x_other"]);
    expect(keptRules([rule("regex", "a")])).toBeNull();
    expect(keptRules([rule("prefix")])).toBeNull();
    expect(keptRules([rule("upper")])).toEqual([{ kind: "upper" }]);
  });
});
