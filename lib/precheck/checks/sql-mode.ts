import type { Check } from "../check";
import { settingFixes, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("sql-mode", {
  topic: "sql_mode",
  title: "Source and destination read SQL text differently",
  why: "The task's own sessions set their sql_mode, so rows arrive unchanged. Applications that move to the destination get other results from the same statements.",
  independent: "The task's own sessions set their sql_mode: rows arrive unchanged whatever the servers' modes.",
});

/** Modes that change what a statement or a value means; strictness only decides what is refused. */
const meaning = new Set(["ANSI_QUOTES", "PIPES_AS_CONCAT", "NO_BACKSLASH_ESCAPES", "PAD_CHAR_TO_FULL_LENGTH", "REAL_AS_FLOAT", "HIGH_NOT_PRECEDENCE", "NO_UNSIGNED_SUBTRACTION", "TIME_TRUNCATE_FRACTIONAL", "EMPTY_STRING_IS_NULL"]);

export const sqlMode: Check = {
  id: "sql-mode", code: "CHECK_SQL_MODE", side: "both", severity: "warning", ignorable: true, dependsOn: ["source-reachable", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const [source, destination] = [await context.facts("source"), await context.facts("destination")];
    const observed = [value("source", source.sqlMode.join(",")), value("destination", destination.sqlMode.join(","))];
    const differing = [...meaning].filter((mode) => source.sqlMode.includes(mode) !== destination.sqlMode.includes(mode));
    if (differing.length === 0) return { status: "passed", observed, why: say("independent") };
    const wanted = [...destination.sqlMode.filter((mode) => !differing.includes(mode)), ...differing.filter((mode) => source.sqlMode.includes(mode))];
    return { status: "warning", title: say("title"), observed, required: [value("destination", wanted.join(","))], why: say("why"), fixes: settingFixes("destination", destination, context.endpoint("destination"), { sql_mode: `'${wanted.join(",")}'` }) };
  },
};
