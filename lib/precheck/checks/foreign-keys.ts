import { quoteName, quoteTable } from "../../mysql/identifier";
import type { ForeignKeyDefinition } from "../../mysql/table-definition";
import type { AffectedObject, Check } from "../check";
import type { MappedTable, SelectedObjects } from "../selected-objects";
import { fix } from "../fixes";
import { speaker, verbatim } from "../text";

const say = speaker("foreign-keys", {
  topic: "Foreign key parents selected",
  title: "{count, plural, one {# foreign key refers} other {# foreign keys refer}} to a table that is not selected",
  why: "The destination tables are created without these foreign keys: after a switch nothing keeps children and parents together there. Select the parents too, or accept it.",
  drop: "Drop the foreign keys at the source",
  dropNote: "Only if the source no longer needs them: afterwards nothing keeps children and parents together.",
  refersTo: "refers to {target}",
});

export interface OrphanKey {
  readonly table: MappedTable;
  readonly key: ForeignKeyDefinition;
}

/** Foreign keys of selected tables whose parent is outside the selection. */
export function keysWithoutParent(selected: SelectedObjects): OrphanKey[] {
  return selected.tables.flatMap((table) => table.definition.foreignKeys.filter((key) => !selected.isSelected(key.referenced)).map((key) => ({ table, key })));
}

export const foreignKeys: Check = {
  id: "foreign-keys", code: "CHECK_FK", side: "objects", severity: "warning", ignorable: true, dependsOn: ["source-privileges"], topic: say("topic"),
  async run(context) {
    const [facts, selected] = [await context.facts("source"), await context.selected()];
    const orphans = keysWithoutParent(selected);
    if (orphans.length === 0) return { status: "passed" };
    return {
      status: "warning", title: say("title", { count: orphans.length }), why: say("why"), step: "objects",
      affected: orphans.map(({ table, key }): AffectedObject => ({ kind: "foreign key", database: table.source.database, name: `${table.source.table}.${key.name}`, note: say("refersTo", { target: `${key.referenced.database}.${key.referenced.table}` }), parent: { database: key.referenced.database, table: key.referenced.table } })),
      required: [...new Set(orphans.map(({ key }) => `${key.referenced.database}.${key.referenced.table}`))].map((name) => ({ label: verbatim(name), value: say("topic") })),
      fixes: [fix("sql", "source", facts, say("drop"), orphans.map(({ table, key }) => `ALTER TABLE ${quoteTable(table.source)} DROP FOREIGN KEY ${quoteName(key.name)};`).join("\n"), { risk: "high", note: say("dropNote") })],
    };
  },
};
