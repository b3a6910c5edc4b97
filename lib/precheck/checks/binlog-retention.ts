import type { Check } from "../check";
import { type Settings, settingFixes, value } from "../fixes";
import { atLeast } from "../../mysql/server-facts";
import { speaker, type Text } from "../text";

const say = speaker("binlog-retention", {
  topic: "Binlog retention",
  title: "The source keeps its binlog for only {kept}",
  kept: "Kept for",
  never: "never purged by age",
  unknown: "unknown",
  hours: "{hours, plural, one {# hour} other {# hours}}",
  days: "{days, plural, one {# day} other {# days}}",
  atLeastDay: "24 hours or more",
  atLeastWeek: "7 days or more when existing data is copied",
  why: "If the copy of existing data or a pause takes longer, changes are purged before they are read and the task has to begin again.",
});

const day = 86_400;

export const binlogRetention: Check = {
  id: "binlog-retention", code: "CHECK_BINLOG_RETENTION", side: "source", severity: "blocker", ignorable: true, dependsOn: ["binlog-enabled"], topic: say("topic"),
  async run(context) {
    const facts = await context.facts("source");
    const seconds = facts.binlogRetentionSeconds;
    const observed = [{ ...value("", ""), label: say("kept"), value: seconds === 0 ? say("never") : seconds === null ? say("unknown") : spell(seconds) }];
    const wanted = context.input.options.initialData ? 7 * day : day;
    if (seconds === null || seconds === 0 || seconds >= wanted) return { status: "passed", observed };
    const settings: Settings = facts.variables.has("binlog_expire_logs_seconds") && !(facts.flavour === "mysql" && !atLeast(facts.version, 8)) ? { binlog_expire_logs_seconds: 7 * day } : { expire_logs_days: 7 };
    return {
      status: seconds < day ? "failed" : "warning",
      title: say("title", { kept: spell(seconds) }),
      observed,
      required: [{ label: say("kept"), value: context.input.options.initialData ? say("atLeastWeek") : say("atLeastDay") }],
      why: say("why"),
      fixes: settingFixes("source", facts, context.endpoint("source"), settings),
    };
  },
};

function spell(seconds: number): Text {
  return seconds % day === 0 ? say("days", { days: seconds / day }) : say("hours", { hours: Math.round(seconds / 360) / 10 });
}
