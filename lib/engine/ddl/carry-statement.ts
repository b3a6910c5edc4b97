/** The usual way of a schema change: its statement is read, decided upon and carried out. */
import { AppError } from "../../errors/app-error";
import type { TableName } from "../../mysql/table-definition";
import type { DdlChange } from "../change";
import { assertNothingRefused, evolve, finish, runSteps, shorten, sourceUtf8mb4Collation } from "./carry-out";
import type { DdlExecutorOptions, DdlOutcome } from "./ddl-executor";
import { decideDdl, mayConcern } from "./decide";
import type { DdlDecision, DdlWarning } from "./decision";
import { hiddenCascades, newHiddenCascades, sayHidden } from "../router/hidden-cascades";
import { SchemaHistory, type SchemaEffect } from "../schema/schema-history";
import { decodeStatement, lexicalModes } from "./statement-text";
import { assertFiltersHold } from "./filters-hold";
import { fitBehind } from "./left-out-fit";
import { leftOutReason } from "./left-out-kinds";
import { assertCopiesHold } from "./under-copy";

export const now = (options: DdlExecutorOptions) => options.now?.() ?? Date.now();
export const positionOf = (ddl: DdlChange) => ddl.gtid ?? `${ddl.file}:${ddl.endOffset}`;


/** Does what the statement means. `decided`: a person has seen what is against it. Throws what `DdlExecutor.handle` throws. */
export async function carry(ddl: DdlChange, options: DdlExecutorOptions, decided = false): Promise<DdlOutcome> {
  const input = await readStatement(ddl, options);
  if (input.kind === "skip") return finish(null, ddl, { kind: "skipped", effects: [], renames: [] }, options);
  const { decision, text } = input;
  if (decision.kind === "stop") throw new AppError(decision.code, { detail: decision.reason });
  tellWarnings(ddl, decision.warnings, options);
  const leftOut = decision.kind === "apply" ? (decision.leftOut ?? []) : [];
  if (decision.kind === "skip" && decision.notify) options.event?.({ kind: "ddl-skipped", atMs: now(options), position: positionOf(ddl), statement: shorten(text), reason: decision.reason });
  await using connection = await options.connect();
  const evolved = await evolve(connection, decision.evolutions, options, text, leftOut.length === 0);
  const fit = decision.kind === "apply" && leftOut.length > 0 ? await fitBehind(connection, decision, [...decision.effects, ...evolved.effects], text, options) : null;
  const effects = fit?.effects ?? [...decision.effects, ...evolved.effects];
  assertCopiesHold(ddl, decision, effects, text, options);
  if (!decided) assertCascadesHeard(effects, text, options);
  if (!decided) assertFiltersHold(effects, options.history, options.router.selection);
  const begun = performance.now();
  const steps = [...(decision.kind === "apply" ? decision.steps : []), ...evolved.steps];
  const carries = steps.length > 0 || (decision.kind === "apply" && leftOut.length === 0);
  if (carries) {
    await assertNothingRefused(connection, evolved, text);
    await runSteps(connection, ddl, text, steps, options);
  }
  const outcome = await finish(connection, ddl, { kind: carries ? "applied" : "skipped", effects, renames: decision.kind === "apply" ? decision.renames : [] }, options);
  if (leftOut.length > 0) {
    tellWarnings(ddl, fit?.warnings ?? [], options);
    options.event?.({ kind: "ddl-skipped", atMs: now(options), position: positionOf(ddl), statement: shorten(text), reason: leftOutReason(leftOut) });
  }
  if (carries) options.event?.({ kind: "ddl-applied", atMs: now(options), position: positionOf(ddl), statement: shorten(text), durationMs: Math.round(performance.now() - begun), tables: outcome.changed.map(({ name }) => name) });
  return outcome;
}

/** What a foreign key of the statement would change from now on must be in the log, or be what the destination does by itself. Throws `ddl-unsupported`. */
function assertCascadesHeard(effects: readonly SchemaEffect[], text: string, { history, router }: DdlExecutorOptions): void {
  if (router.options.sourceLogsCascades || effects.length === 0) return;
  const behind = new SchemaHistory(history.fold);
  behind.reset(history);
  behind.advance(effects);
  const [fault] = newHiddenCascades(hiddenCascades(history.tables, router.selection), hiddenCascades(behind.tables, router.selection));
  if (fault) throw new AppError("ddl-unsupported", { detail: `${sayHidden(fault)}: ${shorten(text)}`, context: { table: `${fault.child.database}.${fault.child.table}` } });
}

export function tellWarnings(ddl: DdlChange, warnings: readonly DdlWarning[], options: DdlExecutorOptions): void {
  for (const warning of warnings) options.event?.({ kind: "warning", atMs: now(options), position: positionOf(ddl), code: "ddl-table-left", message: warning.message, table: warning.table });
}

/** The statement for people, whatever its bytes. */
export function textOf(ddl: DdlChange, options: DdlExecutorOptions): string {
  return decodeStatement(ddl.statement, clientCharset(ddl, options)) ?? ddl.statement.toString("latin1");
}

/** Character set that the statement came in; null: utf8mb4. */
export function clientCharset({ context }: Pick<DdlChange, "context">, options: DdlExecutorOptions): string | null {
  return context.characterSetClient === null ? null : (options.source.collations.byId(context.characterSetClient)?.charset ?? "unknown");
}

export const lexicalRules = (ddl: Pick<DdlChange, "context">, options: DdlExecutorOptions) => ({ ...lexicalModes(ddl.context), version: options.source.version, mariadb: options.source.mariadb });

type Read = { readonly kind: "skip"; readonly text: string } | { readonly kind: "decided"; readonly text: string; readonly decision: DdlDecision };

/** Throws `ddl-unreadable` when the statement is in no character set that can be read. */
export async function readStatement(ddl: DdlChange, options: DdlExecutorOptions): Promise<Read> {
  const { context } = ddl;
  const { collations } = options.source;
  const client = clientCharset(ddl, options);
  const { selection, mapping } = options.router;
  const text = decodeStatement(ddl.statement, client);
  if (text === null) {
    if (context.defaultDatabase === null || !selection.database(context.defaultDatabase)) {
      const bytes = ddl.statement.toString("latin1").toLowerCase();
      if (!selection.databaseNames.some((database) => bytes.includes(Buffer.from(database.toLowerCase(), "utf8").toString("latin1")))) return { kind: "skip", text: "" };
    }
    throw new AppError("ddl-unreadable", { detail: `the statement's character set ${client} cannot be read`, context: { characterSet: client } });
  }
  if (!isUtf8(client) && mayConcern(text, context.defaultDatabase, selection) && /_[a-z0-9]+\s*'[^']*[^\x00-\x7f]/i.test(text)) {
    // The bytes behind an introducer mean themselves, and the statement is sent in another character set than it came in.
    throw new AppError("ddl-unreadable", { detail: `a string with an introducer in a statement in ${client}: ${shorten(text)}`, context: { characterSet: client } });
  }
  const utf8mb4 = context.defaultCollationForUtf8mb4 === null ? null : collations.byId(context.defaultCollationForUtf8mb4)?.name;
  const decision = await decideDdl({
    text,
    context,
    selection,
    mapping,
    schema: options.history,
    onlineDdlTables: options.onlineDdlTables,
    followRenames: options.followRenames ?? false,
    triggers: options.triggers ?? "skip",
    events: options.events ?? "skip",
    rules: lexicalRules(ddl, options),
    utf8mb4Collation: utf8mb4 ?? sourceUtf8mb4Collation(options),
    defaultCollation: (charset) => collations.defaultOf(charset),
    serverCollation: context.collationServer === null ? null : (collations.byId(context.collationServer)?.name ?? null),
    destinationIsMariadb: options.destinationIsMariadb,
    ...(options.sourceDefinitions && { isThereBehind: async (name) => (await options.sourceDefinitions!.definitionBehind(name, ddl)) !== null, definitionBehind: (name) => options.sourceDefinitions!.definitionBehind(name, ddl) }),
    isView: (name) => isView(name, options),
    tablesThere: (database) => tablesAtDestination(database, options),
  });
  return { kind: "decided", text, decision };
}

async function isView(name: TableName, options: DdlExecutorOptions): Promise<boolean> {
  await using connection = await options.connect();
  const [found] = await connection.query("SELECT 1 FROM information_schema.views WHERE table_schema=? AND table_name=?", [name.database, name.table]);
  return found !== undefined;
}

/** In the case in which the task writes them where the destination folds names. */
async function tablesAtDestination(database: string, options: DdlExecutorOptions): Promise<TableName[]> {
  await using connection = await options.connect();
  const rows = await connection.query<{ t: string; folds: string | number }>("SELECT TABLE_NAME AS t, @@lower_case_table_names AS folds FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE <> 'VIEW'", [database]);
  const ours = new Map(options.history.tables.map((table) => [options.router.mapping.table(table.name).table.toLowerCase(), options.router.mapping.table(table.name).table]));
  return rows.map(({ t, folds }) => ({ database, table: Number(folds) === 0 ? t : (ours.get(t.toLowerCase()) ?? t) }));
}

const isUtf8 = (charset: string | null) => charset === null || ["utf8", "utf8mb3", "utf8mb4", "ascii"].includes(charset);


