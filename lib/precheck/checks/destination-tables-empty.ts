import { quoteTable } from "../../mysql/identifier";
import type { TableName } from "../../mysql/table-definition";
import type { AffectedObject, Check } from "../check";
import { fix, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("destination-tables-empty", {
  topic: "Destination tables are empty",
  title: "{count, plural, one {# destination table already holds} other {# destination tables already hold}} rows",
  found: "Tables with rows",
  why: "Existing rows are copied into tables that are not empty: rows of equal keys collide, others stay beside the copied ones.",
  ignoreMode: "With the processing mode Ignore existing rows are accepted.",
  notUsed: "Initial schema synchronization creates the tables.",
  noCopy: "No existing data is copied.",
  empty: "Empty the tables at the destination",
  emptyNote: "Deletes all rows of these tables. It cannot be undone.",
});

export const destinationTablesEmpty: Check = {
  id: "destination-tables-empty", code: "CHECK_DEST_TABLE_EMPTY", side: "destination", severity: "blocker", ignorable: true, dependsOn: ["source-privileges", "destination-privileges"], topic: say("topic"),
  appliesTo({ input: { options } }) {
    if (options.existingTables === "ignore") return say("ignoreMode");
    if (options.initialSchema) return say("notUsed");
    return options.initialData ? null : say("noCopy");
  },
  async run(context) {
    const [facts, selected, existing] = [await context.facts("destination"), await context.selected(), await context.existing()];
    const filled: { readonly name: TableName; readonly source: TableName }[] = [];
    for (const { source, target } of selected.tables) {
      const table = existing.table(target);
      if (table && (await context.query("destination", `SELECT 1 FROM ${quoteTable(table.name)} LIMIT 1`)).length > 0) filled.push({ name: table.name, source });
    }
    const observed = [{ ...value("", filled.length), label: say("found") }];
    if (filled.length === 0) return { status: "passed", observed };
    return {
      status: "failed", title: say("title", { count: filled.length }), observed, required: [{ ...value("", 0), label: say("found") }], why: say("why"), step: "objects",
      affected: filled.map(({ name, source }): AffectedObject => ({ kind: "table", database: name.database, name: name.table, note: null, source })),
      fixes: [fix("sql", "destination", facts, say("empty"), filled.map(({ name }) => `TRUNCATE TABLE ${quoteTable(name)};`).join("\n"), { risk: "high", note: say("emptyNote") })],
    };
  },
};
