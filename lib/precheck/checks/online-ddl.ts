import { quoteTable } from "../../mysql/identifier";
import type { AffectedObject, Check } from "../check";
import { fix, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("online-ddl", {
  topic: "Online schema changes under way",
  title: "{count, plural, one {# shadow table} other {# shadow tables}} of online schema changes in the selection",
  found: "Shadow tables",
  why: "An online schema change is running, or ended without cleaning up. If it swaps its table during the copy of existing data, the copy has to begin again.",
  tool: "{tool}, for {original}",
  drop: "Drop what is left over at the source",
  dropNote: "Only when no online schema change is running any more: the tables hold its progress.",
});

export const onlineDdl: Check = {
  id: "online-ddl", code: "CHECK_ONLINE_DDL", side: "objects", severity: "warning", ignorable: true, dependsOn: ["source-privileges"], topic: say("topic"),
  async run(context) {
    const [facts, { shadowTables }] = [await context.facts("source"), await context.selected()];
    const observed = [{ ...value("", shadowTables.length), label: say("found") }];
    if (shadowTables.length === 0) return { status: "passed", observed };
    return {
      status: "warning", title: say("title", { count: shadowTables.length }), observed, why: say("why"),
      affected: shadowTables.map((table): AffectedObject => ({ kind: "table", database: table.database, name: table.table, note: say("tool", { tool: table.tool, original: table.original ?? "?" }) })),
      fixes: [fix("sql", "source", facts, say("drop"), shadowTables.map((table) => `DROP TABLE ${quoteTable(table)};`).join("\n"), { risk: "high", note: say("dropNote") })],
    };
  },
};
