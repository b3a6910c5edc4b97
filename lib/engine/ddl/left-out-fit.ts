/**
 * May rows go on behind a schema change of a kind that is not carried? They may where the destination's tables hold what the source's rows need, because somebody
 * has changed them there, or because the change means nothing to rows. Everything else stops the task before a row is written: the person makes the change
 * there, or decides about the statement.
 */
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { tableKey } from "../../mysql/identifier";
import { readTables } from "../../mysql/read-tables";
import type { KeyDefinition, TableDefinition, TableName } from "../../mysql/table-definition";
import { structureDifferences } from "../schema/compare-structure";
import type { SchemaEffect } from "../schema/schema-history";
import { shorten } from "./carry-out";
import type { DdlExecutorOptions } from "./ddl-executor";
import type { DdlDecision, DdlWarning } from "./decision";
import { parseDdl } from "./parse";

type Applied = Extract<DdlDecision, { kind: "apply" }>;

interface Fit {
  readonly effects: readonly SchemaEffect[];
  readonly warnings: readonly DdlWarning[];
}

/**
 * What the change does to the history. A table of a whole database that is not made at the destination is left out from its beginning. Throws
 * `ddl-kind-left-out`.
 */
export async function fitBehind(connection: MysqlConnection, decision: Applied, effects: readonly SchemaEffect[], text: string, options: DdlExecutorOptions): Promise<Fit> {
  const { router, history } = options;
  const stop = (name: string, why: string): never => {
    throw new AppError("ddl-kind-left-out", { detail: `${name}: ${why}: ${shorten(text)}`, context: { table: name } });
  };
  const there = async (name: TableName) => (await readTables(connection, [{ database: name.database, tables: [name.table] }]))[0] ?? null;
  await assertRenamed(decision, there, stop);
  if (movesPartitions(text)) for (const { kind, name } of decision.leftOut ?? []) if (kind === "alter-table") stop(`${name.database}.${name.table ?? ""}`, "rows come and go with the partition, of which the log tells nothing");
  const kept: SchemaEffect[] = [];
  const warnings: DdlWarning[] = [];
  for (const effect of effects) {
    kept.push(effect);
    if (effect.kind !== "put-table") continue;
    const { definition } = effect;
    const routed = router.routeTable(definition);
    if (!routed) continue;
    const found = await there(routed.destination);
    const name = `${routed.destination.database}.${routed.destination.table}`;
    if (!found) {
      if (history.table(definition.name) || decision.renames.length > 0 || !router.selection.isWhole(definition.name.database)) stop(name, "the destination has no such table");
      kept.splice(-1, 1, { kind: "put-ignored", name: definition.name, reason: "CREATE TABLE is not among the schema changes that this task carries" });
      warnings.push({ table: definition.name, message: `${definition.name.database}.${definition.name.table} is left out: CREATE TABLE is not among the schema changes that this task carries, and the destination has no such table.` });
      continue;
    }
    const before = history.table(definition.name);
    const differences = [...structureDifferences(routed, found), ...keysThatStay(before, definition, found, (column) => router.mapping.columns(before ?? definition).at(column))];
    if (differences.length > 0) stop(name, differences.join("; "));
  }
  const ignored = new Set(kept.flatMap((effect) => (effect.kind === "put-ignored" ? [tableKey(effect.name)] : [])));
  return { effects: kept.filter((effect) => effect.kind !== "put-candidate" || !ignored.has(tableKey(effect.candidate.name))), warnings };
}

/** A renaming that was not carried may have been done by hand. Where names change places nothing shows it. */
async function assertRenamed(decision: Applied, there: (name: TableName) => Promise<TableDefinition | null>, stop: (name: string, why: string) => never): Promise<void> {
  if (decision.renames.length === 0) return;
  const touched = (decision.notRun ?? []).flatMap((step) => step.touches.filter(({ kind }) => kind === "table"));
  const left = touched.filter(({ gone }) => gone);
  const taken = touched.filter(({ gone }) => !gone);
  for (const { name } of left) if (await there(name)) stop(`${name.database}.${name.table}`, "the table was renamed at the source and still has its name at the destination");
  for (const { name } of taken) if (!(await there(name))) stop(`${name.database}.${name.table}`, "the destination has no such table");
  if (taken.length > left.length && touched[0]) stop(`${touched[0].name.database}.${touched[0].name.table}`, "tables exchange their names, and nothing shows whether they have done so at the destination");
}

/** Unique keys that the source has dropped and the destination still has: rows could meet there that do not meet at the source. */
function keysThatStay(before: TableDefinition | null, after: TableDefinition, found: TableDefinition, nameThere: (column: string) => string): string[] {
  if (!before) return [];
  const print = (key: KeyDefinition, rename: (column: string) => string) => key.parts.map((part) => (part.column === null ? "(…)" : rename(part.column).toLowerCase())).join(", ");
  const same = (column: string) => column;
  const unique = (table: TableDefinition, rename: (column: string) => string) => table.keys.filter((key) => key.unique).map((key) => print(key, rename));
  const [was, is, theirs] = [unique(before, nameThere), unique(after, nameThere), unique(found, same)];
  return [...new Set(was)].filter((key) => !is.includes(key) && theirs.includes(key)).map((key) => `the unique key (${key}) is still there`);
}

function movesPartitions(text: string): boolean {
  const parsed = parseDdl(text);
  if (parsed.shape === null || parsed.shape.kind !== "alter-table") return false;
  const words = parsed.tokens.filter((token) => token.kind === "word" && token.depth === 0).map(({ value }) => value);
  return words.some((word, index) => ["DROP", "TRUNCATE", "EXCHANGE"].includes(word) && words[index + 1] === "PARTITION");
}
