import { AppError } from "../errors/app-error";
import { loadSchemaAt } from "./schema/schema-history";
import { metadataSession } from "../mysql/connection";
import { quoteAccount, readGrants } from "../mysql/grants";
import { quoteName, tableKey } from "../mysql/identifier";
import { readStoredObjects, type StoredObject } from "../mysql/read-objects";
import { readTables } from "../mysql/read-tables";
import { printReader, type Attempt } from "./attempt";
import { assertNothingPrepared } from "./begin-prepared";
import { createStoredObjects } from "./ddl/create-stored-objects";
import { readCollations } from "./ddl/statement-session";
import type { Phase } from "./plan";
import { readSourcePosition } from "./position/read-position";
import type { SourcePosition } from "./position/position";
import { differingCascades } from "./schema/compare-cascades";
import { structureDifferences } from "./schema/compare-structure";
import { hiddenCascades, sayHidden } from "./router/hidden-cascades";
import { ObjectSelection } from "./router/object-selection";
import { createForeignKeys, createTables, finishIndexes, type SchemaSyncOptions } from "./schema/create-objects";
import { storeWholeSchema } from "./schema/schema-store";
import { inTransaction } from "./in-transaction";
import { writeSelection } from "./modification/selection-record";
import { withFirstPrint } from "./same-log";
import { ChunkStore } from "./snapshot/chunk-store";
import { runSnapshot, type SnapshotResult } from "./snapshot/run-snapshot";

/** Schema changes one after the other at the source; ten quiet moments not found in a row means that it is being rebuilt. */
const maxTries = 10;

/**
 * Brings a task from wherever it stands to the point where the log takes over: schema at P0, tables, full load, indexes and foreign keys.
 * Each phase is durable when the next begins; a phase that was interrupted goes on where it stopped (load) or is repeated without harm (schema).
 * Returns the position to read the log from.
 */
export async function beginTask(attempt: Attempt, phaseBegins: (phase: Phase, start: SourcePosition | null) => void): Promise<SourcePosition> {
  const { plan, store, progress } = attempt;
  let { phase, start } = progress;
  if (phase === "schema") {
    phaseBegins("schema", null);
    start = await synchronizeSchema(attempt);
    await attempt.failpoint?.("schema-done");
    phase = "load";
    await store.saveProgress({ phase });
  }
  if (start === null) throw new AppError("checkpoint-unreadable", { detail: "the task has a phase but no start position" });
  if (phase === "load") {
    phaseBegins("load", start);
    await load(attempt);
    await attempt.failpoint?.("load-done");
    // Pe: everything that the load may have seen is at or before it.
    const loadEnd = plan.initialData ? await readSourcePosition(attempt.source) : null;
    await store.saveProgress({ phase: "catch_up", loadEnd, lowWaterMark: start });
    return start;
  }
  attempt.tables.setCopies(await readCopies(attempt));
  return progress.lowWaterMark ?? start;
}

async function synchronizeSchema(attempt: Attempt): Promise<SourcePosition> {
  const { plan, history, store, place, destination, sourceFacts, destinationFacts } = attempt;
  const { schema, objects } = await readSchema(attempt);
  const start = await withFirstPrint((plan.initialData ? undefined : plan.startPosition) ?? schema.position, printReader(plan, attempt.signal));
  history.reset({ ...schema, tables: schema.tables.map((table) => attempt.router.mapping.settled(table)) });
  await ignoreSequences(attempt);
  attempt.tables.rebuild();
  assertSomethingSelected(attempt);
  assertNamesApart(attempt);
  assertNoHiddenCascade(attempt);
  assertCascadesRunHere(attempt);
  await inTransaction(destination, async () => {
    await store.assertClaim(destination);
    await storeWholeSchema(destination, place, history);
    await writeSelection(destination, place, { objects: plan.objects, pending: null });
  });
  if (plan.initialData) await assertNothingPrepared(attempt);
  await store.saveProgress({ start });
  await attempt.failpoint?.("schema-known");
  attempt.book.all(attempt.tables.all, plan.initialSchema ? "creating" : "waiting");
  if (!plan.initialSchema) {
    await assertTablesFit(attempt);
    return start;
  }
  const connection = await attempt.connectDestination({ session: metadataSession });
  try {
    await createTables(connection, await schemaOptions(attempt));
    await attempt.failpoint?.("tables-created");
    const { major, minor, patch } = sourceFacts.version;
    await createStoredObjects(attempt.source, connection, {
      router: attempt.router,
      schema: history,
      source: { mariadb: sourceFacts.flavour === "mariadb", version: major * 10_000 + minor * 100 + patch },
      destinationIsMariadb: destinationFacts.flavour === "mariadb",
      triggers: attempt.plan.triggers ?? "skip",
      events: attempt.plan.events ?? "skip",
      objects,
      event: (event) => attempt.observer.event(event),
      signal: attempt.signal,
    });
  } finally {
    await connection.close();
  }
  return start;
}

/**
 * Tables, views and routines as they are at one position: read, take the position, read again; equal readings prove that no change lies between. What
 * is created later comes through the log, and must not have been created here already.
 */
async function readSchema(attempt: Attempt) {
  await assertProgramsShown(attempt);
  const { source, router, signal } = attempt;
  const readObjects = async () => {
    const objects: StoredObject[] = [];
    for (const { database, tables } of router.selection.objects) {
      const found = await readStoredObjects(source, database);
      // Of tables selected by themselves only their triggers concern the task.
      objects.push(...(tables === undefined ? found : found.filter((object) => object.kind === "trigger" && object.table !== null && router.selection.selects({ database, table: object.table }))));
    }
    return objects;
  };
  let before = await readObjects();
  for (let tries = 0; tries < maxTries; tries++) {
    const schema = await loadSchemaAt(source, router.selection.toTableSelection(), () => readSourcePosition(source), signal);
    const objects = await readObjects();
    if (JSON.stringify(objects) === JSON.stringify(before)) return { schema: { ...schema, tables: schema.tables.filter((table) => router.selection.selects(table.name)) }, objects };
    before = objects;
  }
  throw new AppError("schema-unstable", { context: { tries: maxTries } });
}

/** A server shows nobody a trigger or event without its privilege: what was asked for would be missing in silence. */
async function assertProgramsShown({ plan, source, sourceFacts, router }: Attempt): Promise<void> {
  const wanted = [...(plan.triggers === "guard" ? ["TRIGGER"] : []), ...(plan.events === "disabled" ? ["EVENT"] : [])];
  if (wanted.length === 0) return;
  const grants = await readGrants(source, sourceFacts);
  for (const { database, tables } of router.selection.objects) {
    const missing = wanted.filter((privilege) => !(privilege === "EVENT" && tables !== undefined) && !grants.hasPrivilege(privilege, database));
    if (missing.length > 0) throw new AppError("source-privilege-missing", { detail: `without it the source does not show what is to be created: GRANT ${missing.join(", ")} ON ${quoteName(database)}.* TO ${quoteAccount(grants.account)}` });
  }
}

/** A database without tables may get some later; a table that was chosen by name and is not there is a mistake. */
function assertSomethingSelected({ plan, history, router }: Attempt): void {
  for (const { database, tables } of plan.objects) {
    if (!history.database(database)) throw new AppError("config-invalid", { detail: `the source has no database ${database}, or the account may not see it`, context: { database } });
    for (const { name } of tables ?? []) {
      if (!history.table({ database, table: name })) throw new AppError("config-invalid", { detail: `the source has no table ${database}.${name}, or the account may not read it`, context: { table: `${database}.${name}` } });
    }
  }
  if (router.selection.objects.length === 0) throw new AppError("config-invalid", { detail: "no object is selected" });
}

/** Rows of both would end in one table. */
function assertNamesApart({ tables, destinationFacts }: Attempt): void {
  const taken = new Map<string, string>();
  for (const { source, destination } of tables.all) {
    const [name, target] = [source, destination].map(({ database, table }) => `${database}.${table}`) as [string, string];
    const key = destinationFacts.lowerCaseTableNames === 0 ? target : target.toLowerCase();
    const other = taken.get(key);
    if (other !== undefined) throw new AppError("names-meet", { detail: `${other} and ${name} would both be ${target} at the destination`, context: { table: name } });
    taken.set(key, name);
  }
}

/** MariaDB logs what a sequence hands out like rows of a table: they are passed over, and their owner is told. */
async function ignoreSequences({ source, sourceFacts, router, history, observer }: Attempt): Promise<void> {
  if (sourceFacts.flavour !== "mariadb") return;
  const found = await source.query<{ s: string; t: string }>("SELECT TABLE_SCHEMA AS s, TABLE_NAME AS t FROM information_schema.TABLES WHERE TABLE_TYPE = 'SEQUENCE'");
  for (const { s: database, t: table } of found) {
    if (!router.selection.selects({ database, table })) continue;
    history.advance([{ kind: "put-ignored", name: { database, table }, reason: "a sequence" }]);
    observer.event({ kind: "object-not-carried", atMs: Date.now(), object: `${database}.${table}`, objectKind: "sequence", reason: "MySQL has no sequences" });
  }
}

/**
 * Of a supplement: rows that a cascade of the main stream's tables changes are not in the log of such a source, so that neither stream would hear of them
 * before both are one.
 */
function assertNoHiddenCascade({ plan, history, router, sourceFacts }: Attempt): void {
  if (plan.beside === undefined || sourceFacts.logsCascades) return;
  const beside = new ObjectSelection(plan.beside, sourceFacts.lowerCaseTableNames !== 0);
  const changes = (action: string) => action === "CASCADE" || action === "SET NULL" || action === "SET DEFAULT";
  for (const { name, foreignKeys } of history.tables) {
    const key = foreignKeys.find((one) => (changes(one.onDelete) || changes(one.onUpdate)) && beside.selects(one.referenced) && !router.selection.selects(one.referenced));
    if (key) throw new AppError("modification-hides-cascades", { detail: `${name.database}.${name.table}.${key.name}`, context: { table: `${name.database}.${name.table}`, parent: `${key.referenced.database}.${key.referenced.table}` } });
  }
}

/** Keys to parents that are not selected are asked about before the start (check `unlogged-cascades`), and a person may accept them; what a filter makes of a cascade nobody can. */
function assertCascadesRunHere({ history, router, sourceFacts }: Attempt): void {
  if (sourceFacts.logsCascades) return;
  const [fault] = hiddenCascades(history.tables, router.selection).filter(({ because }) => because !== "parent-not-selected");
  if (fault) throw new AppError("cascade-hidden", { detail: sayHidden(fault), context: { table: `${fault.child.database}.${fault.child.table}` } });
}

async function schemaOptions(attempt: Attempt): Promise<SchemaSyncOptions> {
  const { plan, history, router, place, sourceFacts } = attempt;
  return {
    databases: history.databases,
    tables: history.tables,
    router,
    existingTables: plan.existingTables,
    place,
    sourceUtf8mb4Collation: (await readCollations(attempt.source)).defaultOf("utf8mb4") ?? "utf8mb4_general_ci",
    sourceIsMariadb: sourceFacts.flavour === "mariadb",
    deferIndexes: plan.initialData,
    event: (event) => attempt.observer.event(event),
    signal: attempt.signal,
    ...(plan.beside ? { beside: new ObjectSelection(plan.beside, sourceFacts.lowerCaseTableNames !== 0) } : {}),
  };
}

/** Without schema synchronization the tables must be there and hold the columns that will be written. */
export async function assertTablesFit({ tables, destination, router }: Pick<Attempt, "tables" | "destination" | "router">): Promise<void> {
  const names = new Map<string, string[]>();
  for (const { destination: name } of tables.all) names.set(name.database, [...(names.get(name.database) ?? []), name.table]);
  const found = new Map((await readTables(destination, [...names].map(([database, list]) => ({ database, tables: list })))).map((table) => [tableKey(table.name), table]));
  for (const table of tables.all) {
    const name = `${table.destination.database}.${table.destination.table}`;
    const existing = found.get(tableKey(table.destination));
    if (!existing) throw new AppError("destination-table-missing", { detail: name, context: { table: name } });
    const cascades = router.options.sourceLogsCascades ? [] : differingCascades(table.definition, existing, { carries: (parent) => tables.resolve(parent.database, parent.table) !== null, mapping: router.mapping, definition: (name) => tables.resolve(name.database, name.table)?.definition ?? null }, "missing");
    const differences = [...structureDifferences(table, existing), ...cascades];
    if (differences.length > 0) throw new AppError("destination-structure-differs", { detail: `${name}: ${differences.join("; ")}`, context: { table: name } });
  }
}

async function load(attempt: Attempt): Promise<void> {
  const { plan, tables, store, observer, book, signal } = attempt;
  if (plan.initialData) {
    const copies = await runSnapshot({
      plan,
      tables: tables.all,
      origin: attempt.sourceIdentity,
      connectSource: (session) => attempt.connectSource({ session }),
      connectDestination: (session) => attempt.connectDestination({ session, foundRows: false }),
      store,
      observer: { tables: (changed) => book.put(changed), event: (event) => observer.event(event) },
      signal,
      ...(attempt.failpoint ? { failpoint: (name: string) => attempt.failpoint?.(name) } : {}),
    });
    tables.setCopies(copies);
  }
  if (!plan.initialSchema) return;
  const connection = await attempt.connectDestination({ session: metadataSession });
  try {
    const options = await schemaOptions(attempt);
    await attempt.failpoint?.("rows-copied");
    if (plan.initialData) await finishIndexes(connection, options);
    await createForeignKeys(connection, options);
  } finally {
    await connection.close();
  }
}

/** Where the copies stand, from the records of the load. */
async function readCopies({ plan, destination, tables, book, progress }: Attempt): Promise<SnapshotResult> {
  if (!plan.initialData) return { copiedUpTo: new Map(), readBy: new Map() };
  const stored = await new ChunkStore(plan).open(destination);
  book.patch(
    tables.all.flatMap(({ source, destination: target }) => {
      const copy = stored.tables.get(tableKey(source));
      return copy ? [{ source, destination: target, state: "copied" as const, rowsEstimated: copy.rows, rowsCopied: copy.rows, bytesCopied: copy.bytes }] : [];
    }),
  );
  const all = [...stored.tables];
  return {
    copiedUpTo: new Map(all.flatMap(([key, { copiedUpTo }]) => (copiedUpTo === null ? [] : [[key, copiedUpTo] as const]))),
    // A record without a position of its own: the load as a whole ended before this one.
    readBy: new Map(all.flatMap(([key, { copiedUpTo, readBy }]) => (copiedUpTo !== null ? [] : [readBy ?? progress.loadEnd].flatMap((end) => (end === null ? [] : [[key, end] as const]))))),
  };
}
