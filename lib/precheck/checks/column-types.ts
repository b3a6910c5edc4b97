import { atLeast, type ServerFacts } from "../../mysql/server-facts";
import type { AffectedObject, Check } from "../check";
import { describeServer, value } from "../fixes";
import { speaker, verbatim } from "../text";

const say = speaker("column-types", {
  topic: "Column types",
  title: "{server} does not know the type of {count, plural, one {# column} other {# columns}}",
  why: "The destination cannot create these columns. Leave them out of the selection, or choose a destination of a newer version.",
  checked: "Columns checked",
});

/** Since when a server has a type; absent = always. */
function knowsType(facts: ServerFacts, type: string): boolean {
  const { version } = facts;
  if (facts.flavour === "mariadb") {
    if (type === "vector") return atLeast(version, 11, 7);
    if (type === "json") return atLeast(version, 10, 2, 7);
    return type === "uuid" ? atLeast(version, 10, 7) : type === "inet6" ? atLeast(version, 10, 5) : type === "inet4" ? atLeast(version, 10, 10) : true;
  }
  if (type === "vector") return atLeast(version, 9);
  if (type === "json") return atLeast(version, 5, 7, 8);
  return !["uuid", "inet4", "inet6", "xmltype"].includes(type);
}

export const columnTypes: Check = {
  id: "column-types", code: "CHECK_UNSUPPORTED_TYPES", side: "objects", severity: "blocker", ignorable: false, dependsOn: ["source-privileges", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const [facts, selected] = [await context.facts("destination"), await context.selected()];
    const columns = selected.tables.flatMap(({ definition, source }) => definition.columns.map((column) => ({ column, source })));
    const excluded = (database: string, table: string, column: string) => {
      const object = context.input.objects.find((other) => other.database === database);
      return [...(object?.tables ?? []), ...(object?.overrides ?? [])].some((other) => other.name === table && other.excludeColumns?.includes(column));
    };
    const unknown = columns.filter(({ column, source }) => !knowsType(facts, column.dataType) && !excluded(source.database, source.table, column.name));
    const observed = [{ ...value("", columns.length), label: say("checked") }];
    if (unknown.length === 0) return { status: "passed", observed };
    return {
      status: "failed", title: say("title", { server: describeServer(facts), count: unknown.length }), observed, why: say("why"), step: "objects",
      affected: unknown.map(({ column, source }): AffectedObject => ({ kind: "column", database: source.database, name: `${source.table}.${column.name}`, note: verbatim(column.columnType) })),
    };
  },
};
