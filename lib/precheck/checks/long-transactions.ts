import type { AffectedObject, Check } from "../check";
import { fix, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("long-transactions", {
  topic: "Long open transactions at the source",
  title: "{count, plural, one {# transaction is} other {# transactions are}} open for {seconds} seconds or more at the source",
  hidden: "Open transactions are shown only to accounts with PROCESS, which the task does not need.",
  open: "Open transactions",
  why: "Their changes arrive only when they end. Until then the load keeps the source from removing old row versions, and tables without a key find no quiet moment for their copy.",
  session: "session {thread}, {seconds} s",
  end: "End the sessions at the source",
  endNote: "Their changes are rolled back. Look at what they do first.",
});

const defaultTolerated = 60;

export const longTransactions: Check = {
  id: "long-transactions", code: "CHECK_LONG_TRANSACTION", side: "source", severity: "warning", ignorable: true, measured: true, dependsOn: ["source-privileges"], topic: say("topic"),
  async appliesTo(context) {
    return (await context.grants("source")).hasPrivilege("PROCESS") ? null : say("hidden");
  },
  async run(context) {
    const facts = await context.facts("source");
    const tolerated = context.input.options.longTransactionSeconds ?? defaultTolerated;
    // InnoDB prints times in the zone of the server's host, whatever the session's.
    const rows = await context.query<{ id: string; thread: string; seconds: string }>("source", "SELECT trx_id AS id, trx_mysql_thread_id AS thread, TIMESTAMPDIFF(SECOND, trx_started, CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')) AS seconds FROM information_schema.INNODB_TRX");
    const observed = [{ ...value("", rows.length), label: say("open") }];
    const long = rows.filter((row) => Number(row.seconds) >= tolerated);
    if (long.length === 0) return { status: "passed", observed };
    // Thread 0 is a prepared XA transaction, which no session holds.
    const threads = long.filter((row) => row.thread !== "0");
    return {
      status: "warning", title: say("title", { count: long.length, seconds: tolerated }), observed, why: say("why"),
      affected: long.map((row): AffectedObject => ({ kind: "transaction", database: null, name: row.id, note: say("session", { thread: row.thread, seconds: row.seconds }) })),
      fixes: threads.length === 0 ? [] : [fix("sql", "source", facts, say("end"), threads.map((row) => `KILL ${row.thread};`).join("\n"), { risk: "high", note: say("endNote") })],
    };
  },
};
