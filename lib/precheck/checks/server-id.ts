import type { Check } from "../check";
import { settingFixes, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("server-id", {
  topic: "Source server_id",
  zero: "The source has no server_id",
  same: "The source has the server_id of this task",
  one: "The source's server_id is 1, the default",
  required: "A number above 1 that no other server or reader uses",
  whyZero: "A server without server_id refuses every reader of its binlog.",
  whySame: "The source takes a reader with its own server_id for itself and sends it nothing.",
  whyOne: "Every server that was never configured has it. Two servers of one id in a replication chain drop each other's changes.",
});

export const serverId: Check = {
  id: "server-id", code: "CHECK_SERVER_ID", side: "source", severity: "blocker", ignorable: true, dependsOn: ["binlog-enabled"], topic: say("topic"),
  async run(context) {
    const facts = await context.facts("source");
    const observed = [value("server_id", facts.serverId)];
    const required = [{ ...value("server_id", ""), value: say("required") }];
    const fixes = settingFixes("source", facts, context.endpoint("source"), { server_id: "<number above 1>" });
    if (facts.serverId === 0) return { status: "failed", title: say("zero"), observed, required, why: say("whyZero"), fixes };
    if (facts.serverId === context.input.options.serverId) return { status: "failed", title: say("same"), observed, required, why: say("whySame"), fixes };
    // MySQL 8.0 and newer start with 1 when nothing is set; it matters only in a chain.
    if (facts.serverId === 1 && facts.isReplica !== false) return { status: "warning", title: say("one"), observed, required, why: say("whyOne"), fixes };
    return { status: "passed", observed };
  },
};
