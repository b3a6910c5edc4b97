import type { ServerFacts } from "../../mysql/server-facts";
import type { Check, Fix, LabelledValue } from "../check";
import type { Role } from "../context";
import { settingFixes, type Settings, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("timeouts", {
  topic: "Time limits of sessions and statements",
  title: "{count, plural, one {# time limit is} other {# time limits are}} too short for the task",
  why: "A limit on statements ends the reading of large tables and the building of indexes in the middle; limits on silent sessions end connections that wait for their turn. The task then begins that part again, and may never get through.",
  noLimit: "0 (no limit)",
});

/** The engine sets longer limits in the sessions that copy; these are for its other sessions. Seconds. */
const shortest: Readonly<Record<string, number>> = { net_read_timeout: 10, net_write_timeout: 10, wait_timeout: 60, connect_timeout: 5 };

/** What ends a running statement: milliseconds and SELECT alone on MySQL, seconds and every statement on MariaDB. */
function statementLimit(facts: ServerFacts, role: Role): string | null {
  if (facts.flavour === "mariadb") return facts.variables.has("max_statement_time") ? "max_statement_time" : null;
  return role === "source" && facts.variables.has("max_execution_time") ? "max_execution_time" : null;
}

export const timeouts: Check = {
  id: "timeouts", code: "CHECK_TIMEOUTS", side: "both", severity: "warning", ignorable: true, dependsOn: ["source-reachable", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const observed: LabelledValue[] = [];
    const required: LabelledValue[] = [];
    const fixes: Fix[] = [];
    for (const role of ["source", "destination"] as const) {
      const facts = await context.facts(role);
      const wanted: Record<string, number> = {};
      for (const [name, seconds] of Object.entries(shortest)) {
        const text = facts.variables.get(name);
        if (text === undefined) continue;
        observed.push(value(`${role}: ${name}`, text));
        if (Number(text) >= seconds) continue;
        wanted[name] = name === "wait_timeout" ? 28_800 : 60;
        required.push(value(`${role}: ${name}`, `≥ ${seconds}`));
      }
      const limit = statementLimit(facts, role);
      if (limit !== null) {
        observed.push(value(`${role}: ${limit}`, facts.variables.get(limit) ?? null));
        if (Number(facts.variables.get(limit)) > 0) {
          wanted[limit] = 0;
          required.push({ ...value(`${role}: ${limit}`, ""), value: say("noLimit") });
        }
      }
      const settings: Settings = wanted;
      if (Object.keys(wanted).length > 0) fixes.push(...settingFixes(role, facts, context.endpoint(role), settings));
    }
    if (required.length === 0) return { status: "passed", observed };
    return { status: "warning", title: say("title", { count: required.length }), observed, required, why: say("why"), fixes };
  },
};
