import type { Protection } from "./protections";

/** Of what a person has chosen: names of columns, kinds of changes. */
export const choiceProtections: readonly Protection[] = [
  {
    name: "names-proof",
    without: "a schema change of a table whose columns have other names is believed as it was read, and changes another column or index",
    file: "lib/engine/schema/prove-names.ts",
    from: "  if (printed(wanted) === printed(found)) return;",
    to: "  if (wanted !== \"\") return;",
    test: "lib/engine/ddl/ddl-executor.mysql.test.ts",
    named: "columns under other names",
  },
  {
    name: "kinds-left-out-fit",
    without: "behind a schema change that is left out rows go into a table that does not hold what they need",
    file: "lib/engine/ddl/carry-statement.ts",
    from: 'decision.kind === "apply" && leftOut.length > 0 ? await fitBehind',
    to: 'decision.kind === "apply" && leftOut.length > 99 ? await fitBehind',
    test: "lib/testing/left-out-kinds.mysql.test.ts",
    named: "what the destination lacks stops the task",
  },
  {
    name: "kinds-left-out-rows",
    without: "a row that stayed because its DELETE is left out is in the way of the next one of its key",
    file: "lib/engine/applier/conflict.ts",
    from: "return leftOut?.rowsStay && policy",
    to: "return leftOut?.rowsStay === null && policy",
    test: "lib/testing/scenarios.mysql.test.ts",
    named: "kinds of changes that are left out",
  },
];
