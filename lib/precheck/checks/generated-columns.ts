import { atLeast, type ServerFacts } from "../../mysql/server-facts";
import type { AffectedObject, Check } from "../check";
import { describeServer, value } from "../fixes";
import { speaker, verbatim } from "../text";

const say = speaker("generated-columns", {
  topic: "Generated columns",
  title: "{server} has no generated columns, and {count, plural, one {# is} other {# are}} selected",
  why: "The destination cannot create these columns. Leave them out of the selection, or choose a destination that has them.",
  handled: "The destination computes them itself; the task writes the other columns.",
  found: "Generated columns",
});

/** MySQL 5.7.6, MariaDB 5.2. */
const has = (facts: ServerFacts) => facts.flavour === "mariadb" || atLeast(facts.version, 5, 7, 6);

export const generatedColumns: Check = {
  id: "generated-columns", code: "CHECK_GENERATED", side: "objects", severity: "blocker", ignorable: true, dependsOn: ["source-privileges", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const [facts, selected] = [await context.facts("destination"), await context.selected()];
    const found = selected.tables.flatMap(({ routed, source }) => routed.definition.columns.filter((column) => column.generated !== null).map((column) => ({ column, source })));
    const observed = [{ ...value("", found.length), label: say("found") }];
    const affected = found.map(({ column, source }): AffectedObject => ({ kind: "column", database: source.database, name: `${source.table}.${column.name}`, note: verbatim(String(column.generated).toUpperCase()) }));
    if (has(facts) || found.length === 0) return { status: "passed", observed, affected, why: say("handled") };
    const severe = context.input.options.initialSchema;
    return { status: severe ? "failed" : "warning", title: say("title", { server: describeServer(facts), count: found.length }), observed, required: [{ ...value("", 0), label: say("found") }], why: say("why"), affected, step: "objects" };
  },
};
