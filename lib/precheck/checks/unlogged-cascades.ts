import type { AffectedObject, Check } from "../check";
import { speaker } from "../text";
import { cascadeActions, isCascading } from "../../engine/router/hidden-cascades";
import { keysWithoutParent } from "./foreign-keys";

const say = speaker("unlogged-cascades", {
  topic: "Cascades that the binlog does not show",
  title: "{count, plural, one {# foreign key changes} other {# foreign keys change}} selected tables from outside the selection",
  logged: "The source writes the changes of cascades to its binlog.",
  why: "When a row of the parent changes, the source changes or deletes the child rows without writing that to its binlog. As the parent is not selected, the destination would keep rows that the source no longer has.",
  action: "{action} of {parent}",
});

export const unloggedCascades: Check = {
  id: "unlogged-cascades", code: "CHECK_FK_CASCADE", side: "objects", severity: "blocker", ignorable: true, dependsOn: ["source-privileges"], topic: say("topic"),
  async run(context) {
    const [facts, selected] = [await context.facts("source"), await context.selected()];
    if (facts.logsCascades) return { status: "passed", why: say("logged") };
    const hidden = keysWithoutParent(selected).filter(({ key }) => isCascading(key));
    if (hidden.length === 0) return { status: "passed" };
    return {
      status: "failed", title: say("title", { count: hidden.length }), why: say("why"), step: "objects",
      affected: hidden.map(({ table, key }): AffectedObject => ({
        kind: "foreign key", database: table.source.database, name: `${table.source.table}.${key.name}`,
        note: say("action", { action: cascadeActions(key), parent: `${key.referenced.database}.${key.referenced.table}` }),
      })),
    };
  },
};
