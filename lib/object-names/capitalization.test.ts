import { expect, test } from "vitest";
import { capitalizations, capitalized, columnCapitalization, destinationDatabase, destinationTable, withCapitalization } from "./capitalization";

// The policy, by lower_case_table_names of the destination: 0, 1, 2; and what columns get.
test.each([
  ["default", ["Shop", "shop", "shop"], "Id"],
  ["source", ["Shop", "Shop", "Shop"], "Id"],
  ["upper", ["SHOP", "shop", "SHOP"], "ID"],
  ["lower", ["shop", "shop", "shop"], "id"],
] as const)("%s: databases and tables get %j, columns %s", (policy, names, column) => {
  expect([0, 1, 2].map((folding) => capitalized("Shop", policy, folding))).toEqual(names);
  expect(columnCapitalization(policy)?.("Id") ?? "Id").toBe(column);
});

test("without a policy every name stays; one that somebody gave stays under each", () => {
  expect(capitalized("Shop", undefined, 1)).toBe("Shop");
  for (const capitalization of capitalizations) {
    expect(destinationDatabase({ database: "Shop", as: "Prod", capitalization }, 1)).toBe("Prod");
    expect(destinationTable({ capitalization }, { name: "Orders", as: "Orders" }, 0)).toBe("Orders");
  }
});

test("letters without a single counterpart stay, and a name keeps its length", () => {
  expect(capitalized("straße_ÀÉñ_名", "upper", 0)).toBe("STRAßE_ÀÉÑ_名");
  expect(capitalized("İI_ΑΣ", "lower", 0)).toBe("İi_ας".replace("ς", "σ"));
});

test("the policy of the source's own names is written nowhere: what a task recorded before there was one stays the same", () => {
  const objects = [{ database: "shop" }];
  expect(withCapitalization(objects, "source")).toEqual(objects);
  expect(withCapitalization(objects, "default")).toEqual([{ database: "shop", capitalization: "default" }]);
});
