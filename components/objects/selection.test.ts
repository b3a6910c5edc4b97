import { describe, expect, it } from "vitest";
import { objectsSliceSchema } from "@/lib/tasks/schema";
import {
  addDatabase,
  addTables,
  collisions,
  countSelection,
  destinationDatabase,
  destinationTable,
  editOf,
  editTable,
  findDatabase,
  holdsTable,
  knownTables,
  nothing,
  removeDatabase,
  removeTables,
  renameDatabase,
  renameTable,
  resetNames,
  setTablesAside,
  setWhole,
  takenBy,
} from "./selection";
import { emptyForm, readForm } from "./objects-form";
import { fromSlice, toSlice } from "./selection-slice";
import { unsaidInText } from "./selection-text";

const three = addTables(nothing, "shop", ["orders", "customers", "items"]);

describe("selection", () => {
  it("adds tables once and keeps their order", () => {
    expect(findDatabase(addTables(three, "shop", ["items", "logs", "logs"]), "shop")?.chosen).toEqual(["orders", "customers", "items", "logs"]);
    expect(countSelection(three)).toEqual({ databases: 1, whole: 0, tables: 3 });
  });

  it("a whole database holds every table, and switching back restores the chosen ones", () => {
    const whole = setWhole(three, "shop", true);
    expect(holdsTable(whole, "shop", "made later")).toBe(true);
    expect(toSlice(whole)).toEqual([{ database: "shop" }]);
    expect(setWhole(whole, "shop", false, ["a", "b"])).toEqual(three);
  });

  it("a database added whole becomes all its tables when it is switched", () => {
    const tables = setWhole(addDatabase(nothing, "crm"), "crm", false, ["a", "b"]);
    expect(toSlice(tables)).toEqual([{ database: "crm", tables: [{ name: "a" }, { name: "b" }] }]);
  });

  it("a whole database without known tables stays whole", () => {
    const whole = addDatabase(nothing, "empty");
    expect(setWhole(whole, "empty", false, [])).toBe(whole);
  });

  it("a table taken out of a whole database leaves the others by name", () => {
    const left = removeTables(addDatabase(nothing, "crm"), "crm", ["b"], ["a", "b", "c"]);
    expect(toSlice(left)).toEqual([{ database: "crm", tables: [{ name: "a" }, { name: "c" }] }]);
  });

  it("the last table takes its database along", () => {
    expect(removeTables(three, "shop", ["orders", "customers", "items"])).toEqual([]);
    expect(removeDatabase(three, "shop")).toEqual([]);
  });

  it("forgets what was edited about a removed table", () => {
    const edited = renameTable(three, "shop", "orders", "orders_v2");
    expect(toSlice(addTables(removeTables(edited, "shop", ["orders"]), "shop", ["orders"]))[0]?.tables).toContainEqual({ name: "orders" });
  });

  it("a table may be called like a property of every object", () => {
    const odd = addTables(nothing, "shop", ["constructor", "toString"]);
    expect(toSlice(odd)[0]?.tables).toEqual([{ name: "constructor" }, { name: "toString" }]);
    expect(collisions(addDatabase(nothing, "constructor")).size).toBe(0);
  });

  it("renaming to the source's name is no renaming", () => {
    expect(renameTable(renameTable(three, "shop", "orders", "o2"), "shop", "orders", "orders")).toEqual(three);
    expect(renameDatabase(renameDatabase(three, "shop", "x"), "shop", "shop")).toEqual(three);
  });

  it("resetting names keeps filters", () => {
    const edited = editTable(renameDatabase(three, "shop", "prod"), "shop", "orders", { as: "o2", filter: " id > 5 ", excludeColumns: ["note"] });
    expect(toSlice(resetNames(edited, "shop"))[0]).toEqual({
      database: "shop",
      tables: [{ name: "orders", filter: "id > 5", excludeColumns: ["note"] }, { name: "customers" }, { name: "items" }],
    });
  });

  it("says which table already has a name", () => {
    const renamed = renameTable(three, "shop", "orders", "orders_v2");
    expect(takenBy(renamed, "shop", "customers", "orders_v2")).toBe("shop.orders");
    expect(takenBy(renamed, "shop", "customers", "orders")).toBeNull();
    expect(takenBy(renamed, "shop", "orders", "orders_v2")).toBeNull();
    expect(takenBy(addDatabase(nothing, "crm"), "crm", "a", "b", new Map([["crm", ["a", "b"]]]))).toBe("crm.b");
  });

  it("finds tables of two databases that meet in one", () => {
    const two = renameDatabase(addTables(three, "crm", ["orders"]), "crm", "shop");
    expect([...collisions(two)]).toEqual([["shop.orders", ["shop.orders", "crm.orders"]]]);
    expect([...collisions(setWhole(two, "crm", true)).keys()]).toContain("shop");
    const cased = addTables(nothing, "shop", ["Orders", "orders"]);
    const folding = Object.assign(new Map<string, readonly string[]>(), { ignoresCase: true });
    expect(collisions(cased).size).toBe(0);
    expect([...collisions(cased, folding)]).toEqual([["shop.Orders", ["shop.Orders", "shop.orders"]]]);
    expect([takenBy(cased, "shop", "orders", "orders"), takenBy(cased, "shop", "orders", "orders", folding)]).toEqual([null, "shop.Orders"]);
  });

  it("survives the way to the slice and back, and the slice is valid", () => {
    const edited = addDatabase(editTable(renameDatabase(three, "shop", "prod"), "shop", "orders", { as: "o2", filter: "id > 5" }), "crm");
    const overridden = editTable(edited, "crm", "log", { excludeColumns: ["blob"] });
    expect(fromSlice(toSlice(overridden))).toEqual(overridden);
    expect(objectsSliceSchema.safeParse({ objects: toSlice(overridden) }).success).toBe(true);
  });

  it("tables that were set aside stay so through the form, until somebody adds them by name", () => {
    const saved = [{ database: "shop", as: "shop_prod", overrides: [{ name: "orders", filter: "id > 0" }], except: ["log", "trash"] }, { database: "crm", except: ["visit"] }];
    const selection = fromSlice(saved);
    expect(toSlice(selection)).toEqual(saved);
    expect(readForm({ ...emptyForm, selection }).selection).toEqual(selection);
    expect(toSlice(renameTable(addDatabase(selection, "crm"), "crm", "deal", "deals"))).toEqual([saved[0], { database: "crm", except: ["visit"], overrides: [{ name: "deal", as: "deals" }] }]);
    expect(holdsTable(selection, "shop", "log")).toBe(false);
    expect(knownTables(findDatabase(selection, "shop")!, ["log", "orders", "trash"])).toEqual(["orders"]);
    expect(toSlice(addTables(selection, "shop", ["log"]))[0]).toMatchObject({ except: ["trash"] });
    expect(toSlice(addTables(selection, "crm", ["visit"]))[1]).toEqual({ database: "crm" });
    const named = setWhole(selection, "crm", false, ["deal", "visit"]);
    expect(toSlice(named)[1]).toEqual({ database: "crm", tables: [{ name: "deal" }] });
    expect(toSlice(setWhole(named, "crm", true))[1]).toEqual({ database: "crm", except: ["visit"] });
    expect(unsaidInText(selection)).toBe(4);
  });

  it("a table taken out of a whole database while the task runs is set aside: later tables still follow", () => {
    expect(toSlice(setTablesAside(addDatabase(nothing, "crm"), "crm", ["visit"]))).toEqual([{ database: "crm", except: ["visit"] }]);
    expect(toSlice(setTablesAside(three, "shop", ["items"]))).toEqual([{ database: "shop", tables: [{ name: "orders" }, { name: "customers" }] }]);
  });
});

describe("names by the task's policy", () => {
  const upper = Object.assign(new Map([["shop", ["orders", "Orders", "items"]]]), { capitalization: "upper" as const });
  const whole = addDatabase(nothing, "shop");

  it("are shown where nobody gave one, and meet where the source's do not", () => {
    expect([destinationDatabase(whole[0]!, upper), destinationTable(whole[0]!, "items", upper)]).toEqual(["SHOP", "ITEMS"]);
    expect([...collisions(whole, upper)]).toEqual([["SHOP.ORDERS", ["shop.orders", "shop.Orders"]]]);
    expect(collisions(whole, Object.assign(new Map(upper), { capitalization: "source" as const })).size).toBe(0);
    expect(takenBy(whole, "shop", "items", "ORDERS", upper)).toBe("shop.orders");
  });

  it("give way to a name that somebody gives, also the source's own, which other edits then keep", () => {
    const given = editTable(whole, "shop", "Orders", { as: "Orders" }, true);
    const filtered = editTable(given, "shop", "Orders", { ...editOf(given[0], "Orders"), filter: "id > 5" });
    expect(destinationTable(filtered[0]!, "Orders", upper)).toBe("Orders");
    expect(collisions(filtered, upper).size).toBe(0);
    expect(destinationDatabase(renameDatabase(whole, "shop", "shop", true)[0]!, upper)).toBe("shop");
    expect(toSlice(filtered)).toEqual([{ database: "shop", overrides: [{ name: "Orders", as: "Orders", filter: "id > 5" }] }]);
  });

  it("follow a destination that ignores case under the policy of DTS alone", () => {
    const there = (ignoresCase: boolean) => ({ ignoresCase, capitalization: "default" as const });
    expect([true, false].map((ignores) => destinationTable(whole[0]!, "Orders", there(ignores)))).toEqual(["orders", "Orders"]);
  });
});
