import { expect, it } from "vitest";
import { onlineDdlTools, toolForms, toolTables } from "./tool-tables";

it("every form that is shown is one that the engine knows, of the tool that it is shown for", () => {
  for (const tool of onlineDdlTools) {
    for (const form of toolForms[tool]) {
      const name = form.replace("<table>", "orders").replace("<n>", "7");
      expect(toolTables(["orders", name])).toEqual([{ name, tool, base: "orders" }]);
    }
  }
});

it("a table whose base is not there is nobody's", () => {
  expect(toolTables(["_orders_gho", "customers", "_customers_20260101120000_del"])).toEqual([{ name: "_customers_20260101120000_del", tool: "gh-ost", base: "customers" }]);
});
