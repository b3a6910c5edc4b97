import type { Check } from "../check";
import { settingFixes, value } from "../fixes";
import { atLeast } from "../../mysql/server-facts";
import { speaker } from "../text";

const say = speaker("replica-updates", {
  topic: "Source that is itself a replica",
  title: "The source does not log what it replicates",
  unknown: "The source may be a replica that does not log what it replicates",
  why: "Changes that reach it from its own source are not written to its binlog, so the task would never see them.",
});

export const replicaUpdates: Check = {
  id: "replica-updates", code: "CHECK_LOG_REPLICA_UPDATES", side: "source", severity: "blocker", ignorable: false, dependsOn: ["binlog-enabled", "source-privileges"], topic: say("topic"),
  async run(context) {
    const facts = await context.facts("source");
    const name = facts.variables.has("log_replica_updates") ? "log_replica_updates" : "log_slave_updates";
    const observed = [value(name, facts.logReplicaUpdates === null ? null : facts.logReplicaUpdates ? "ON" : "OFF"), value(atLeast(facts.version, 8, 0, 22) && facts.flavour === "mysql" ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS", facts.isReplica === null ? null : facts.isReplica ? "1" : "0")];
    if (facts.logReplicaUpdates !== false || facts.isReplica === false) return { status: "passed", observed };
    const fixes = settingFixes("source", facts, context.endpoint("source"), { [name]: "ON" }, { atStartOnly: true });
    return { status: facts.isReplica ? "failed" : "warning", title: facts.isReplica ? say("title") : say("unknown"), observed, required: [value(name, "ON")], why: say("why"), fixes };
  },
};
