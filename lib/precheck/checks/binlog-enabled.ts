import type { Check } from "../check";
import { settingFixes, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("binlog-enabled", {
  topic: "Binlog enabled",
  title: "The source writes no binlog",
  why: "Changes that are made after the existing data was read are in the binlog alone. Without it they are lost.",
});

export const binlogEnabled: Check = {
  id: "binlog-enabled", code: "CHECK_BINLOG_ON", side: "source", severity: "blocker", ignorable: false, dependsOn: ["source-reachable"], topic: say("topic"),
  async run(context) {
    const facts = await context.facts("source");
    const observed = [value("log_bin", facts.logBin ? "ON" : "OFF")];
    if (facts.logBin) return { status: "passed", observed };
    const settings = { ...(facts.serverId > 0 ? {} : { server_id: "<number above 0>" }), log_bin: "mysql-bin", binlog_format: "ROW", binlog_row_image: "FULL" };
    return { status: "failed", title: say("title"), observed, required: [value("log_bin", "ON")], why: say("why"), fixes: settingFixes("source", facts, context.endpoint("source"), settings, { atStartOnly: true }) };
  },
};
