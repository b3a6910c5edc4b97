import { quoteTable } from "../../mysql/identifier";
import { atLeast } from "../../mysql/server-facts";
import type { AffectedObject, Check } from "../check";
import { fix, value } from "../fixes";
import { speaker } from "../text";
import { nullableKeyOf } from "./nullable-unique-keys";

const say = speaker("primary-keys", {
  topic: "Primary and unique keys",
  title: "{count, plural, one {# table has} other {# tables have}} no key that identifies every row",
  noKey: "no primary or unique key",
  unusable: "unique keys over FLOAT or partly indexed columns only",
  withKey: "Tables with a key",
  why: "Such a table is copied in one piece while the source is quiet for a moment, and its later changes run one after the other. The copy cannot be resumed in the middle, and large tables fall behind.",
  required: "A primary key, or a unique key over NOT NULL columns",
  add: "Add a key at the source",
  addNote: "Rewrites each table. Applications that insert without naming columns see the new column unless it is invisible.",
});

export const primaryKeys: Check = {
  id: "primary-keys", code: "CHECK_PK", side: "objects", severity: "warning", ignorable: true, dependsOn: ["source-privileges"], topic: say("topic"),
  async run(context) {
    const [facts, selected] = [await context.facts("source"), await context.selected()];
    // Tables that only NULL keeps from having a key are a check of their own.
    const keyless = selected.tables.filter((table) => table.routed.identity === null && nullableKeyOf(table) === null);
    const observed = [{ ...value("", `${selected.tables.length - keyless.length} / ${selected.tables.length}`), label: say("withKey") }];
    if (keyless.length === 0) return { status: "passed", observed };
    const invisible = (facts.flavour === "mysql" && atLeast(facts.version, 8, 0, 23)) || (facts.flavour === "mariadb" && atLeast(facts.version, 10, 3)) ? " INVISIBLE" : "";
    const statements = keyless.map((table) => {
      const own = table.definition.columns.find((column) => column.autoIncrement);
      const taken = new Set(table.definition.columns.map((column) => column.name.toLowerCase()));
      const name = ["my_row_id", "row_key", "tributary_row_key"].find((candidate) => !taken.has(candidate)) ?? "<column>";
      return own ? `ALTER TABLE ${quoteTable(table.source)} ADD PRIMARY KEY (\`${own.name.replaceAll("`", "``")}\`);` : `ALTER TABLE ${quoteTable(table.source)} ADD COLUMN \`${name}\` BIGINT UNSIGNED NOT NULL AUTO_INCREMENT${invisible} PRIMARY KEY FIRST;`;
    });
    return {
      status: "warning", title: say("title", { count: keyless.length }), observed, why: say("why"), step: "objects",
      required: [{ ...value("", ""), label: say("withKey"), value: say("required") }],
      fixes: [fix("sql", "source", facts, say("add"), statements.join("\n"), { risk: "high", note: say("addNote") })],
      affected: keyless.map((table): AffectedObject => ({ kind: "table", database: table.source.database, name: table.source.table, note: table.definition.keys.some((key) => key.unique) ? say("unusable") : say("noKey") })),
    };
  },
};
