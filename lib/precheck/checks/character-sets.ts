import type { AffectedObject, Check } from "../check";
import { value } from "../fixes";
import { canonicalCollation } from "../structure";
import { speaker, verbatim } from "../text";

const say = speaker("character-sets", {
  topic: "Character sets and collations",
  title: "The destination lacks {count, plural, one {# collation} other {# collations}} of the selection",
  why: "The destination refuses tables and columns whose character set or collation it does not know. Convert them at the source, or create the tables at the destination by hand and switch initial schema synchronization off.",
  used: "Used by the selection",
});

export const characterSets: Check = {
  id: "character-sets", code: "CHECK_COLLATION", side: "objects", severity: "blocker", ignorable: true, dependsOn: ["source-privileges", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const [selected, existing] = [await context.selected(), await context.existing()];
    const offered = new Set([...existing.collations].map(canonicalCollation));
    // MariaDB lists `uca1400_ai_ci` once for all character sets.
    const isOffered = (collation: string) => offered.has(canonicalCollation(collation)) || offered.has(collation.replace(/^[a-z0-9]+_(?=uca1400)/, ""));
    const used = new Map<string, AffectedObject[]>();
    const use = (collation: string | null, object: AffectedObject) => {
      if (collation) used.set(collation, [...(used.get(collation) ?? []), object]);
    };
    for (const database of selected.databases) use(database.collation, { kind: "database", database: null, name: database.source, note: verbatim(database.collation ?? "") });
    for (const { definition, source } of selected.tables) {
      use(definition.collation, { kind: "table", database: source.database, name: source.table, note: verbatim(definition.collation ?? "") });
      for (const column of definition.columns) if (column.collation !== definition.collation) use(column.collation, { kind: "column", database: source.database, name: `${source.table}.${column.name}`, note: verbatim(column.collation ?? "") });
    }
    const observed = [{ ...value("", [...used.keys()].sort().join(", ") || null), label: say("used") }];
    const absent = [...used.keys()].filter((collation) => !isOffered(collation));
    if (absent.length === 0) return { status: "passed", observed };
    const severe = context.input.options.initialSchema;
    return { status: severe ? "failed" : "warning", title: say("title", { count: absent.length }), observed, why: say("why"), affected: absent.flatMap((collation) => used.get(collation) ?? []), step: "objects" };
  },
};
