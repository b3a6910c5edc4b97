import { expect, test } from "vitest";
import type { ColumnDefinition } from "@/lib/mysql/table-definition";
import { filterExpression, filterFaults } from "./row-filter";

const table = { name: { database: "d", table: "t" }, columns: ["id", "Region", "at", "odd `name", "status"].map((name) => ({ name }) as ColumnDefinition) };

test.each(["id > 10", "region = 'north' AND NOT (id IN (1, 2, -3))", "`odd ``name` IS NULL OR at >= DATE '2020-01-01'", "YEAR(at) = 2024", "status LIKE 'a%' -- fine", "id BETWEEN 1 AND 5e3", "CASE WHEN id % 2 = 0 THEN TRUE ELSE FALSE END"])("%s may be used", (filter) => {
  expect(filterFaults(filter, table)).toEqual([]);
});

test.each([
  ["", "empty"],
  ["id > RAND()", "RAND()"],
  ["at < NOW()", "NOW()"],
  ["id = @x", "variables"],
  ["other = 1", "other is not a column"],
  ["id IN (SELECT 1)", "SELECT is not a column"],
  ["t.id = 1", ". is not allowed"],
  ["id = 1; DROP TABLE t", "; is not allowed"],
  ["id = 1) OR (1 = 1", "no opening"],
  ["(id = 1", "not closed"],
  ["id = 'open", "does not end"],
  ["SLEEP(9)", "SLEEP()"],
])("%s may not", (filter, fault) => {
  expect(filterFaults(filter, table).join(" ")).toContain(fault);
});

test("a comment cannot hide what stands behind the filter", () => {
  expect(filterExpression("id = 1 # x", table)).toBe("(id = 1    )");
  expect(() => filterExpression("id = RAND()", table)).toThrow("config-invalid");
});
