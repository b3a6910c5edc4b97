import type { Check } from "../check";
import { settingFixes, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("destination-writable", {
  topic: "Destination accepts writes",
  title: "The destination is read-only",
  why: "Nothing can be written there. A cluster's reader endpoint and a replica are read-only: use the primary endpoint.",
});

export const destinationWritable: Check = {
  id: "destination-writable", code: "CHECK_DEST_WRITABLE", side: "destination", severity: "blocker", ignorable: false, dependsOn: ["destination-reachable"], topic: say("topic"),
  async run(context) {
    const [facts, grants] = [await context.facts("destination"), await context.grants("destination")];
    const onOff = (flag: boolean | null) => (flag === null ? null : flag ? "ON" : "OFF");
    const observed = [value("read_only", onOff(facts.readOnly)), value("super_read_only", onOff(facts.superReadOnly)), value("innodb_read_only", onOff(facts.innodbReadOnly))];
    const passesReadOnly = grants.hasPrivilege("SUPER") || grants.hasPrivilege("CONNECTION_ADMIN") || grants.hasPrivilege("READ_ONLY ADMIN");
    const closed = facts.superReadOnly === true || facts.innodbReadOnly === true || (facts.readOnly && !passesReadOnly);
    if (!closed) return { status: "passed", observed };
    const settings = { ...(facts.superReadOnly ? { super_read_only: "OFF" } : {}), read_only: "OFF" };
    return {
      status: "failed", title: say("title"), observed, required: [value("read_only", "OFF")], why: say("why"), step: "endpoints",
      fixes: settingFixes("destination", facts, context.endpoint("destination"), facts.innodbReadOnly ? { innodb_read_only: "OFF" } : settings, { atStartOnly: facts.innodbReadOnly === true }),
    };
  },
};
