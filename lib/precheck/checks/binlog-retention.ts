import { readBinaryLogs } from "../../engine/position/read-position";
import { fileBeginMs } from "../binlog-sample";
import { spellBytes } from "../byte-size";
import type { Check } from "../check";
import type { CheckContext } from "../context";
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
  rate: "Written per hour",
  rateUnknown: "not measured: the files are too young",
  copy: "Estimated time of the copy",
  need: "Space that the wanted retention takes",
  lessThanHour: "less than an hour",
  tooShort: "The source's binlog is gone before the copy is done: it is kept for {kept}",
  why: "If the copy of existing data or a pause takes longer, changes are purged before they are read and the task has to begin again.",
});

const day = 86_400;
/** Data and indexes that the copy moves in a second, cautiously. Bytes. */
const copiedPerSecond = 10 * 1024 * 1024;
const measuredFiles = 24;
/** Over a shorter time the rate says nothing. */
const shortestSpanMs = 5 * 60_000;

export const binlogRetention: Check = {
  id: "binlog-retention", code: "CHECK_BINLOG_RETENTION", side: "source", severity: "blocker", ignorable: true, measured: true, dependsOn: ["binlog-enabled", "source-privileges"], topic: say("topic"),
  async run(context) {
    const facts = await context.facts("source");
    const seconds = facts.binlogRetentionSeconds;
    const { initialData } = context.input.options;
    const perHour = await bytesPerHour(context);
    const copySeconds = initialData ? (await context.selected()).tables.reduce((sum, table) => sum + table.bytesEstimated, 0) / copiedPerSecond : 0;
    // As long again for what was written meanwhile, and a day for the people.
    const wanted = initialData ? Math.max(7 * day, Math.ceil((2 * copySeconds) / day) * day + day) : day;
    const observed = [
      { ...value("", ""), label: say("kept"), value: seconds === 0 ? say("never") : seconds === null ? say("unknown") : spell(seconds) },
      { ...value("", perHour === null ? null : spellBytes(perHour)), label: say("rate"), ...(perHour === null ? { value: say("rateUnknown") } : {}) },
      ...(initialData ? [{ ...value("", ""), label: say("copy"), value: copySeconds < 3_600 ? say("lessThanHour") : spell(copySeconds) }] : []),
      ...(perHour === null ? [] : [{ ...value("", spellBytes((perHour * wanted) / 3_600)), label: say("need") }]),
    ];
    if (seconds === null || seconds === 0 || seconds >= wanted) return { status: "passed", observed };
    const settings: Settings = facts.variables.has("binlog_expire_logs_seconds") && !(facts.flavour === "mysql" && !atLeast(facts.version, 8)) ? { binlog_expire_logs_seconds: Math.max(wanted, 7 * day) } : { expire_logs_days: Math.max(wanted / day, 7) };
    return {
      status: seconds < day || seconds < copySeconds ? "failed" : "warning",
      title: say(seconds >= day && seconds < copySeconds ? "tooShort" : "title", { kept: spell(seconds) }),
      observed,
      required: [{ label: say("kept"), value: !initialData ? say("atLeastDay") : wanted > 7 * day ? spell(wanted) : say("atLeastWeek") }],
      why: say("why"),
      fixes: settingFixes("source", facts, context.endpoint("source"), settings),
    };
  },
};

/** From the sizes of the newest files and the time when the first of them was begun. Null when they are too young to tell. */
async function bytesPerHour(context: CheckContext): Promise<number | null> {
  const facts = await context.facts("source");
  context.note("source", "SHOW BINARY LOGS");
  const logs = await context.use("source", readBinaryLogs);
  const newest = logs.filter((log) => log.size > 0).slice(-measuredFiles);
  const [first] = newest;
  if (!first) return null;
  const begunMs = await fileBeginMs(context.settings("source"), first.file, facts.flavour, context.signal).catch(() => null);
  const spanMs = begunMs === null ? 0 : Date.now() + facts.clockOffsetMs - begunMs;
  if (spanMs < (context.input.options.shortestBinlogSpanMs ?? shortestSpanMs)) return null;
  return (newest.reduce((sum, log) => sum + log.size, 0) / spanMs) * 3_600_000;
}

function spell(seconds: number): Text {
  return seconds % day === 0 ? say("days", { days: seconds / day }) : say("hours", { hours: Math.round(seconds / 360) / 10 });
}
