import { heartbeatPrivileges, heartbeatTable, heartbeatTableStatements } from "../../engine/heartbeat/beat-row";
import { quoteTable } from "../../mysql/identifier";
import type { Check } from "../check";
import { fix, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("heartbeat-row", {
  topic: "Heartbeat row at the source",
  off: "No heartbeat row is asked for.",
  missing: "The table of the heartbeat row is missing or cannot be seen",
  other: "The table of the heartbeat row has other columns",
  privileges: "The source account may not write the heartbeat row",
  readOnly: "The source is read-only, so that no heartbeat row can be written",
  why: "The task writes one row into this table and measures how long it takes to the destination. Without it the task runs as well; only the lag from end to end is missing.",
  create: "Make the table and let the account write it",
  createNote: "Run it as an administrator of the source. The account gets INSERT and UPDATE on this one table; nothing else is written at the source.",
});

/** What a table made by `heartbeatTableStatements` has. */
const wantedColumns = "task varchar, beat bigint";

/** Can the row be written? Never a reason not to start. */
export const heartbeatRow: Check = {
  id: "heartbeat-row", code: "CHECK_HEARTBEAT", side: "source", severity: "warning", ignorable: false, dependsOn: ["source-reachable"], topic: say("topic"),
  appliesTo: (context) => (context.input.options.heartbeat ? null : say("off")),
  async run(context) {
    const [facts, grants] = [await context.facts("source"), await context.grants("source")];
    const table = `${heartbeatTable.database}.${heartbeatTable.table}`;
    const rows = await context.query<{ name: string; type: string }>("source", "SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_schema=? AND table_name=? ORDER BY ordinal_position", [heartbeatTable.database, heartbeatTable.table]);
    const columns = rows.map(({ name, type }) => `${name} ${type}`).join(", ");
    const { missing, statements } = grants.missingGrants(heartbeatPrivileges.map((privilege) => ({ privilege, ...heartbeatTable })));
    const observed = [value(table, columns || null), value("read_only", facts.readOnly ? "ON" : "OFF")];
    const warn = (title: "missing" | "other" | "privileges" | "readOnly", body: readonly string[]) => ({
      status: "warning" as const,
      title: say(title),
      observed,
      required: [value(table, wantedColumns), ...heartbeatPrivileges.map((privilege) => value(privilege, quoteTable(heartbeatTable)))],
      why: say("why"),
      fixes: body.length === 0 ? [] : [fix("sql", "source", facts, say("create"), body.join("\n"), { note: say("createNote"), risk: "low" })],
      step: "objects" as const,
    });
    // A table that the account has no privilege on is not shown to it: making it does no harm.
    if (rows.length === 0) return warn("missing", [...heartbeatTableStatements.map((statement) => `${statement};`), ...statements]);
    if (columns !== wantedColumns) return warn("other", [`DROP TABLE ${quoteTable(heartbeatTable)};`, ...heartbeatTableStatements.slice(1).map((statement) => `${statement};`), ...statements]);
    if (missing.length > 0) return warn("privileges", statements);
    if (facts.readOnly || facts.superReadOnly === true) return warn("readOnly", []);
    return { status: "passed", observed };
  },
};
