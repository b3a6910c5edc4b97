/**
 * The moment in which the objects of the main stream change. The main stream stands still at a transaction border, and so does the supplement, at the
 * same place in the log. One destination transaction then moves the supplement's definitions and load records to the task, forgets those of removed objects,
 * stores the new selection and ends the supplement. Before it the destination knows the old selection with its stream and the supplement's; behind it the new one.
 */
import { AppError } from "../errors/app-error";
import { metadataSession, type MysqlConnection } from "../mysql/connection";
import { quoteName, quoteTable, quoteText, tableKey } from "../mysql/identifier";
import type { TableDefinition, TableName } from "../mysql/table-definition";
import { openAttempt, type Attempt, type Failpoint } from "./attempt";
import type { StoredProgress } from "./checkpoint/checkpoint";
import { SqlCheckpointStore } from "./checkpoint/checkpoint-store";
import { ClosingStack } from "./closing-stack";
import { endIntent, readIntent } from "./ddl/ddl-intent";
import { readCollations } from "./ddl/statement-session";
import { inTransaction } from "./in-transaction";
import type { EngineObserver, EnginePlan, Modification, SelectedDatabase } from "./plan";
import { reached } from "./position/position-order";
import type { SourcePosition } from "./position/position";
import { hiddenCascades, newHiddenCascades, sayHidden } from "./router/hidden-cascades";
import { ObjectSelection } from "./router/object-selection";
import { Router } from "./router/router";
import { createForeignKeys } from "./schema/create-objects";
import { ensureCreatedMarks, forgetCreatedMarks } from "./schema/created-marks";
import { SchemaHistory, type SchemaEffect } from "./schema/schema-history";
import { restoreSchema, storeEffects } from "./schema/schema-store";
import { ChunkStore } from "./snapshot/chunk-store";
import { writeSelection } from "./modification/selection-record";
import { bookkeepingTables, forgetTask } from "./modification/supplement";

export interface Merge {
  /** What the main stream carries behind it. */
  readonly objects: readonly SelectedDatabase[];
  /** Recorded while there is no way back, null when the modification is done. */
  readonly pending: Modification | null;
  readonly mergedId: string | null;
  /** Where the main stream has ended; absent = wherever it stands. */
  readonly at?: SourcePosition;
  /**
   * Objects may leave although transactions above the mark are applied already: then a table that leaves may hold later changes without earlier ones. For
   * a task that cannot be brought to a border because of that very table.
   */
  readonly raggedBorder?: boolean;
  /** Absent: objects leave and none come. */
  readonly supplement?: { readonly plan: EnginePlan; readonly at: SourcePosition };
}

/**
 * Carries it out, or throws with nothing changed: `modification-not-merged` when one of both has gone on since (another runner), `fenced`. Answers the tables
 * that are no longer carried.
 */
export async function mergeSupplement(plan: EnginePlan, merge: Merge, observer: EngineObserver, signal: AbortSignal, failpoint?: Failpoint): Promise<{ readonly removed: readonly TableName[] }> {
  await using stack = new ClosingStack();
  const attempt = await openAttempt(plan, observer, signal, stack, failpoint);
  const { place, store, sourceFacts, destinationFacts, history } = attempt;
  assertStandsAt(attempt.progress, merge.at, merge.raggedBorder);
  const connection = stack.use(await attempt.connectDestination({ session: metadataSession }));
  await ensureCreatedMarks(connection, place);
  await new ChunkStore(plan).open(connection);

  const foldsCase = sourceFacts.lowerCaseTableNames !== 0;
  const selection = new ObjectSelection(merge.objects, foldsCase);
  // A followed table stays as long as the name stays that it was chosen by.
  const staying = history.followed.filter(({ origin }) => selection.selects(origin));
  const letGo = history.followed.filter((one) => !staying.includes(one));
  selection.follow(staying);
  const router = new Router(selection, { sourceLogsCascades: sourceFacts.logsCascades, destinationFolding: destinationFacts.lowerCaseTableNames });
  const leaving = history.tables.filter((table) => !selection.selects(table.name));
  const effects: SchemaEffect[] = [
    ...leaving.map((table) => ({ kind: "remove-table" as const, name: table.name })),
    ...letGo.map(({ name }) => ({ kind: "remove-followed" as const, name })),
    ...history.shadows.filter((shadow) => !selection.selects(shadow.base)).map((shadow) => ({ kind: "remove-shadow" as const, name: shadow.definition.name })),
    ...history.ignored.filter(({ name }) => !selection.selects(name)).map(({ name }) => ({ kind: "remove-ignored" as const, name })),
    ...history.databases.filter(({ name }) => selection.database(name) === null).map(({ name }) => ({ kind: "remove-database" as const, name })),
  ];

  let other: { readonly taskId: string; readonly store: SqlCheckpointStore } | null = null;
  if (merge.supplement) {
    const { taskId } = merge.supplement.plan;
    const supplement = new SqlCheckpointStore({ connect: () => attempt.connectDestination({ session: metadataSession }), database: place.database, taskId, epoch: plan.epoch, lanes: plan.parallel.appliers });
    stack.defer(() => supplement.close());
    const progress = await supplement.open();
    assertStandsAt(progress, merge.supplement.at);
    assertTogether(attempt.progress.lowWaterMark!, progress.lowWaterMark!);
    other = { taskId, store: supplement };
    await assertCascadesStayHeard(attempt, connection, taskId, selection);
    if (plan.initialSchema) await joinForeignKeys(attempt, connection, taskId, router, leaving);
  }
  assertNoHiddenCascade(attempt, selection);
  // A table that comes back under another name leaves its old one behind.
  const anew = merge.pending && new Router(new ObjectSelection(merge.pending.objects, foldsCase), router.options);
  const clear = leaving.flatMap(({ name }) => {
    const target = attempt.router.mapping.table(name);
    return anew?.selection.selects(name) && tableKey(anew.mapping.table(name)) === tableKey(target) ? [target] : [];
  });
  // A schema change of a table that leaves with its whole database is not asked about again.
  const intent = await readIntent(connection, place);
  const ends = intent !== null && leaving.some(({ name }) => selection.database(name.database) === null && intent.statement.toLowerCase().includes(name.table.toLowerCase()));
  await failpoint?.("modification-at-border");
  const tables = await bookkeepingTables(connection, place.database);
  const database = quoteName(place.database);
  await inTransaction(connection, async () => {
    await store.assertClaim(connection);
    await other?.store.assertClaim(connection);
    await storeEffects(connection, place, effects, history.fold);
    if (ends) await endIntent(connection, place);
    await forgetLoads(connection, plan, leaving);
    await forgetCreatedMarks(connection, place, leaving.map((table) => attempt.router.mapping.table(table.name)));
    if (other) {
      const [from, to] = [quoteText(other.taskId), quoteText(place.taskId)];
      await connection.run(`REPLACE INTO ${database}.\`task_schema\` (task_id, kind, object_hash, object) SELECT ${to}, kind, object_hash, object FROM ${database}.\`task_schema\` WHERE task_id=${from}`);
      await connection.run(`REPLACE INTO ${database}.\`task_created\` (task_id, object_hash) SELECT ${to}, object_hash FROM ${database}.\`task_created\` WHERE task_id=${from}`);
      await connection.run(
        `REPLACE INTO ${database}.\`task_table\` (task_id, source_database, source_table, state, row_count, byte_count, copied_up_to) SELECT ${to}, source_database, source_table, state, row_count, byte_count, copied_up_to FROM ${database}.\`task_table\` WHERE task_id=${from}`,
      );
      await forgetTask(connection, place.database, tables, other.taskId);
    }
    await writeSelection(connection, place, { objects: merge.objects, pending: merge.pending, clear, mergedId: merge.mergedId });
    await failpoint?.("modification-before-commit");
  });
  await failpoint?.("modification-committed");
  return { removed: leaving.map((table) => table.name) };
}

/** Claimed now, so nobody can move it any more; what was applied above the mark, or a place other than where this process left it, is somebody else's work. */
function assertStandsAt(progress: StoredProgress, at?: SourcePosition, ragged = false): void {
  const { lowWaterMark, covered, phase } = progress;
  if (lowWaterMark !== null && (covered.size === 0 || ragged)) {
    if (at === undefined && (phase === "stream" || phase === "catch_up")) return;
    if (at !== undefined && phase === "stream" && JSON.stringify(normal(lowWaterMark)) === JSON.stringify(normal(at))) return;
  }
  throw new AppError("modification-not-merged", { detail: `phase ${phase}, ${covered.size} transactions above the mark` });
}

const normal = ({ file, offset, gtidSet }: SourcePosition) => [file, offset, gtidSet];

/** With GTIDs the sets tell; without them both were ended by the same place of the same file, which need not be where a transaction ends. */
function assertTogether(main: SourcePosition, supplement: SourcePosition): void {
  if (main.gtidSet === null || supplement.gtidSet === null) return;
  if (reached(main, supplement) && reached(supplement, main)) return;
  throw new AppError("modification-not-merged", { detail: "the executed sets differ" });
}

/** A child that stays while its parent leaves would not hear of what cascades do to it. */
function assertNoHiddenCascade({ history, router, sourceFacts }: Attempt, selection: ObjectSelection): void {
  if (sourceFacts.logsCascades) return;
  const changes = (action: string) => action === "CASCADE" || action === "SET NULL" || action === "SET DEFAULT";
  for (const { name, foreignKeys } of history.tables) {
    if (!selection.selects(name)) continue;
    const key = foreignKeys.find((one) => (changes(one.onDelete) || changes(one.onUpdate)) && router.selection.selects(one.referenced) && !selection.selects(one.referenced));
    if (key) throw new AppError("modification-hides-cascades", { detail: `${name.database}.${name.table}.${key.name}`, context: { table: `${name.database}.${name.table}`, parent: `${key.referenced.database}.${key.referenced.table}` } });
  }
}

/** With what comes: its own keys were looked at when it began, those between both sides not yet. */
async function assertCascadesStayHeard({ history, place, sourceFacts }: Attempt, connection: MysqlConnection, taskId: string, selection: ObjectSelection): Promise<void> {
  if (sourceFacts.logsCascades) return;
  const added = new SchemaHistory(history.fold);
  await restoreSchema(connection, { ...place, taskId }, added);
  const apart = [...hiddenCascades(history.tables, selection), ...hiddenCascades(added.tables, selection)];
  const [fault] = newHiddenCascades(apart, hiddenCascades([...history.tables, ...added.tables], selection));
  if (fault) throw new AppError("modification-hides-cascades", { detail: sayHidden(fault), context: { table: `${fault.child.database}.${fault.child.table}`, parent: `${fault.key.referenced.database}.${fault.key.referenced.table}` } });
}

/** Foreign keys between what was carried and what comes; within either they are there. May be repeated. */
async function joinForeignKeys(attempt: Attempt, connection: MysqlConnection, taskId: string, router: Router, leaving: readonly TableDefinition[]): Promise<void> {
  const { history, place, plan, sourceFacts, signal } = attempt;
  const added = new SchemaHistory(history.fold);
  await restoreSchema(connection, { ...place, taskId }, added);
  const gone = new Set(leaving.map((table) => history.key(table.name)));
  const isAdded = (name: TableName) => added.table(name) !== null;
  await createForeignKeys(connection, {
    databases: [],
    tables: [...history.tables.filter((table) => !gone.has(history.key(table.name)) && !isAdded(table.name)), ...added.tables],
    router,
    existingTables: plan.existingTables,
    place,
    sourceUtf8mb4Collation: (await readCollations(attempt.source)).defaultOf("utf8mb4") ?? "utf8mb4_general_ci",
    sourceIsMariadb: sourceFacts.flavour === "mariadb",
    concerns: (child, parent) => isAdded(child) !== isAdded(parent),
    event: (event) => attempt.observer.event(event),
    signal,
  });
}

async function forgetLoads(connection: MysqlConnection, plan: EnginePlan, leaving: readonly TableDefinition[]): Promise<void> {
  const database = quoteName(plan.bookkeepingDatabase);
  for (const { name } of leaving) {
    for (const table of ["task_table", "task_chunk"]) {
      await connection.query(`DELETE FROM ${database}.\`${table}\` WHERE task_id=? AND source_database=? AND source_table=?`, [plan.taskId, name.database, name.table]);
    }
  }
}

/**
 * Destination tables of what is copied anew: dropped where the task makes the schema, else emptied. Only before the supplement has begun; may be repeated.
 * `connection` is to the destination with `metadataSession`.
 */
export async function clearDestination(connection: MysqlConnection, plan: EnginePlan, tables: readonly TableName[]): Promise<void> {
  const found = await connection.query<{ s: string; t: string }>(
    `SELECT table_schema AS s, table_name AS t FROM information_schema.tables WHERE table_type='BASE TABLE' AND table_schema IN (?)`,
    [[...new Set(tables.map((table) => table.database)), ""]],
  );
  const wanted = new Set(tables.map(tableKey));
  await connection.run("SET SESSION foreign_key_checks=0");
  for (const { s, t } of found) {
    if (!wanted.has(tableKey({ database: s, table: t }))) continue;
    await connection.run(`${plan.initialSchema ? "DROP" : "TRUNCATE"} TABLE ${quoteTable({ database: s, table: t })}`);
  }
  await connection.run("SET SESSION foreign_key_checks=1");
}
