import type { AffectedObject, Check } from "../check";
import { settingFixes, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("binlog-filters", {
  topic: "Databases written to the binlog",
  title: "{count, plural, one {# selected database is} other {# selected databases are}} not written to the binlog",
  required: "Every selected database",
  why: "The source leaves changes of these databases out of its binlog. They would never arrive at the destination.",
});

export const binlogFilters: Check = {
  id: "binlog-filters", code: "CHECK_BINLOG_DO_IGNORE_DB", side: "source", severity: "blocker", ignorable: false, dependsOn: ["binlog-enabled", "source-privileges"], topic: say("topic"),
  async run(context) {
    const facts = await context.facts("source");
    const status = facts.binlogStatus;
    if (!status) throw new Error("the source's binlog status could not be read");
    const observed = [value("Binlog_Do_DB", status.doDatabases.join(", ") || null), value("Binlog_Ignore_DB", status.ignoreDatabases.join(", ") || null)];
    // Rows are filtered by the database of their table, and do-db alone counts when it is set (manual, "Evaluation of Database-Level Replication and Binary Logging Options").
    const unlogged = context.input.objects.map((object) => object.database).filter((name) => (status.doDatabases.length > 0 ? !status.doDatabases.includes(name) : status.ignoreDatabases.includes(name)));
    if (unlogged.length === 0) return { status: "passed", observed };
    const endpoint = context.endpoint("source");
    const fixes = settingFixes("source", facts, endpoint, status.doDatabases.length > 0 ? { "binlog-do-db": [...status.doDatabases, ...unlogged].join("\nbinlog-do-db = ") } : { "# delete": unlogged.map((name) => `binlog-ignore-db = ${name}`).join(", ") }, { atStartOnly: true });
    return {
      status: "failed", title: say("title", { count: unlogged.length }), observed, required: [{ ...value("Binlog_Do_DB", ""), value: say("required") }], why: say("why"), fixes,
      affected: unlogged.map((name): AffectedObject => ({ kind: "database", database: null, name, note: null })), step: "objects",
    };
  },
};
