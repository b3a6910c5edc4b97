import { quoteName, quoteTable } from "../../mysql/identifier";
import type { AffectedObject, Check } from "../check";
import { fix, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("same-name-objects", {
  topic: "Objects of the same name at the destination",
  title: "{count, plural, one {# object} other {# objects}} of the same name already at the destination",
  found: "Found",
  required: "None, with the processing mode Pre-check and Intercept",
  why: "The task would mix its rows with those that are there. Give the objects another name in the destination, take them out of the selection, move what is there away, or choose the processing mode Ignore.",
  ignoreMode: "With the processing mode Ignore existing tables are used as they are.",
  noSchema: "Without initial schema synchronization existing tables are expected.",
  comesFrom: "for {source}",
  move: "Move what is there away",
  moveNote: "Applications that use these names at the destination no longer find them.",
});

export const sameNameObjects: Check = {
  id: "same-name-objects", code: "CHECK_SAME_OBJ", side: "destination", severity: "blocker", ignorable: true, dependsOn: ["source-privileges", "destination-reachable"], topic: say("topic"),
  appliesTo: (context) => (context.input.options.existingTables === "ignore" ? say("ignoreMode") : !context.input.options.initialSchema ? say("noSchema") : null),
  async run(context) {
    const [facts, existing] = [await context.facts("destination"), await context.existing()];
    const { conflicts } = existing;
    const observed = [{ ...value("", conflicts.length), label: say("found") }];
    if (conflicts.length === 0) return { status: "passed", observed };
    const away = conflicts.map(({ kind, target }) =>
      kind === "table" ? `RENAME TABLE ${quoteTable(target)} TO ${quoteTable({ ...target, table: `${target.table.slice(0, 57)}_before` })};` : `-- DROP ${kind.toUpperCase()} ${quoteName(target.database)}.${quoteName(target.table)};`,
    );
    return {
      status: "failed", title: say("title", { count: conflicts.length }), observed, required: [{ label: say("found"), value: say("required") }], why: say("why"), step: "objects",
      affected: conflicts.map(({ kind, source, target }): AffectedObject => ({ kind, database: target.database, name: target.table, note: say("comesFrom", { source: `${source.database}.${source.table}` }) })),
      fixes: [fix("sql", "destination", facts, say("move"), away.join("\n"), { risk: "high", note: say("moveNote") })],
    };
  },
};
