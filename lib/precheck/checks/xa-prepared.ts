import { atLeast } from "../../mysql/server-facts";
import type { AffectedObject, Check } from "../check";
import { fix, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("xa-prepared", {
  topic: "Prepared XA transactions at the source",
  title: "{count, plural, one {# XA transaction is} other {# XA transactions are}} prepared and neither committed nor rolled back",
  hidden: "Prepared XA transactions are shown only to accounts with XA_RECOVER_ADMIN. Without it the task looks in the last two binlog files for those that end after it began.",
  prepared: "Prepared",
  why: "Their rows are in the binlog before the start position. The initial load waits until they have ended.",
  decide: "Decide them at the source",
  decideNote: "Ask the transaction manager that made them whether to commit or to roll back.",
});

export const xaPrepared: Check = {
  id: "xa-prepared", code: "CHECK_XA_PREPARED", side: "source", severity: "blocker", ignorable: true, dependsOn: ["source-privileges"], topic: say("topic"),
  async appliesTo(context) {
    const [facts, grants] = [await context.facts("source"), await context.grants("source")];
    return facts.flavour === "mysql" && atLeast(facts.version, 8) && !grants.hasPrivilege("XA_RECOVER_ADMIN") ? say("hidden") : null;
  },
  async run(context) {
    const facts = await context.facts("source");
    const rows = await context.query<{ formatID: string; gtrid_length: string; bqual_length: string; data: string | Buffer }>("source", "XA RECOVER");
    const observed = [{ ...value("", rows.length), label: say("prepared") }];
    if (rows.length === 0) return { status: "passed", observed };
    const names = rows.map((row) => {
      const data = Buffer.from(row.data as string, "utf8");
      const gtrid = data.subarray(0, Number(row.gtrid_length));
      const bqual = data.subarray(gtrid.length, gtrid.length + Number(row.bqual_length));
      return `X'${gtrid.toString("hex")}',X'${bqual.toString("hex")}',${row.formatID}`;
    });
    return {
      status: "failed", title: say("title", { count: rows.length }), observed, why: say("why"),
      affected: names.map((name): AffectedObject => ({ kind: "transaction", database: null, name, note: null })),
      fixes: [fix("sql", "source", facts, say("decide"), names.map((name) => `XA ROLLBACK ${name};`).join("\n"), { risk: "high", note: say("decideNote") })],
    };
  },
};
