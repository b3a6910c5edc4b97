import { cascadeActions, hiddenCascades, type HiddenBecause } from "../../engine/router/hidden-cascades";
import { ObjectSelection } from "../../engine/router/object-selection";
import { quoteName, quoteTable } from "../../mysql/identifier";
import type { AffectedObject, Check } from "../check";
import { fix } from "../fixes";
import { speaker } from "../text";

const say = speaker("filtered-cascades", {
  topic: "Cascades and row filters",
  title: "{count, plural, one {# foreign key cascades} other {# foreign keys cascade}} across a row filter or a column that is left out",
  logged: "The source writes the changes of cascades to its binlog.",
  why: "The source does not write to its binlog what cascades change, so that the destination has to run them itself. With these row filters and columns it would delete rows that the source keeps, or keep rows that the source no longer has. Carry the tables of these foreign keys without a row filter and with all columns of the key.",
  "parent-filtered": "{action} of {parent}, which has a row filter",
  "child-filtered": "{action} of {parent}: the row filter looks at columns that it changes",
  "column-left-out": "{action} of {parent}: a column of the key is left out",
  drop: "Drop the foreign keys at the source",
  dropNote: "Only if the source no longer needs them: afterwards nothing keeps children and parents together.",
});

type Because = Exclude<HiddenBecause, "parent-not-selected">;

export const filteredCascades: Check = {
  id: "filtered-cascades", code: "CHECK_FK_CASCADE_FILTER", side: "objects", severity: "blocker", ignorable: false, dependsOn: ["source-privileges"], topic: say("topic"),
  async run(context) {
    const [facts, selected] = [await context.facts("source"), await context.selected()];
    if (facts.logsCascades) return { status: "passed", why: say("logged") };
    const selection = new ObjectSelection(context.input.objects, facts.lowerCaseTableNames !== 0);
    const hidden = hiddenCascades(selected.tables.map((table) => table.definition), selection).flatMap((one) => (one.because === "parent-not-selected" ? [] : [{ ...one, because: one.because as Because }]));
    if (hidden.length === 0) return { status: "passed" };
    return {
      status: "failed", title: say("title", { count: hidden.length }), why: say("why"), step: "objects",
      affected: hidden.map(({ child, key, because }): AffectedObject => ({
        kind: "foreign key", database: child.database, name: `${child.table}.${key.name}`,
        note: say(because, { action: cascadeActions(key), parent: `${key.referenced.database}.${key.referenced.table}` }),
      })),
      fixes: [fix("sql", "source", facts, say("drop"), hidden.map(({ child, key }) => `ALTER TABLE ${quoteTable(child)} DROP FOREIGN KEY ${quoteName(key.name)};`).join("\n"), { risk: "high", note: say("dropNote") })],
    };
  },
};
