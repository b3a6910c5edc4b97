import type { AffectedObject, Check } from "../check";
import { value } from "../fixes";
import { speaker } from "../text";

const say = speaker("running-schema-changes", {
  topic: "Schema changes running at the source",
  title: "{count, plural, one {# schema change is} other {# schema changes are}} running at the source",
  hidden: "Statements of other sessions are shown only to accounts with PROCESS, which the task does not need.",
  found: "Running schema changes",
  why: "The statement reaches the binlog when it ends and then runs at the destination too. The copy of its table waits for it, or begins again. Start when it has ended, or accept the wait.",
  session: "session {thread}, {seconds} s",
});

/** Statements that change tables and may take long. */
const schemaChange = /^\s*(?:\/\*.*?\*\/\s*)*(alter\s+(?:online\s+|ignore\s+)*table|create\s+(?:unique\s+|fulltext\s+|spatial\s+|online\s+|offline\s+|or\s+replace\s+)*index|drop\s+index|optimize\s+(?:no_write_to_binlog\s+|local\s+)?table|repair\s+|truncate|rename\s+table|drop\s+table)/i;

export const runningSchemaChanges: Check = {
  id: "running-schema-changes", code: "CHECK_ONLINE_DDL_IN_PROGRESS", side: "source", severity: "warning", ignorable: true, dependsOn: ["source-privileges"], topic: say("topic"),
  async appliesTo(context) {
    return (await context.grants("source")).hasPrivilege("PROCESS") ? null : say("hidden");
  },
  async run(context) {
    const names = context.input.objects.map((object) => object.database.toLowerCase());
    const rows = await context.query<{ Id: string; db: string | null; Time: string; Info: string | null }>("source", "SHOW FULL PROCESSLIST");
    const running = rows.filter((row) => schemaChange.test(row.Info ?? "") && (names.includes((row.db ?? "").toLowerCase()) || names.some((name) => row.Info!.toLowerCase().includes(name))));
    const observed = [{ ...value("", running.length), label: say("found") }];
    if (running.length === 0) return { status: "passed", observed };
    return {
      status: "warning", title: say("title", { count: running.length }), observed, required: [{ ...value("", 0), label: say("found") }], why: say("why"),
      affected: running.map((row): AffectedObject => ({ kind: "transaction", database: null, name: row.Info!.replace(/\s+/g, " ").trim().slice(0, 200), note: say("session", { thread: row.Id, seconds: row.Time }) })),
    };
  },
};
