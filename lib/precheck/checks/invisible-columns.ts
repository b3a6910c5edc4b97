import { atLeast, type ServerFacts } from "../../mysql/server-facts";
import type { AffectedObject, Check } from "../check";
import { describeServer, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("invisible-columns", {
  topic: "Invisible columns",
  title: "{count, plural, one {# invisible column becomes} other {# invisible columns become}} visible at {server}",
  why: "Rows arrive whole, but SELECT * of applications shows these columns there, and INSERT without column names fails.",
  handled: "They are carried by name like all others and stay invisible.",
  found: "Invisible columns",
});

/** MySQL 8.0.23, MariaDB 10.3; each writes the word in a comment that the other does not read. */
const keeps = (source: ServerFacts, destination: ServerFacts) =>
  source.flavour === destination.flavour && (destination.flavour === "mariadb" ? atLeast(destination.version, 10, 3) : atLeast(destination.version, 8, 0, 23));

export const invisibleColumns: Check = {
  id: "invisible-columns", code: "CHECK_INVISIBLE_COLS", side: "objects", severity: "warning", ignorable: true, dependsOn: ["source-privileges", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const [source, destination, selected] = [await context.facts("source"), await context.facts("destination"), await context.selected()];
    const found = selected.tables.flatMap(({ definition, source: name }) => definition.columns.filter((column) => column.invisible).map((column) => ({ column, name })));
    const observed = [{ ...value("", found.length), label: say("found") }];
    const affected = found.map(({ column, name }): AffectedObject => ({ kind: "column", database: name.database, name: `${name.table}.${column.name}`, note: null }));
    if (found.length === 0 || keeps(source, destination)) return { status: "passed", observed, affected, why: say("handled") };
    return { status: "warning", title: say("title", { count: found.length, server: describeServer(destination) }), observed, why: say("why"), affected, step: "objects" };
  },
};
