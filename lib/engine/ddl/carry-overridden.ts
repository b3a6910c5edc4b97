/**
 * A schema change about which a person has decided: skip it, run something else, or take it for done. The source has changed its table in any case, so the
 * definitions advance as of its position like behind every other change; only what happens at the destination differs.
 *
 * Rows that come behind a skipped change either fit into the destination's table or stop the task with `destination-structure-differs`,
 * `destination-table-missing` or `destination-rejects-value`: they are written by name and every answer is looked at. Where they could land in a wrong
 * table instead (a renamed one), skipping is refused.
 */
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { tableKey } from "../../mysql/identifier";
import { readTables } from "../../mysql/read-tables";
import { tokenize } from "../../mysql/sql-tokens";
import type { TableDefinition, TableName } from "../../mysql/table-definition";
import type { DdlChange } from "../change";
import type { DdlOverride } from "../plan";
import { withColumnNames } from "../router/column-names";
import { missingColumns, structureDifferences } from "../schema/compare-structure";
import type { SchemaEffect } from "../schema/schema-history";
import { evolve, finish, fullText, runSteps, shorten } from "./carry-out";
import { carry, lexicalRules, now, positionOf, readStatement, tellWarnings, textOf } from "./carry-statement";
import type { DdlExecutorOptions, DdlOutcome } from "./ddl-executor";
import type { DdlDecision, DdlStep } from "./decision";
import { parseDdl } from "./parse";
import { touchedByStatement } from "./touched-objects";

/** Like `carry`, with the person's decision. Throws what `carry` throws, and `destination-structure-differs` when the destination does not hold what rows need. */
export async function carryOverridden(ddl: DdlChange, override: DdlOverride, options: DdlExecutorOptions): Promise<DdlOutcome> {
  const text = textOf(ddl, options);
  const decision = await decisionOf(ddl, options);
  // Nothing of ours, or nothing that runs at the destination: there is nothing to decide about.
  if (decision === null || (decision.kind === "skip" && decision.evolutions.length === 0)) return carry(ddl, options, true);
  await using connection = await options.connect();
  const renames = decision.kind === "apply" ? decision.renames : [];
  if (override.action === "skip") await assertSkippable(connection, renames, options);
  const effects = await effectsOf(connection, ddl, decision, override, options);
  const begun = performance.now();
  if (override.action === "edit") await runSteps(connection, ddl, text, editSteps(ddl, override, options), options, override.key);
  await assertRowsFit(connection, ddl, effects, override, options);
  const outcome = await finish(connection, ddl, { kind: override.action === "skip" ? "skipped" : "applied", effects, renames }, options);
  if (decision.kind !== "stop") tellWarnings(ddl, decision.warnings, options);
  options.event?.({
    kind: "ddl-overridden",
    atMs: now(options),
    position: positionOf(ddl),
    change: ddl.id,
    key: override.key,
    action: override.action,
    statement: fullText(text),
    replacement: override.statements?.join(";\n") ?? null,
    reason: override.reason,
    actor: override.actor,
  });
  if (override.action === "edit") options.event?.({ kind: "ddl-applied", atMs: now(options), position: positionOf(ddl), statement: shorten(override.statements!.join(";\n")), durationMs: Math.round(performance.now() - begun), tables: outcome.changed.map(({ name }) => name) });
  return outcome;
}

/** Null: it does not concern the task. */
async function decisionOf(ddl: DdlChange, options: DdlExecutorOptions): Promise<DdlDecision | null> {
  try {
    const read = await readStatement(ddl, options);
    return read.kind === "skip" ? null : read.decision;
  } catch (error) {
    if (error instanceof AppError && error.code === "ddl-unreadable") return { kind: "stop", code: error.code, reason: String(error.context.detail) };
    throw error;
  }
}

/** Rows of a renamed table must not go into another one that still bears the name at the destination. */
async function assertSkippable(connection: MysqlConnection, renames: DdlOutcome["renames"], options: DdlExecutorOptions): Promise<void> {
  const { mapping } = options.router;
  const targets = renames.filter((move) => tableKey(mapping.table(move.from)) !== tableKey(mapping.table(move.to))).map((move) => mapping.table(move.to));
  for (const target of targets) {
    const [found] = await readTables(connection, [{ database: target.database, tables: [target.table] }]);
    if (!found) continue;
    const name = `${target.database}.${target.table}`;
    throw new AppError("ddl-unsupported", { detail: `a renaming is not skipped while the destination has a table ${name}: the renamed table's rows would go into it. Rename the tables there by hand and mark the statement as done.`, context: { table: name } });
  }
}

async function effectsOf(connection: MysqlConnection, ddl: DdlChange, decision: DdlDecision, override: DdlOverride, options: DdlExecutorOptions): Promise<SchemaEffect[]> {
  if (decision.kind === "stop") return decision.effects ? [...decision.effects] : effectsOfUndecided(ddl, override, options);
  try {
    return [...decision.effects, ...(await evolve(connection, decision.evolutions, options, textOf(ddl, options), false)).effects];
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "ddl-failed") throw error;
    // The destination cannot even run it on an empty table: the source's own word is needed.
    const effects: SchemaEffect[] = [...decision.effects];
    for (const one of decision.evolutions) {
      const definition = await fromSource(one.name, ddl, options);
      if (definition) effects.push(...one.toEffects(definition));
    }
    return effects;
  }
}

/** A statement that nothing is understood of may have changed every table whose name it holds. */
async function effectsOfUndecided(ddl: DdlChange, override: DdlOverride, options: DdlExecutorOptions): Promise<SchemaEffect[]> {
  const text = textOf(ddl, options).toLowerCase();
  const effects: SchemaEffect[] = [];
  for (const { name } of options.history.tables) {
    if (!text.includes(name.table.toLowerCase()) && !hasOtherCharacters(text)) continue;
    const definition = await fromSource(name, ddl, options);
    effects.push(definition ? { kind: "put-table", definition: withNames(definition, options) } : { kind: "remove-table", name });
  }
  for (const name of newNames(ddl, options)) {
    if (options.history.table(name) || options.history.shadow(name) || !options.router.selection.selects(name)) continue;
    const definition = override.action === "skip" ? null : await fromSource(name, ddl, options);
    effects.push(definition ? { kind: "put-table", definition: withNames(definition, options) } : { kind: "put-ignored", name, reason: "the schema change that made it was skipped" });
  }
  return effects;
}

/** Columns that are still there keep their names at the destination. What a renaming in an unread statement meant is not known: such a column is looked for under its own name. */
function withNames(definition: TableDefinition, options: DdlExecutorOptions): TableDefinition {
  const { mapping } = options.router;
  const known = options.history.table(definition.name);
  return known?.columnNames ? withColumnNames(definition, mapping.columns(known).within(definition)) : mapping.settled(definition);
}

/** Its names may be written in a character set that is not known here. */
const hasOtherCharacters = (text: string) => /[^\x00-\x7f]/.test(text);

/** Tables that the statement makes or renames something to. */
function newNames(ddl: DdlChange, options: DdlExecutorOptions): TableName[] {
  const { selection } = options.router;
  const parsed = parseDdl(textOf(ddl, options), lexicalRules(ddl, options));
  if (parsed.shape === null) return [];
  const refs = parsed.shape.kind === "create-table" ? [parsed.shape.table] : parsed.shape.kind === "rename-table" ? parsed.shape.pairs.map(([, to]) => to) : parsed.shape.kind === "alter-table" && parsed.shape.renameTo ? [parsed.shape.renameTo] : [];
  return refs.map((ref) => ({ database: selection.fold(ref.database ?? ddl.context.defaultDatabase ?? ""), table: selection.fold(ref.name) }));
}

async function fromSource(name: TableName, ddl: DdlChange, options: DdlExecutorOptions) {
  if (!options.sourceDefinitions) throw new AppError("assertion-failed", { detail: "nobody can tell the source's definitions" });
  const definition = await options.sourceDefinitions.definitionBehind(name, ddl);
  return definition && { ...definition, name };
}

/** The person's statements, in the session of the statement that they stand for. */
function editSteps(ddl: DdlChange, override: DdlOverride, options: DdlExecutorOptions): DdlStep[] {
  const { selection, mapping } = options.router;
  const source = ddl.context.defaultDatabase;
  const context = { ...ddl.context, defaultDatabase: source !== null && selection.database(source) ? mapping.database(source) : null };
  return (override.statements ?? []).map((sql) => {
    const touches = touchedByStatement(sql, context.defaultDatabase, lexicalRules(ddl, options));
    return { sql: tokenize(sql) === null ? sql : sql.trim().replace(/;\s*$/, ""), context, touches: touches ?? [], whenUnseen: touches === null || touches.length === 0 ? ("ask" as const) : ("repeat" as const) };
  });
}

/**
 * What was applied by hand or by other statements must hold the columns that rows will be written to; types may differ on purpose, and are told. Behind a
 * skipped change everything is told and the rows decide.
 */
async function assertRowsFit(connection: MysqlConnection, ddl: DdlChange, effects: readonly SchemaEffect[], override: DdlOverride, options: DdlExecutorOptions): Promise<void> {
  for (const effect of effects) {
    if (effect.kind !== "put-table") continue;
    const routed = options.router.routeTable(effect.definition);
    if (!routed) continue;
    const { database, table } = routed.destination;
    const name = `${database}.${table}`;
    const [found] = await readTables(connection, [{ database, tables: [table] }]);
    const strict = override.action !== "skip";
    if (!found && strict) throw new AppError("destination-table-missing", { detail: name, context: { table: name } });
    const missing = found ? missingColumns(routed, found) : [];
    if (missing.length > 0 && strict) throw new AppError("destination-structure-differs", { detail: `${name}: ${missing.join("; ")}`, context: { table: name } });
    const differences = found ? structureDifferences(routed, found) : ["the table does not exist there"];
    if (differences.length === 0) continue;
    options.event?.({ kind: "warning", atMs: now(options), position: positionOf(ddl), code: "ddl-structure-differs", message: `${name} differs from the source behind this schema change: ${differences.join("; ")}.`, table: effect.definition.name });
  }
}
