import type { AffectedObject, Check } from "../check";
import { fix, value } from "../fixes";
import { quoteText } from "../../mysql/identifier";
import { speaker } from "../text";

const say = speaker("binlog-files", {
  topic: "Binlog files present",
  gap: "The binlog has a gap",
  missing: "{count, plural, one {# binlog file is} other {# binlog files are}} missing on the source's disk",
  startGone: "The binlog file {file} of the start position is gone",
  firstLast: "Files",
  contiguous: "Every file from the start position on",
  why: "Changes in a missing file cannot be read any more. The task would stop there.",
  whyOld: "The task begins behind them and does not need them. Other readers of the source's binlog stop there.",
  purge: "Take the files before the gap out of the index",
  purgeNote: "Removes all binlog files before {file}. Other readers that still need them stop.",
  newStart: "Begin with a full copy, or at a position that the source still has.",
});

interface LogRow {
  Log_name: string;
  File_size: string;
}

export const binlogFiles: Check = {
  id: "binlog-files", code: "CHECK_BINLOG_EXIST", side: "source", severity: "blocker", ignorable: false, dependsOn: ["binlog-enabled", "source-privileges"], topic: say("topic"),
  async run(context) {
    const facts = await context.facts("source");
    const logs = await context.query<LogRow>("source", "SHOW BINARY LOGS");
    const names = logs.map((row) => row.Log_name);
    const observed = [{ ...value("", names.length === 0 ? null : `${names[0]} … ${names.at(-1)} (${names.length})`), label: say("firstLast") }];
    const required = [{ ...value("", ""), label: say("firstLast"), value: say("contiguous") }];
    const affected = (files: readonly string[]): AffectedObject[] => files.map((name) => ({ kind: "binlog file", database: null, name, note: null }));

    const start = context.input.options.initialData ? null : (context.input.options.startPosition ?? null);
    // A start by GTID set is not bound to a file: the check of the start position asks the server itself.
    if (start && start.gtidSet === null && !names.includes(start.file)) {
      return { status: "failed", title: say("startGone", { file: start.file }), observed, required, why: say("newStart"), affected: affected([start.file]), step: "initialization" };
    }
    const from = start && start.gtidSet === null ? names.indexOf(start.file) : Math.max(0, names.length - 1);
    const missing = logs.filter((row) => isGone(row)).map((row) => row.Log_name);
    const bad = [...missing, ...holes(names)];
    if (bad.length === 0) return { status: "passed", observed };
    const intact = firstIntact(logs);
    const isNeeded = from < intact;
    const next = names[intact] ?? "<next file>";
    return {
      status: isNeeded ? "failed" : "warning",
      title: missing.length > 0 ? say("missing", { count: missing.length }) : say("gap"),
      observed, required, why: isNeeded ? say("why") : say("whyOld"), affected: affected(bad),
      fixes: [fix("sql", "source", facts, say("purge"), `PURGE BINARY LOGS TO ${quoteText(next)};`, { risk: "high", note: say("purgeNote", { file: next }) })],
    };
  },
};

/** A file that was removed by hand stays in the index with size 0; even an empty binlog file has its 4-byte head. */
function isGone(row: LogRow): boolean {
  return Number(row.File_size) === 0;
}

/** Index of the file from which on none is missing. */
function firstIntact(logs: readonly LogRow[]): number {
  let at = logs.length;
  while (at > 0 && !isGone(logs[at - 1]!) && (at === logs.length || holes([logs[at - 1]!.Log_name, logs[at]!.Log_name]).length === 0)) at -= 1;
  return at;
}

/** Numbers that are missing between neighbours: `binlog.000003` when 2 is followed by 4. The base name may change at a restart, which is no gap. */
export function holes(names: readonly string[]): string[] {
  const found: string[] = [];
  for (let at = 1; at < names.length; at += 1) {
    const [before, after] = [/^(.*)\.(\d+)$/.exec(names[at - 1]!), /^(.*)\.(\d+)$/.exec(names[at]!)];
    if (!before || !after || before[1] !== after[1]) continue;
    for (let number = Number(before[2]) + 1; number < Number(after[2]) && found.length < 1_000; number += 1) found.push(`${before[1]}.${String(number).padStart(before[2]!.length, "0")}`);
  }
  return found;
}
