import { expect, it } from "vitest";
import type { AffectedObject } from "../check";
import { affectedTables, missingParents } from "./tables";

const object = (kind: AffectedObject["kind"], database: string | null, name: string, source?: AffectedObject["source"]): AffectedObject => ({ kind, database, name, note: null, ...(source && { source }) });

it("finds the source's tables behind a finding, each once", () => {
  const found = affectedTables("objects", [object("table", "shop", "orders"), object("column", "shop", "orders.note"), object("column", "shop", "items.note"), object("view", "shop", "v"), object("privilege", null, "SELECT")]);
  expect([...found]).toEqual([["shop", ["orders", "items"]]]);
});

it("takes names of the destination for tables of the source only where the check says which", () => {
  const found = affectedTables("destination", [object("table", "shop_new", "orders"), object("table", "shop_new", "goods", { database: "shop", table: "items" })]);
  expect([...found]).toEqual([["shop", ["items"]]]);
});

it("the parents of foreign keys are named once", () => {
  const key = (name: string, parent?: { database: string; table: string }) => ({ kind: "foreign key" as const, database: "shop", name, note: null, ...(parent && { parent }) });
  expect(missingParents([key("items.a", { database: "crm", table: "people" }), key("orders.b", { database: "crm", table: "people" }), key("orders.c", { database: "shop", table: "prices" }), key("orders.d")])).toEqual(new Map([["crm", ["people"]], ["shop", ["prices"]]]));
});
