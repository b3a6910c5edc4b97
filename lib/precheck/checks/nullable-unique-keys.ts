import { quoteName, quoteTable } from "../../mysql/identifier";
import type { ColumnDefinition } from "../../mysql/table-definition";
import type { MappedTable } from "../selected-objects";
import type { AffectedObject, Check } from "../check";
import { fix, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("nullable-unique-keys", {
  topic: "Unique keys over nullable columns",
  title: "{count, plural, one {# table has} other {# tables have}} a unique key that may hold NULL, and no other",
  found: "Tables",
  why: "NULL is equal to nothing: several rows may have it in the key, so the key does not tell them apart. The table is treated as one without a key.",
  column: "{key}: {columns} may be NULL",
  notNull: "Forbid NULL in the key at the source",
  notNullNote: "Rewrites the table, and fails where NULL is stored. Applications that store NULL there get an error afterwards.",
});

/** The unique key that only NULL keeps from telling rows apart. */
export function nullableKeyOf(table: MappedTable) {
  if (table.routed.identity !== null) return null;
  const columns = new Map(table.definition.columns.map((column) => [column.name.toLowerCase(), column]));
  for (const key of table.definition.keys) {
    if (!key.unique || key.parts.some((part) => part.column === null || part.prefix !== null)) continue;
    const members = key.parts.map((part) => columns.get(part.column!.toLowerCase())!);
    const nullable = members.filter((column) => column?.nullable);
    if (nullable.length > 0 && !members.some((column) => /^(float|double)$/.test(column.dataType))) return { key, nullable };
  }
  return null;
}

/** The column's line of SHOW CREATE TABLE, which has type, character set, comment and all, with NOT NULL behind the type. */
function withoutNull(createStatement: string, column: ColumnDefinition): string {
  const name = quoteName(column.name);
  const line = createStatement.split("\n").map((each) => each.trim()).find((each) => each.startsWith(`${name} `));
  const rest = (line ?? `${name} ${column.columnType}`).replace(/,$/, "").slice(name.length);
  const type = /^ (?:enum|set)\((?:'(?:[^']|'')*',?)+\)| \w+(?:\([\d,]+\))?/i.exec(rest)?.[0] ?? ` ${column.columnType}`;
  const attributes = /^(?: unsigned| zerofill| CHARACTER SET \w+| COLLATE \w+)*/i.exec(rest.slice(type.length))![0];
  return `${name}${type}${attributes} NOT NULL${rest.slice(type.length + attributes.length).replace(/^ NULL/, "").replace(/^ DEFAULT NULL/, "")}`;
}

export const nullableUniqueKeys: Check = {
  id: "nullable-unique-keys", code: "CHECK_NULLABLE_UK_ONLY", side: "objects", severity: "warning", ignorable: true, dependsOn: ["source-privileges"], topic: say("topic"),
  async run(context) {
    const [facts, selected] = [await context.facts("source"), await context.selected()];
    const found = selected.tables.flatMap((table) => {
      const nullable = nullableKeyOf(table);
      return nullable ? [{ table, ...nullable }] : [];
    });
    const observed = [{ ...value("", found.length), label: say("found") }];
    if (found.length === 0) return { status: "passed", observed };
    const statements: string[] = [];
    for (const { table, nullable } of found) {
      const rows = await context.query("source", `SHOW CREATE TABLE ${quoteTable(table.source)}`);
      for (const column of nullable) statements.push(`ALTER TABLE ${quoteTable(table.source)} MODIFY ${withoutNull(String(rows[0]?.["Create Table"] ?? ""), column)};`);
    }
    return {
      status: "warning", title: say("title", { count: found.length }), observed, required: [{ ...value("", 0), label: say("found") }], why: say("why"), step: "objects",
      fixes: [fix("sql", "source", facts, say("notNull"), statements.join("\n"), { risk: "high", note: say("notNullNote") })],
      affected: found.map(({ table, key, nullable }): AffectedObject => ({ kind: "table", database: table.source.database, name: table.source.table, note: say("column", { key: key.name, columns: nullable.map((column) => column.name).join(", ") }) })),
    };
  },
};
