import type { AffectedObject, Check } from "../check";
import { value } from "../fixes";
import { compareStructure } from "../structure";
import { speaker } from "../text";

const say = speaker("destination-structure", {
  topic: "Structure of existing destination tables",
  missing: "{count, plural, one {# destination table does} other {# destination tables do}} not exist",
  title: "{count, plural, one {# destination column does} other {# destination columns do}} not fit the source",
  loose: "{count, plural, one {# difference} other {# differences}} between source and destination tables",
  compared: "Tables compared",
  why: "A row of the source cannot be written as it is: a column is missing, or the destination wants a value that the source does not have.",
  whyMissing: "Initial schema synchronization is off, so the tables must be there before the start.",
  whyLoose: "Rows are written, but values may be refused or changed by the destination's type, or rows refused by its unique keys.",
  created: "The tables are created by initial schema synchronization.",
  noTable: "table is missing",
  noColumn: "column is missing at the destination",
  extraColumn: "NOT NULL without default, and unknown to the source",
  generated: "generated at the destination, not at the source",
  type: "{source} at the source, {destination} at the destination",
  key: "unique key that the source does not have",
  lacksKey: "the source's unique key is missing at the destination",
});

export const destinationStructure: Check = {
  id: "destination-structure", code: "CHECK_STRUCT", side: "objects", severity: "blocker", ignorable: true, dependsOn: ["source-privileges", "destination-reachable"], topic: say("topic"),
  appliesTo: ({ input: { options } }) => (options.initialSchema && options.existingTables === "intercept" ? say("created") : null),
  async run(context) {
    const [selected, existing] = [await context.selected(), await context.existing()];
    const pairs = selected.tables.map((table) => ({ table, there: existing.table(table.target) }));
    const observed = [{ ...value("", pairs.filter((pair) => pair.there).length), label: say("compared") }];
    const absent = context.input.options.initialSchema ? [] : pairs.filter((pair) => !pair.there);
    if (absent.length > 0) {
      return {
        status: "failed", title: say("missing", { count: absent.length }), observed, why: say("whyMissing"), step: "initialization",
        affected: absent.map(({ table }): AffectedObject => ({ kind: "table", database: table.target.database, name: table.target.table, note: say("noTable") })),
      };
    }
    const excluded = (database: string, table: string) => {
      const object = context.input.objects.find((other) => other.database === database);
      return new Set([...(object?.tables ?? []), ...(object?.overrides ?? [])].find((other) => other.name === table)?.excludeColumns ?? []);
    };
    const differences = pairs.flatMap(({ table, there }) => (there ? compareStructure(table.definition, there, excluded(table.source.database, table.source.table)).map((difference) => ({ ...difference, table: table.target })) : []));
    const list = (found: typeof differences): AffectedObject[] =>
      found.map((difference) => ({ kind: "column", database: difference.table.database, name: `${difference.table.table}.${difference.name}`, note: say(difference.kind, { source: difference.source ?? "", destination: difference.destination ?? "" }) }));
    const hard = differences.filter((difference) => difference.blocks);
    if (hard.length > 0) return { status: "failed", title: say("title", { count: hard.length }), observed, why: say("why"), affected: list(differences), step: "objects" };
    if (differences.length > 0) return { status: "warning", title: say("loose", { count: differences.length }), observed, why: say("whyLoose"), affected: list(differences), step: "objects" };
    return { status: "passed", observed };
  },
};
