import type { Protection } from "./protections";

/** Of what the destination holds by a copy or a filter, and a change of the schema or of keys would move without a row change. */
export const copyProtections: readonly Protection[] = [
  {
    name: "filters-under-changes",
    without: "rows pass over the border of a row filter by a schema change, and nobody hears of it",
    file: "lib/engine/ddl/carry-statement.ts",
    from: "  if (!decided) assertFiltersHold(effects, options.history, options.router.selection);\n",
    to: "",
    test: "lib/engine/router/row-filter.mysql.test.ts",
    named: "a schema change of a column that a row filter looks at",
  },
  {
    name: "left-keys",
    without: "children that were copied as they were later go with a parent that had their key before",
    file: "lib/engine/load-cascades.ts",
    from: "after !== null && !after.isNull(column) && (isUnclear",
    to: "after === null && !before.isNull(column) && (false && isUnclear",
    test: "lib/testing/changes-during-load.mysql.test.ts",
    named: "5.6: children that follow",
  },
  {
    name: "copies-under-change",
    without: "a schema change that the copy has seen is done to its rows a second time",
    file: "lib/engine/stream-changes.ts",
    from: "copyOf: (name) => attempt.tables.copyOf(name),",
    to: "",
    test: "lib/testing/ddl-during-load.mysql.test.ts",
    named: "while the table is copied stops",
  },
];
