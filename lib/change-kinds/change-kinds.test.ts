import { expect, test } from "vitest";
import { carriesAnyDdl, choicesThatLeaveOut, ddlKinds, tableDdlKinds } from "./change-kinds";

test("whose choice leaves kinds out is told by name", () => {
  expect(choicesThatLeaveOut({ objects: [{ database: "shop" }] })).toEqual([]);
  expect(
    choicesThatLeaveOut({
      dml: ["insert", "update"],
      objects: [
        { database: "shop", ddl: [...ddlKinds], overrides: [{ name: "t", ddl: tableDdlKinds }, { name: "u", ddl: [] }] },
        { database: "crm", ddl: tableDdlKinds, tables: [{ name: "v", dml: ["delete"] }] },
      ],
    }),
  ).toEqual(["", "shop.u", "crm", "crm.v"]);
});

test("a task without schema changes may have a table with them", () => {
  expect(carriesAnyDdl({ ddl: [], objects: [{ database: "shop", ddl: [] }] })).toBe(false);
  expect(carriesAnyDdl({ ddl: [], objects: [{ database: "shop", overrides: [{ name: "t", ddl: ["alter-table"] }] }] })).toBe(true);
});
