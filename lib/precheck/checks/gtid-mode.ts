import type { Check } from "../check";
import { fix, settingFixes, value } from "../fixes";
import { atLeast } from "../../mysql/server-facts";
import { speaker } from "../text";

const say = speaker("gtid-mode", {
  topic: "GTID mode",
  off: "GTIDs are off at the source",
  between: "GTID mode is between off and on",
  whyOff: "The task follows file and offset. It works, but after a switch to a standby of the source the place to go on is not known and the task must begin again.",
  whyBetween: "Transactions with and without GTID mix in the binlog, so neither a GTID set nor a file alone says where to go on.",
  stepwise: "Switch GTIDs on in steps",
  stepwiseNote: "Wait after each step until the server logs no more warnings; after step three wait until Ongoing_anonymous_transaction_count is 0.",
});

export const gtidMode: Check = {
  id: "gtid-mode", code: "CHECK_GTID", side: "source", severity: "blocker", ignorable: true, dependsOn: ["binlog-enabled"], topic: say("topic"),
  async run(context) {
    const facts = await context.facts("source");
    const observed = [value("gtid_mode", facts.gtidMode), value("enforce_gtid_consistency", facts.enforceGtidConsistency)];
    if (facts.flavour === "mariadb" || facts.gtidMode === "ON" || facts.gtidMode === null) return { status: "passed", observed };
    const endpoint = context.endpoint("source");
    const persists = atLeast(facts.version, 8);
    const set = (name: string, to: string) => `SET ${persists ? "PERSIST" : "GLOBAL"} ${name} = ${to};`;
    const steps = [set("enforce_gtid_consistency", "WARN"), set("enforce_gtid_consistency", "ON"), set("gtid_mode", "OFF_PERMISSIVE"), set("gtid_mode", "ON_PERMISSIVE"), set("gtid_mode", "ON")].join("\n");
    // Before 5.7.6 the mode can only be set at start, and needs log_slave_updates.
    const fixes =
      endpoint?.managed || !atLeast(facts.version, 5, 7, 6)
        ? settingFixes("source", facts, endpoint, { gtid_mode: "ON", enforce_gtid_consistency: "ON", ...(atLeast(facts.version, 5, 7) ? {} : { log_slave_updates: "ON" }) }, { atStartOnly: true })
        : [fix("sql", "source", facts, say("stepwise"), steps, { risk: "low", survivesRestart: persists, note: say("stepwiseNote") })];
    const required = [value("gtid_mode", "ON")];
    if (facts.gtidMode === "OFF") return { status: "warning", title: say("off"), observed, required, why: say("whyOff"), fixes };
    return { status: "failed", title: say("between"), observed, required, why: say("whyBetween"), fixes };
  },
};
