import type { Check } from "../check";
import { value } from "../fixes";
import { speaker } from "../text";

const say = speaker("semisync", {
  topic: "Semisynchronous replication at the source",
  whyOff: "The task reads as an asynchronous replica. After a failover of the source the new one may lack the newest transactions, which the destination has already.",
  whyOn: "The task does not acknowledge transactions and never holds up a commit of the source. It may read a transaction before the source's replicas have it: after a failover the destination can be ahead by it.",
});

/** Shown, never a finding. */
export const semisync: Check = {
  id: "semisync", code: "CHECK_SEMISYNC_NOTE", side: "source", severity: "warning", ignorable: true, dependsOn: ["binlog-enabled"], topic: say("topic"),
  async run(context) {
    const { variables } = await context.facts("source");
    const names = ["rpl_semi_sync_source_enabled", "rpl_semi_sync_master_enabled", "rpl_semi_sync_source_wait_point", "rpl_semi_sync_master_wait_point"].filter((name) => variables.has(name));
    const isOn = names.some((name) => name.endsWith("_enabled") && variables.get(name) === "ON");
    return { status: "passed", why: say(isOn ? "whyOn" : "whyOff"), observed: names.length === 0 ? [value("rpl_semi_sync_source_enabled", null)] : names.map((name) => value(name, variables.get(name) ?? null)) };
  },
};
