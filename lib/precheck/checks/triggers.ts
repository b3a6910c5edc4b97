import { quoteName } from "../../mysql/identifier";
import type { AffectedObject, Check } from "../check";
import { fix } from "../fixes";
import { speaker, verbatim } from "../text";

const say = speaker("triggers", {
  topic: "Triggers",
  title: "{count, plural, one {# trigger} other {# triggers}} at the destination would fire for the task's own writes",
  atSource: "Triggers at the source",
  atDestination: "Triggers on the destination's tables",
  leftOut: "Triggers of the source are not created at the destination: row changes already hold what they did.",
  guarded: "Triggers of the source are created with a guard: they fire for everybody but this task.",
  why: "The row changes of the source already hold what its triggers did. A trigger that fires again at the destination changes the data a second time.",
  drop: "Drop the triggers at the destination",
  onTable: "on {table}",
  hidden: "hidden from the account",
});

export const triggers: Check = {
  id: "triggers", code: "CHECK_TRIGGER", side: "objects", severity: "warning", ignorable: true, dependsOn: ["source-privileges", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const [facts, selected, existing] = [await context.facts("destination"), await context.selected(), await context.existing()];
    const [sourceGrants, grants] = [await context.grants("source"), await context.grants("destination")];
    const shown = (count: number, isVisible: boolean) => (count > 0 || isVisible ? verbatim(String(count)) : say("hidden"));
    const observed = [
      { label: say("atSource"), value: shown(selected.triggers.length, selected.databases.every((database) => sourceGrants.hasPrivilege("TRIGGER", database.source))) },
      { label: say("atDestination"), value: shown(existing.triggers.length, selected.databases.every((database) => grants.hasPrivilege("TRIGGER", database.target))) },
    ];
    if (existing.triggers.length === 0) return { status: "passed", observed, why: say(context.input.options.triggers === "guard" ? "guarded" : "leftOut") };
    return {
      status: "warning", title: say("title", { count: existing.triggers.length }), observed, why: say("why"),
      fixes: [fix("sql", "destination", facts, say("drop"), existing.triggers.map((trigger) => `DROP TRIGGER ${quoteName(trigger.name.database)}.${quoteName(trigger.name.table)};`).join("\n"), { risk: "high" })],
      affected: existing.triggers.map((trigger): AffectedObject => ({ kind: "trigger", database: trigger.name.database, name: trigger.name.table, note: say("onTable", { table: trigger.table }) })),
    };
  },
};
