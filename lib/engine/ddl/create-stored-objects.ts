/**
 * Schema synchronization of views, functions and procedures: their text goes the way of a CREATE statement in the stream. Repeatable after a crash:
 * what is there already is left as it is.
 */
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { readStoredObjects } from "../../mysql/read-objects";
import type { StoredObject } from "../../mysql/read-objects";
import type { EngineEvent } from "../plan";
import type { Router } from "../router/router";
import { setIfPossible } from "../schema/definition-session";
import { decideDdl } from "./decide";
import type { DdlStep, KnownSchema } from "./decision";
import { stateOf } from "./object-state";
import { neutralContext } from "./statement-text";

export interface StoredObjectsOptions {
  readonly router: Router;
  readonly schema: KnownSchema;
  readonly source: { readonly mariadb: boolean; readonly version: number };
  readonly destinationIsMariadb: boolean;
  /** `plan.triggers`, `plan.events`. Default `skip`. */
  readonly triggers?: "skip" | "guard";
  readonly events?: "skip" | "disabled";
  /** Read earlier, together with a position; absent = read now. */
  readonly objects?: readonly StoredObject[];
  readonly event?: (event: EngineEvent) => void;
  readonly now?: () => number;
  readonly signal?: AbortSignal;
}

/** sql_mode names that decide how a routine's text is read; the others are kept in the session as they are. */
const bitOf: Record<string, bigint> = { ANSI_QUOTES: 4n, NO_BACKSLASH_ESCAPES: 1n << 20n };

/**
 * Creates the views and routines of whole databases, by option triggers and events, at the destination, as SQL SECURITY INVOKER; after the tables, and the functions before the views that
 * may call them. Both connections have `metadataSession` and no default database. What cannot be carried — triggers, events, unreadable
 * texts, objects that lean on something outside the selection — is told as `object-not-carried`; nothing is thrown for it.
 */
export async function createStoredObjects(source: MysqlConnection, destination: MysqlConnection, options: StoredObjectsOptions): Promise<void> {
  const { selection } = options.router;
  const objects: StoredObject[] = [...(options.objects ?? [])];
  if (!options.objects) for (const { database, tables } of selection.objects) if (tables === undefined) objects.push(...(await readStoredObjects(source, database)));
  const report = (object: StoredObject, reason: string) =>
    options.event?.({ kind: "object-not-carried", atMs: options.now?.() ?? Date.now(), object: `${object.database}.${object.name}`, objectKind: object.kind, reason, ...(object.createStatement === null ? {} : { statement: object.createStatement }) });
  const carriesTriggers = options.triggers === "guard";
  const carriesEvents = options.events === "disabled";
  for (const object of objects) {
    if (object.kind === "trigger" && !carriesTriggers) report(object, "the row changes that it makes at the source arrive as rows; at the destination it would make them twice");
    if (object.kind === "event" && !carriesEvents) report(object, "it would run at both sides; create it at the destination when you cut over");
  }
  let waiting = objects.filter((object) => (object.kind !== "trigger" || carriesTriggers) && (object.kind !== "event" || carriesEvents)).sort((a, b) => order[a.kind] - order[b.kind]);
  // A view on a view comes after it: rounds until one brings nothing new.
  for (;;) {
    const failures: { readonly object: StoredObject; readonly reason: string }[] = [];
    for (const object of waiting) {
      options.signal?.throwIfAborted();
      const reason = await createOne(destination, object, options);
      if (reason !== null) failures.push({ object, reason });
    }
    if (failures.length === 0 || failures.length === waiting.length) {
      for (const { object, reason } of failures) report(object, reason);
      return;
    }
    waiting = failures.map((failure) => failure.object);
  }
}

const order: Record<StoredObject["kind"], number> = { function: 0, procedure: 1, view: 2, trigger: 3, event: 4 };

/** Null when it is there now, else the reason why not. */
async function createOne(destination: MysqlConnection, object: StoredObject, options: StoredObjectsOptions): Promise<string | null> {
  if (object.createStatement === null) return object.unreadable ?? "its text cannot be read";
  const modes = object.sqlMode.split(",").filter((mode) => mode !== "");
  const bits = modes.reduce((sum, mode) => sum | (bitOf[mode] ?? 0n), 0n);
  const { router } = options;
  // SHOW CREATE leaves the database of the object itself out: the object's own is the statement's default.
  const context = { ...neutralContext(object.database), sqlMode: bits };
  const decision = await decideDdl({
    text: object.createStatement,
    context,
    selection: router.selection,
    mapping: router.mapping,
    schema: options.schema,
    onlineDdlTables: "copy",
    triggers: options.triggers ?? "skip",
    events: options.events ?? "skip",
    rules: { ansiQuotes: modes.includes("ANSI_QUOTES"), noBackslashEscapes: modes.includes("NO_BACKSLASH_ESCAPES"), version: options.source.version, mariadb: options.source.mariadb },
    utf8mb4Collation: "utf8mb4_general_ci",
    defaultCollation: () => null,
    serverCollation: null,
    destinationIsMariadb: options.destinationIsMariadb,
  });
  if (decision.kind !== "apply") return decision.reason;
  const step = decision.steps[0]!;
  if ((await stateOf(destination, step.touches)) !== "absent") return null;
  return run(destination, step, object, modes, router.mapping.database(object.database));
}

async function run(destination: MysqlConnection, step: DdlStep, object: StoredObject, modes: readonly string[], database: string): Promise<string | null> {
  try {
    await destination.run(`USE \`${database.replaceAll("`", "``")}\``);
    if (object.collationConnection) await setIfPossible(destination, `SET SESSION collation_connection=${object.collationConnection}`);
    // Modes that the destination no longer knows are left out one by one.
    await destination.run("SET SESSION sql_mode=''");
    for (const mode of modes) await setIfPossible(destination, `SET SESSION sql_mode=CONCAT_WS(',', NULLIF(@@sql_mode, ''), '${mode}')`);
    await destination.run(step.sql);
    return null;
  } catch (error) {
    if (!(error instanceof AppError) || error.context.serverErrno === undefined || !destination.usable) throw error;
    return String(error.context.serverMessage);
  } finally {
    if (destination.usable) {
      await destination.run("SET SESSION sql_mode=''");
      await destination.run("SET NAMES utf8mb4");
    }
  }
}
