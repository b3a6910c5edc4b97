import type { Check } from "../check";
import { settingFixes, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("binlog-format-row", {
  topic: "Binlog format",
  title: "Binlog format is not ROW",
  why: "Statement events do not carry row values; what a statement changed cannot be told from them. Sessions that are open keep the old format until they reconnect.",
});

export const binlogFormatRow: Check = {
  id: "binlog-format-row", code: "CHECK_BINLOG_MODE", side: "source", severity: "blocker", ignorable: false, dependsOn: ["binlog-enabled"], topic: say("topic"),
  async run(context) {
    const facts = await context.facts("source");
    const observed = [value("binlog_format", facts.binlogFormat)];
    // A server without the variable writes rows only.
    if (facts.binlogFormat === null || facts.binlogFormat === "ROW") return { status: "passed", observed };
    return { status: "failed", title: say("title"), observed, required: [value("binlog_format", "ROW")], why: say("why"), fixes: settingFixes("source", facts, context.endpoint("source"), { binlog_format: "'ROW'" }) };
  },
};
