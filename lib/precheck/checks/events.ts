import type { AffectedObject, Check } from "../check";
import { value } from "../fixes";
import { speaker } from "../text";

const say = speaker("events", {
  topic: "Scheduled events",
  notCarried: "Scheduled events are not carried. What they change at the source arrives as row changes.",
});

/** Shown, never a finding: an event that ran at the destination too would do its work twice. */
export const events: Check = {
  id: "events", code: "CHECK_EVENT", side: "objects", severity: "warning", ignorable: true, dependsOn: ["source-privileges"], topic: say("topic"),
  async run(context) {
    const { events: found } = await context.selected();
    return { status: "passed", why: say("notCarried"), observed: [value("information_schema.EVENTS", found.length)], affected: found.map((event): AffectedObject => ({ kind: "event", database: event.source.database, name: event.source.table, note: null })) };
  },
};
