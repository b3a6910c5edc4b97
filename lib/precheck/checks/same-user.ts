import type { AffectedObject, Check, LabelledValue } from "../check";
import { value } from "../fixes";
import { speaker } from "../text";

const say = speaker("same-user", {
  topic: "Accounts used by the task alone",
  title: "{count, plural, one {# other address uses} other {# other addresses use}} the task's account",
  why: "Accounts are not carried to the destination, so none can clash there. But whoever else logs in with the task's account shares its limits and its password: a change for them stops the task, and their work cannot be told from the task's.",
  sessions: "{count, plural, one {# session} other {# sessions}} of {account}",
  none: "none",
  create: "Give the task an account of its own: step 1 prints the statement.",
});

/** Every account sees its own sessions, wherever they come from. */
export const sameUser: Check = {
  id: "same-user", code: "CHECK_SAME_USER", side: "both", severity: "warning", ignorable: true, dependsOn: ["source-reachable", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const observed: LabelledValue[] = [];
    const affected: AffectedObject[] = [];
    for (const role of ["source", "destination"] as const) {
      const facts = await context.facts(role);
      const rows = await context.query<{ User: string; Host: string | null }>(role, "SHOW PROCESSLIST");
      const others = new Map<string, number>();
      for (const row of rows) {
        // `address:port`; through a socket it is `localhost` alone.
        const address = (row.Host ?? "").replace(/:\d+$/, "");
        if (row.User === context.settings(role).user && address !== "" && address !== facts.seenAs) others.set(address, (others.get(address) ?? 0) + 1);
      }
      observed.push({ ...value(role, [...others.keys()].join(", ")), ...(others.size === 0 ? { value: say("none") } : {}) });
      for (const [address, count] of others) affected.push({ kind: "privilege", database: null, name: address, note: say("sessions", { count, account: facts.account.user }) });
    }
    if (affected.length === 0) return { status: "passed", observed };
    return { status: "warning", title: say("title", { count: affected.length }), observed, required: [{ ...value("", ""), label: say("topic"), value: say("create") }], why: say("why"), affected, step: "endpoints" };
  },
};
