import { quoteTable } from "../../mysql/identifier";
import { readCreatedMarks } from "../../engine/schema/created-marks";
import { AppError } from "../../errors/app-error";
import { connect } from "../../mysql/connection";
import type { AffectedObject, Check } from "../check";
import type { CheckContext } from "../context";
import type { DestinationObjects } from "../destination-objects";
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
  moveNote: "Applications that use these names at the destination no longer find them. Functions and procedures cannot be renamed: they are dropped.",
});

export const sameNameObjects: Check = {
  id: "same-name-objects", code: "CHECK_SAME_OBJ", side: "destination", severity: "blocker", ignorable: true, dependsOn: ["source-privileges", "destination-reachable"], topic: say("topic"),
  appliesTo: (context) => (context.input.options.existingTables === "ignore" ? say("ignoreMode") : !context.input.options.initialSchema ? say("noSchema") : null),
  async run(context) {
    const [facts, existing] = [await context.facts("destination"), await context.existing()];
    const conflicts = await withoutOwn(context, existing.conflicts);
    const observed = [{ ...value("", conflicts.length), label: say("found") }];
    if (conflicts.length === 0) return { status: "passed", observed };
    const away = conflicts.map(({ kind, target }) =>
      kind === "table" || kind === "view" ? `RENAME TABLE ${quoteTable(target)} TO ${quoteTable({ ...target, table: `${target.table.slice(0, 57)}_before` })};` : `DROP ${kind.toUpperCase()} ${quoteTable(target)};`,
    );
    return {
      status: "failed", title: say("title", { count: conflicts.length }), observed, required: [{ label: say("found"), value: say("required") }], why: say("why"), step: "objects",
      affected: conflicts.map(({ kind, source, target }): AffectedObject => ({ kind, database: target.database, name: target.table, note: say("comesFrom", { source: `${source.database}.${source.table}` }), ...(kind === "table" && { source }) })),
      fixes: [fix("sql", "destination", facts, say("move"), away.join("\n"), { risk: "high", note: say("moveNote") })],
    };
  },
};

/** What an earlier start of this task made itself is not in its way; the engine marks its tables before it makes them. */
async function withoutOwn(context: CheckContext, conflicts: DestinationObjects["conflicts"]): Promise<DestinationObjects["conflicts"]> {
  const { taskId, bookkeepingDatabase } = context.input.options;
  if (taskId === undefined || conflicts.length === 0) return conflicts;
  await using connection = await connect(context.settings("destination"), { signal: context.signal });
  try {
    const own = await readCreatedMarks(connection, { database: bookkeepingDatabase, taskId });
    const hasBegun = conflicts.some((conflict) => own.has(conflict.target));
    return conflicts.filter((conflict) => (conflict.kind === "table" ? !own.has(conflict.target) : !hasBegun));
  } catch (error) {
    // No bookkeeping yet, or no right to read it (another check's finding): nothing here is ours.
    if (error instanceof AppError && ["destination-table-missing", "destination-privilege-missing"].includes(error.code)) return conflicts;
    throw error;
  }
}
