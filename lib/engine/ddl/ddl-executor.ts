/**
 * The door of this room: takes a schema change that the stream has reached, after all before it is applied and with nothing behind it decoded, and
 * brings destination, schema history and low-water mark to the other side of it.
 */
import { createHash } from "node:crypto";
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import type { TableDefinition, TableName } from "../../mysql/table-definition";
import type { DdlChange } from "../change";
import type { EngineEvent } from "../plan";
import type { Router } from "../router/router";
import { evolveDefinition } from "../schema/evolve-definition";
import type { ScratchPlace } from "../schema/evolve-definition";
import type { SchemaEffect, SchemaHistory } from "../schema/schema-history";
import { storeEffects } from "../schema/schema-store";
import { inTransaction } from "../in-transaction";
import { decideDdl, mayConcern } from "./decide";
import { doneState, endIntent, readIntent, recordDone, writeIntent } from "./ddl-intent";
import type { DdlIntent } from "./ddl-intent";
import type { DdlDecision, DdlStep, Evolution } from "./decision";
import { parseDdl } from "./parse";
import { isAfter, stateOf } from "./object-state";
import { StatementSession } from "./statement-session";
import type { CollationTable } from "./statement-session";
import { decodeStatement, lexicalModes } from "./statement-text";

export interface DdlExecutorOptions {
  /** A fresh connection to the destination with `metadataSession`; closed after each change. */
  readonly connect: () => Promise<MysqlConnection>;
  readonly taskId: string;
  readonly bookkeepingDatabase: string;
  readonly history: SchemaHistory;
  readonly router: Router;
  readonly onlineDdlTables: "skip" | "copy";
  /** `plan.ddl`; false: definitions advance, the destination is left alone. Default true. */
  readonly carryDdl?: boolean;
  readonly source: {
    readonly mariadb: boolean;
    /** major * 10,000 + minor * 100 + patch. */
    readonly version: number;
    readonly collations: CollationTable;
    /** @@global.explicit_defaults_for_timestamp. */
    readonly explicitDefaultsForTimestamp: boolean;
    /** What its time zone SYSTEM is, as an offset: `+08:00`. */
    readonly systemTimeZone: string;
  };
  readonly destinationIsMariadb: boolean;
  /**
   * Stores the low-water mark behind `ddl` (and fences) in the open transaction of `connection`, which also holds the new definitions.
   */
  readonly commitMark: (connection: MysqlConnection, ddl: DdlChange) => Promise<void>;
  /** Proves inside an open transaction that this runner still owns the task (`CheckpointStore.assertClaim`). */
  readonly assertClaim?: (connection: MysqlConnection) => Promise<void>;
  readonly event?: (event: EngineEvent) => void;
  readonly now?: () => number;
  /** Crash tests: named points between the commits. */
  readonly failpoint?: (name: "ddl-after-intent" | "ddl-after-step" | "ddl-before-done") => Promise<void>;
}

export interface DdlOutcome {
  readonly kind: "applied" | "skipped";
  /** Source tables whose definition is another now: route them anew. `after` null: no longer carried. */
  readonly changed: readonly { readonly name: TableName; readonly after: TableDefinition | null }[];
  readonly renames: readonly { readonly from: TableName; readonly to: TableName }[];
}

export interface DdlExecutor {
  /** False: certainly nothing of ours (another database, accounts, ANALYZE …); then neither a barrier nor `handle` is needed and only the position moves. Cheap. */
  concerns(ddl: DdlChange): boolean;
  /**
   * Call with the writers drained. Returns when the change and its mark are durable; the history and the router's ids are then advanced. Throws
   * `ddl-unreadable`, `ddl-unsupported`, `ddl-failed`, `ddl-outcome-unknown` and what the connection throws; nothing is half recorded then, and calling
   * again with the same change goes on where it stopped.
   */
  handle(ddl: DdlChange): Promise<DdlOutcome>;
  /** At start: the change that was interrupted, or null. It comes again from the stream, and `handle` then finds out whether it took effect. */
  recover(): Promise<DdlIntent | null>;
}

export function createDdlExecutor(options: DdlExecutorOptions): DdlExecutor {
  const place = { database: options.bookkeepingDatabase, taskId: options.taskId };
  return {
    concerns: (ddl) => concerns(ddl, options),
    async recover() {
      await using connection = await options.connect();
      const intent = await readIntent(connection, place);
      return intent?.stateBefore === doneState ? null : intent;
    },
    async handle(ddl) {
      if (rowsFollow(ddl) && (await isDone(ddl, options))) return { kind: "skipped", changed: [], renames: [] };
      const input = await readStatement(ddl, options);
      if (input.kind === "skip") return finish(null, ddl, { kind: "skipped", effects: [], renames: [] }, options);
      const { decision, text } = input;
      if (decision.kind === "stop") throw new AppError(decision.code, { detail: `${decision.reason}: ${shorten(text)}`, context: { statement: shorten(text) } });
      for (const warning of decision.warnings) options.event?.({ kind: "warning", atMs: now(options), position: positionOf(ddl), code: "ddl-table-left", message: warning.message, table: warning.table });
      const carries = decision.kind === "apply" && options.carryDdl !== false;
      if (decision.kind === "skip" && decision.notify) options.event?.({ kind: "ddl-skipped", atMs: now(options), position: positionOf(ddl), statement: shorten(text), reason: decision.reason });
      if (decision.kind === "apply" && !carries) options.event?.({ kind: "ddl-skipped", atMs: now(options), position: positionOf(ddl), statement: shorten(text), reason: "schema changes are not part of this task" });
      await using connection = await options.connect();
      const evolved = await evolve(connection, decision.evolutions, options, text);
      const begun = performance.now();
      if (carries && decision.kind === "apply") await runSteps(connection, ddl, text, decision.steps, options);
      const effects = [...decision.effects, ...evolved];
      const outcome = await finish(connection, ddl, { kind: carries ? "applied" : "skipped", effects, renames: decision.kind === "apply" ? decision.renames : [] }, options);
      if (carries) options.event?.({ kind: "ddl-applied", atMs: now(options), position: positionOf(ddl), statement: shorten(text), durationMs: Math.round(performance.now() - begun), tables: outcome.changed.map(({ name }) => name) });
      return outcome;
    },
  };
}

/** CREATE TABLE … SELECT with a GTID: the decoder hands the statement out under an id of its own, in front of the rows of the same group. */
const rowsFollow = (ddl: DdlChange) => ddl.id.endsWith("#ddl");

async function isDone(ddl: DdlChange, options: DdlExecutorOptions): Promise<boolean> {
  await using connection = await options.connect();
  const intent = await readIntent(connection, { database: options.bookkeepingDatabase, taskId: options.taskId });
  return intent !== null && intent.stateBefore === doneState && intent.id === ddl.id;
}

const now = (options: DdlExecutorOptions) => options.now?.() ?? Date.now();
const positionOf = (ddl: DdlChange) => ddl.gtid ?? `${ddl.file}:${ddl.endOffset}`;
const shorten = (text: string) => (text.length > 2_000 ? `${text.slice(0, 2_000)} …` : text);

function concerns(ddl: DdlChange, options: DdlExecutorOptions): boolean {
  const { context } = ddl;
  const client = context.characterSetClient === null ? null : (options.source.collations.byId(context.characterSetClient)?.charset ?? "unknown");
  const text = decodeStatement(ddl.statement, client);
  if (text === null) return true;
  if (!mayConcern(text, context.defaultDatabase, options.router.selection)) return false;
  return parseDdl(text, lexicalRules(ddl, options)).shape?.kind !== "irrelevant";
}

const lexicalRules = (ddl: DdlChange, options: DdlExecutorOptions) => ({ ...lexicalModes(ddl.context), version: options.source.version, mariadb: options.source.mariadb });

type Read = { readonly kind: "skip"; readonly text: string } | { readonly kind: "decided"; readonly text: string; readonly decision: DdlDecision };

async function readStatement(ddl: DdlChange, options: DdlExecutorOptions): Promise<Read> {
  const { context } = ddl;
  const { collations } = options.source;
  const client = context.characterSetClient === null ? null : (collations.byId(context.characterSetClient)?.charset ?? "unknown");
  const { selection, mapping } = options.router;
  const text = decodeStatement(ddl.statement, client);
  if (text === null) {
    if (context.defaultDatabase === null || !selection.database(context.defaultDatabase)) {
      const bytes = ddl.statement.toString("latin1").toLowerCase();
      if (!selection.objects.some((object) => bytes.includes(Buffer.from(object.database.toLowerCase(), "utf8").toString("latin1")))) return { kind: "skip", text: "" };
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
    rules: lexicalRules(ddl, options),
    utf8mb4Collation: utf8mb4 ?? sourceUtf8mb4Collation(options),
    defaultCollation: (charset) => collations.defaultOf(charset),
    serverCollation: context.collationServer === null ? null : (collations.byId(context.collationServer)?.name ?? null),
    destinationIsMariadb: options.destinationIsMariadb,
  });
  return { kind: "decided", text, decision };
}

const isUtf8 = (charset: string | null) => charset === null || ["utf8", "utf8mb3", "utf8mb4", "ascii"].includes(charset);

function sourceUtf8mb4Collation(options: DdlExecutorOptions): string {
  return options.source.collations.defaultOf("utf8mb4") ?? "utf8mb4_general_ci";
}

async function evolve(connection: MysqlConnection, evolutions: readonly Evolution[], options: DdlExecutorOptions, text: string): Promise<SchemaEffect[]> {
  const scratch: ScratchPlace = {
    database: options.bookkeepingDatabase,
    prefix: createHash("sha256").update(options.taskId).digest("hex").slice(0, 12),
    utf8mb4Collation: sourceUtf8mb4Collation(options),
    sourceIsMariadb: options.source.mariadb,
    destinationIsMariadb: options.destinationIsMariadb,
  };
  const effects: SchemaEffect[] = [];
  for (const one of evolutions) {
    const session = new StatementSession(connection, one.context, options.source.collations, options.source.explicitDefaultsForTimestamp, options.source.systemTimeZone);
    try {
      effects.push(...one.toEffects(await evolveDefinition(connection, scratch, one.name, one.before, session, one.statement)));
    } catch (error) {
      throw failed(error, text);
    }
  }
  return effects;
}

/** What the server says to a statement itself is `ddl-failed`; trouble with line, locks or rights keeps its own code. */
function failed(error: unknown, text: string): unknown {
  if (!(error instanceof AppError)) return error;
  const keeps = error.code !== "destination-query-failed" && !error.code.startsWith("destination-rejects") && error.code !== "destination-structure-differs" && error.code !== "destination-table-missing";
  if (keeps) return error;
  return new AppError("ddl-failed", { cause: error, detail: `${String(error.context.serverMessage)} — ${shorten(text)}`, context: { serverErrno: error.context.serverErrno, statement: shorten(text) } });
}

async function runSteps(connection: MysqlConnection, ddl: DdlChange, text: string, steps: readonly DdlStep[], options: DdlExecutorOptions): Promise<void> {
  const place = { database: options.bookkeepingDatabase, taskId: options.taskId };
  const texts = steps.map((step) => step.sql);
  const stored = await readIntent(connection, place);
  const found = stored?.stateBefore === doneState ? null : stored;
  if (found && found.id !== ddl.id) throw new AppError("assertion-failed", { detail: `schema change ${found.id} is still open when ${ddl.id} arrives` });
  if (found && JSON.stringify(found.steps) !== JSON.stringify(texts)) throw new AppError("ddl-outcome-unknown", { detail: `the interrupted change would now be carried out otherwise: ${shorten(text)}` });
  for (let index = found?.step ?? 0; index < steps.length; index += 1) {
    const step = steps[index]!;
    const state = await stateOf(connection, step.touches);
    const intent: DdlIntent = { id: ddl.id, statement: shorten(text), steps: texts, step: index, stateBefore: state };
    if (found && index === found.step && found.stateBefore !== null) {
      if (state !== found.stateBefore) {
        if (isAfter(state, step.touches)) continue;
        throw new AppError("ddl-outcome-unknown", { detail: shorten(step.sql) });
      }
      if (step.whenUnseen === "ask") throw new AppError("ddl-outcome-unknown", { detail: shorten(step.sql) });
    } else {
      await inTransaction(connection, async () => {
        await options.assertClaim?.(connection);
        await writeIntent(connection, place, intent);
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
  }
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

async function finish(
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
  options.router.renameIds(result.renames);
  const names = new Map<string, TableName>();
  for (const effect of result.effects) {
    if (effect.kind === "put-table") names.set(options.history.key(effect.definition.name), effect.definition.name);
    else if (effect.kind === "remove-table") names.set(options.history.key(effect.name), effect.name);
  }
  return { kind: result.kind, changed: [...names.values()].map((name) => ({ name, after: options.history.table(name) })), renames: result.renames };
}
