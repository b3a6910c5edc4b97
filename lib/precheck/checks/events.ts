import type { AffectedObject, Check } from "../check";
import { value } from "../fixes";
import { speaker } from "../text";

const say = speaker("events", {
  topic: "Scheduled events",
  notCarried: "Scheduled events are not carried. What they change at the source arrives as row changes.",
  disabled: "Scheduled events are created so that they do not run before the cut-over. What they change at the source arrives as row changes.",
  hidden: "hidden from the account",
});

/** Shown, never a finding: an event that ran at the destination too would do its work twice. */
export const events: Check = {
  id: "events", code: "CHECK_EVENT", side: "objects", severity: "warning", ignorable: true, dependsOn: ["source-privileges"], topic: say("topic"),
  async run(context) {
    const [{ events: found, databases }, grants] = [await context.selected(), await context.grants("source")];
    const isVisible = found.length > 0 || databases.every((database) => grants.hasPrivilege("EVENT", database.source));
    return { status: "passed", why: say(context.input.options.events === "disabled" ? "disabled" : "notCarried"), observed: [isVisible ? value("information_schema.EVENTS", found.length) : { ...value("information_schema.EVENTS", ""), value: say("hidden") }], affected: found.map((event): AffectedObject => ({ kind: "event", database: event.source.database, name: event.source.table, note: null })) };
  },
};
