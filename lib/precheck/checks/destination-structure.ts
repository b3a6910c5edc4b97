import type { AffectedObject, Check } from "../check";
import { value } from "../fixes";
import { compareStructure } from "../structure";
import { speaker, verbatim } from "../text";

const say = speaker("destination-structure", {
  topic: "Structure of existing destination tables",
  missing: "{count, plural, one {# destination table does} other {# destination tables do}} not exist",
  title: "{count, plural, one {# difference keeps} other {# differences keep}} rows of the source from the destination tables",
  loose: "{count, plural, one {# difference} other {# differences}} between source and destination tables",
  compared: "Tables compared",
  why: "A row of the source cannot be written as it is: a column is missing, does not take every value of the source, or wants a value that the source does not have.",
  whyMissing: "Initial schema synchronization is off, so the tables must be there before the start.",
  whyLoose: "Rows fit, but the destination decides differently which values are equal: it may refuse rows as duplicates, or accept duplicates.",
  created: "The tables are created by initial schema synchronization.",
  noTable: "table is missing",
  collation: "{source} at the source, {destination} at the destination",
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
        affected: absent.map(({ table }): AffectedObject => ({ kind: "table", database: table.target.database, name: table.target.table, note: say("noTable"), source: table.source })),
      };
    }
    const compared = pairs.flatMap(({ table, there }) => (there ? [{ table, ...compareStructure(table.routed, there) }] : []));
    const hard = compared.flatMap(({ table, hard: reasons }) => reasons.map((reason): AffectedObject => ({ kind: "table", database: table.target.database, name: table.target.table, note: verbatim(reason), source: table.source })));
    if (hard.length > 0) return { status: "failed", title: say("title", { count: hard.length }), observed, why: say("why"), affected: hard, step: "objects" };
    const loose = compared.flatMap(({ table, loose: found }) =>
      found.map((difference): AffectedObject => ({
        kind: difference.kind === "collation" ? "column" : "table", database: table.target.database, name: `${table.target.table}.${difference.name}`,
        note: say(difference.kind, { source: difference.source ?? "", destination: difference.destination ?? "" }),
        source: table.source,
      })),
    );
    if (loose.length > 0) return { status: "warning", title: say("loose", { count: loose.length }), observed, why: say("whyLoose"), affected: loose, step: "objects" };
    return { status: "passed", observed };
  },
};
