/**
 * What a decided schema change makes of destination and history: the definitions behind it, its steps with an intent around each, and the one transaction
 * in which definitions, mark and end of the intent become durable.
 */
import { createHash } from "node:crypto";
import { AppError } from "../../errors/app-error";
import type { ErrorContext } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteTable } from "../../mysql/identifier";
import type { TableName } from "../../mysql/table-definition";
import type { DdlChange } from "../change";
import { inTransaction } from "../in-transaction";
import { evolveDefinition } from "../schema/evolve-definition";
import type { ScratchPlace } from "../schema/evolve-definition";
import { proveNames } from "../schema/prove-names";
import type { SchemaEffect } from "../schema/schema-history";
import { storeEffects } from "../schema/schema-store";
import type { DdlExecutorOptions, DdlOutcome } from "./ddl-executor";
import { doneState, endIntent, readIntent, recordDone, writeIntent } from "./ddl-intent";
import type { DdlIntent } from "./ddl-intent";
import type { DdlStep, Evolution } from "./decision";
import type { Refusal } from "./filled-columns";
import { isAfter, stateOf } from "./object-state";
import { StatementSession } from "./statement-session";

/** CREATE TABLE … SELECT with a GTID: the decoder hands the statement out under an id of its own, in front of the rows of the same group. */
export const rowsFollow = (ddl: DdlChange) => ddl.id.endsWith("#ddl");

/** For the record and for editing: all of it, up to what a screen can show. */
export const fullText = (text: string) => (text.length > 60_000 ? `${text.slice(0, 60_000)} …` : text);

/** The same error with more facts; what it says itself wins. */
export function withFacts(error: unknown, facts: ErrorContext): unknown {
  if (!(error instanceof AppError)) return error;
  const { detail, ...context } = error.context;
  const more = new AppError(error.code, { cause: error.cause, context: { ...facts, ...context }, ...(typeof detail === "string" ? { detail } : {}) });
  more.stack = error.stack;
  return more;
}

export const shorten = (text: string) => (text.length > 2_000 ? `${text.slice(0, 2_000)} …` : text);

/** Collation that utf8mb4 has at the source where a statement names none. */
export function sourceUtf8mb4Collation(options: DdlExecutorOptions): string {
  return options.source.collations.defaultOf("utf8mb4") ?? "utf8mb4_general_ci";
}

export interface Evolved {
  readonly effects: readonly SchemaEffect[];
  readonly steps: readonly DdlStep[];
  /** What must not be done to tables that hold rows. */
  readonly refusals: readonly (Refusal & { readonly target: TableName })[];
}

/** Definitions behind the change, found on the scratch table. Throws `ddl-failed` when the destination cannot run the statement there, `ddl-unsupported` when it does not prove right with the destination's names (`proves`). */
export async function evolve(connection: MysqlConnection, evolutions: readonly Evolution[], options: DdlExecutorOptions, text: string, proves = true): Promise<Evolved> {
  const scratch: ScratchPlace = {
    database: options.bookkeepingDatabase,
    prefix: createHash("sha256").update(options.taskId).digest("hex").slice(0, 12),
    utf8mb4Collation: sourceUtf8mb4Collation(options),
    sourceIsMariadb: options.source.mariadb,
    destinationIsMariadb: options.destinationIsMariadb,
  };
  const effects: SchemaEffect[] = [];
  const steps: DdlStep[] = [];
  const refusals: (Refusal & { readonly target: TableName })[] = [];
  for (const one of evolutions) {
    const session = new StatementSession(connection, one.context, options.source.collations, options.source.explicitDefaultsForTimestamp, options.source.systemTimeZone);
    try {
      const after = await evolveDefinition(connection, scratch, one.name, one.before, session, one.statement);
      if (one.proof) await proveNames(connection, scratch, one.proof, after, session, proves);
      effects.push(...one.toEffects(after));
      steps.push(...(one.toSteps?.(after) ?? []));
      const refusal = one.refusal?.of(after);
      if (one.refusal && refusal) refusals.push({ ...refusal, target: one.refusal.target });
    } catch (error) {
      throw failed(error, text);
    }
  }
  return { effects, steps, refusals };
}

/** With everything before the change applied, a table that is empty here is empty at the source, or nothing that the source has there is carried. Throws `ddl-unsupported`. */
export async function assertNothingRefused(connection: MysqlConnection, { refusals }: Evolved, text: string): Promise<void> {
  for (const { target, detail, where } of refusals) {
    const [row] = await connection.query(`SELECT 1 FROM ${quoteTable(target)} WHERE ${where} LIMIT 1`);
    if (row) throw new AppError("ddl-unsupported", { detail: `${detail}. Skip the statement and reload the table: ${shorten(text)}`, context: { table: `${target.database}.${target.table}` } });
  }
}

/** What the server says to a statement itself is `ddl-failed`; trouble with line, locks or rights keeps its own code. */
function failed(error: unknown, text: string): unknown {
  if (!(error instanceof AppError)) return error;
  const keeps = error.code !== "destination-query-failed" && !error.code.startsWith("destination-rejects") && error.code !== "destination-structure-differs" && error.code !== "destination-table-missing";
  if (keeps) return error;
  return new AppError("ddl-failed", { cause: error, detail: `${String(error.context.serverMessage)} — ${shorten(text)}`, context: { serverErrno: error.context.serverErrno, serverMessage: error.context.serverMessage } });
}

/**
 * Runs what has not run yet. `override`: key of the operator's decision that the steps come from. An intent that belongs to something else is replaced
 * then, for the person has looked; the same decision after a crash goes on like any other change.
 */
export async function runSteps(connection: MysqlConnection, ddl: DdlChange, text: string, steps: readonly DdlStep[], options: DdlExecutorOptions, override: string | null = null): Promise<void> {
  const place = { database: options.bookkeepingDatabase, taskId: options.taskId, ...(options.origin === undefined ? {} : { origin: options.origin }) };
  const texts = steps.map((step) => step.sql);
  const stored = await readIntent(connection, place);
  const open = stored?.stateBefore === doneState ? null : stored;
  if (open && open.id !== ddl.id) throw new AppError("assertion-failed", { detail: `schema change ${open.id} is still open when ${ddl.id} arrives` });
  const found = override === null || open?.override === override ? open : null;
  for (let index = found?.step ?? 0; index < steps.length; index += 1) {
    const step = steps[index]!;
    try {
      if (found && JSON.stringify(found.steps) !== JSON.stringify(texts)) throw new AppError("ddl-outcome-unknown", { detail: `the interrupted change would now be carried out otherwise: ${shorten(text)}` });
      const state = await stateOf(connection, step.touches);
      const intent: DdlIntent = { id: ddl.id, statement: shorten(text), steps: texts, step: index, stateBefore: state, override };
      if (found && index === found.step && found.stateBefore !== null) {
        if (state !== found.stateBefore) {
          if (isAfter(state, step.touches)) continue;
          throw new AppError("ddl-outcome-unknown", { detail: shorten(step.sql) });
        }
        if (step.whenUnseen === "ask") throw new AppError("ddl-outcome-unknown", { detail: shorten(step.sql) });
      } else {
        await inTransaction(connection, async () => {
          await options.assertClaim?.(connection);
          await writeIntent(connection, place, intent, step.context.defaultDatabase);
        });
      }
      await options.failpoint?.("ddl-after-intent");
      try {
        await runStep(connection, step, options);
      } catch (error) {
        // An answer of the server means that the statement had no effect: what a person changes now must not look like one.
        if (error instanceof AppError && error.code === "ddl-failed" && connection.usable) await inTransaction(connection, () => writeIntent(connection, place, { ...intent, stateBefore: null }));
        throw error;
      }
      await options.failpoint?.("ddl-after-step");
    } catch (error) {
      throw withFacts(error, { destinationStatement: fullText(texts.slice(index).join(";\n")), step: index + 1, steps: steps.length });
    }
  }
  if (override === null || steps.length === 0) return;
  // What a person gave may leave no trace that could be looked at: that all of it ran is recorded by itself.
  await inTransaction(connection, async () => {
    await options.assertClaim?.(connection);
    await writeIntent(connection, place, { id: ddl.id, statement: shorten(text), steps: texts, step: steps.length, stateBefore: null, override });
  });
}

async function runStep(connection: MysqlConnection, step: DdlStep, options: DdlExecutorOptions): Promise<void> {
  const session = new StatementSession(connection, step.context, options.source.collations, options.source.explicitDefaultsForTimestamp, options.source.systemTimeZone);
  await session.enter({ useDatabase: true });
  try {
    await connection.run(step.sql);
  } catch (error) {
    throw failed(error, step.sql);
  } finally {
    if (connection.usable) await session.leave();
  }
}

/** Makes the change durable, then advances history and router. */
export async function finish(
  open: MysqlConnection | null,
  ddl: DdlChange,
  result: { readonly kind: DdlOutcome["kind"]; readonly effects: readonly SchemaEffect[]; readonly renames: DdlOutcome["renames"] },
  options: DdlExecutorOptions,
): Promise<DdlOutcome> {
  const place = { database: options.bookkeepingDatabase, taskId: options.taskId };
  const connection = open ?? (await options.connect());
  try {
    await options.failpoint?.("ddl-before-done");
    await inTransaction(connection, async () => {
      await storeEffects(connection, place, result.effects, options.history.fold);
      if (rowsFollow(ddl)) await recordDone(connection, place, ddl.id);
      else await endIntent(connection, place);
      await options.commitMark(connection, ddl);
    });
  } finally {
    if (!open) await connection.close();
  }
  options.history.advance(result.effects);
  options.router.selection.follow(options.history.followed);
  options.router.renameIds(result.renames);
  const names = new Map<string, TableName>();
  for (const effect of result.effects) {
    if (effect.kind === "put-table") names.set(options.history.key(effect.definition.name), effect.definition.name);
    else if (effect.kind === "remove-table") names.set(options.history.key(effect.name), effect.name);
  }
  return { kind: result.kind, changed: [...names.values()].map((name) => ({ name, after: options.history.table(name) })), renames: result.renames };
}
