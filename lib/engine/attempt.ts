import { createHash } from "node:crypto";
import { AppError } from "../errors/app-error";
import { connect, metadataSession, type ConnectOptions, type MysqlConnection } from "../mysql/connection";
import type { ConnectionSettings } from "../mysql/connection-settings";
import { readServerFacts, type ServerFacts } from "../mysql/server-facts";
import type { CheckpointStore, StoredProgress } from "./checkpoint/checkpoint";
import { SqlCheckpointStore } from "./checkpoint/checkpoint-store";
import { guardSession } from "./ddl/trigger-guard";
import { ensureDdlTables } from "./ddl/ddl-intent";
import type { ClosingStack } from "./closing-stack";
import { LineWatch, type ServerWait } from "./line-watch";
import { leaveGtids } from "./leave-gtids";
import { inTransaction } from "./in-transaction";
import { discardSupplements } from "./discard-supplement";
import { ensureSelectionTable, readSelection, sameObjects, writeSelection } from "./modification/selection-record";
import type { EngineEvent, EngineObserver, EnginePlan, SelectedDatabase } from "./plan";
import { positionIsAvailable, readExecutedSets, readSourceIdentity } from "./position/read-position";
import type { SourcePosition } from "./position/position";
import { ExecutedSet } from "./position/gtid-set";
import { ObjectSelection } from "./router/object-selection";
import { Router } from "./router/router";
import { SchemaHistory } from "./schema/schema-history";
import { ensureSchemaTables, restoreSchema, type BookkeepingPlace } from "./schema/schema-store";
import { RoutedTables } from "./routed-tables";
import { assertSameLog, type PrintReader } from "./same-log";
import { TableBook } from "./table-book";

/** Named places where crash tests end the process. */
export type Failpoint = (name: string) => void | Promise<void>;

/** What the phases of one attempt share. */
export interface Attempt {
  readonly plan: EnginePlan;
  readonly observer: EngineObserver;
  /** Aborted when the operator stops the task, or when a part of the attempt has failed. */
  readonly signal: AbortSignal;
  /** For metadata; its own session. */
  readonly source: MysqlConnection;
  readonly destination: MysqlConnection;
  readonly sourceFacts: ServerFacts;
  readonly destinationFacts: ServerFacts;
  /** What the servers call themselves (`readSourceIdentity`). */
  readonly sourceIdentity: string;
  readonly destinationIdentity: string;
  readonly store: CheckpointStore;
  readonly progress: StoredProgress;
  readonly place: BookkeepingPlace;
  readonly history: SchemaHistory;
  readonly router: Router;
  readonly tables: RoutedTables;
  readonly book: TableBook;
  readonly failpoint: Failpoint | undefined;
  connectSource(options: ConnectOptions): Promise<MysqlConnection>;
  connectDestination(options: ConnectOptions): Promise<MysqlConnection>;
}

/**
 * Opens an attempt: connects both sides, proves that they are the servers this task belongs to, claims the checkpoint and restores the schema as
 * of its position. Throws `same-server`, `source-identity-changed`, `binlog-purged`, `checkpoint-missing`, `fenced` and connection errors.
 */
export async function openAttempt(plan: EnginePlan, observer: EngineObserver, signal: AbortSignal, stack: ClosingStack, failpoint?: Failpoint): Promise<Attempt> {
  const watched = (settings: ConnectionSettings, waits?: (wait: ServerWait) => void) => {
    const watch = stack.use(new LineWatch({ connect: () => connect(settings, { session: [], signal }), ...(waits && { waits }) }));
    return async (options: ConnectOptions) => watch.add(await connect(settings, { ...options, signal }));
  };
  const connectSource = watched(plan.source);
  const toDestination = watched(plan.destination, (wait) => observer.event(waitingDestination(wait)));
  const connectDestination = (options: ConnectOptions) => toDestination({ ...options, session: [...(options.session ?? metadataSession), guardSession] });
  const source = stack.use(await connectSource({ session: metadataSession }));
  const destination = stack.use(await connectDestination({ session: metadataSession }));
  const [sourceFacts, destinationFacts] = await Promise.all([readServerFacts(source), readServerFacts(destination)]);
  const identity = await readSourceIdentity(source);
  const destinationIdentity = await readSourceIdentity(destination);
  if (identity === destinationIdentity) throw new AppError("same-server");
  if (!sourceFacts.logBin) throw new AppError("binlog-disabled");

  const store = new SqlCheckpointStore({
    connect: () => connectDestination({ session: metadataSession }),
    database: plan.bookkeepingDatabase,
    taskId: plan.taskId,
    epoch: plan.epoch,
    lanes: plan.parallel.appliers,
    origin: identity,
  });
  stack.defer(() => store.close());
  const stored = await store.open();
  if (plan.begun && stored.start === null && stored.lowWaterMark === null) throw new AppError("checkpoint-missing", { context: { database: plan.bookkeepingDatabase } });
  const place = { database: plan.bookkeepingDatabase, taskId: plan.taskId };
  await ensureSchemaTables(destination, place);
  await ensureDdlTables(destination, place);
  await ensureSelectionTable(destination, place);
  let progress = await leaveGtids(source, identity, stored, store, observer);
  await assertHistory(source, identity, progress, observer);
  const mark = progress.lowWaterMark ?? progress.start;
  if (mark !== null && progress.sourceIdentity === identity) await assertSameLog(source, mark, printReader(plan, signal));
  if (progress.sourceIdentity !== identity) {
    // File and offset of the start belong to the server that was: nothing may be looked for there.
    const start = progress.sourceIdentity === null ? null : withoutPrint(progress.start);
    const lowWaterMark = withoutPrint(progress.lowWaterMark);
    await store.saveProgress({ sourceIdentity: identity, ...(start && { start: { ...start, file: "", offset: 0 } }), ...(lowWaterMark && { lowWaterMark }) });
    progress = { ...progress, start: withoutPrint(progress.start), lowWaterMark };
  }

  const objects = await carriedObjects(plan, progress, store, destination, place);
  await discardSupplements(plan, objects, connectDestination, { source: sourceFacts, destination: destinationFacts }, signal);
  const selection = new ObjectSelection(objects, sourceFacts.lowerCaseTableNames !== 0, plan);
  const router = new Router(selection, { sourceLogsCascades: sourceFacts.logsCascades, destinationIsMariadb: destinationFacts.flavour === "mariadb", destinationFolding: destinationFacts.lowerCaseTableNames });
  const history = new SchemaHistory((name) => selection.fold(name));
  await restoreSchema(destination, place, history);
  selection.follow(history.followed);
  return { plan: { ...plan, objects }, observer, signal, source, destination, sourceFacts, destinationFacts, sourceIdentity: identity, destinationIdentity, store, progress, place, history, router, tables: new RoutedTables(router, history), book: new TableBook(observer), failpoint, connectSource, connectDestination };
}

function withoutPrint(position: SourcePosition | null): SourcePosition | null {
  return position && { file: position.file, offset: position.offset, gtidSet: position.gtidSet, flavour: position.flavour };
}

/** A commit that waits is most likely one whose log cannot be written: MySQL waits for space on its disk and answers nothing (manual, "How MySQL Handles a Full Disk"). */
function waitingDestination({ state, seconds, statement }: ServerWait): EngineEvent {
  const what = statement.trim().split(/\s+/).slice(0, 3).join(" ").slice(0, 60);
  const message = /commit/i.test(state)
    ? `The destination has not answered a COMMIT for ${seconds} seconds. Look whether the disk of its binary log is full.`
    : `The destination has not answered ${what} … for ${seconds} seconds, it says: ${state}. Another session holds what it waits for.`;
  return { kind: "warning", atMs: Date.now(), code: "destination-waits", message };
}

/** The destination's record of the selection counts. Throws `selection-differs` and `modification-unfinished`. */
async function carriedObjects(plan: EnginePlan, progress: StoredProgress, store: CheckpointStore, destination: MysqlConnection, place: BookkeepingPlace): Promise<readonly SelectedDatabase[]> {
  if (progress.phase === "schema") return plan.objects;
  const record = await readSelection(destination, place);
  if (record === null) {
    if (plan.modification !== undefined && sameObjects(plan.modification.objects, plan.objects)) throw new AppError("selection-differs");
    // Begun by a version that kept no record: what is configured has been carried so far.
    await inTransaction(destination, async () => {
      await store.assertClaim(destination);
      await writeSelection(destination, place, { objects: plan.objects, pending: null });
    });
    return plan.objects;
  }
  if (plan.modification !== undefined) return record.objects;
  if (record.pending !== null) throw new AppError("modification-unfinished", { context: { modification: record.pending.id } });
  if (!sameObjects(record.objects, plan.objects)) throw new AppError("selection-differs");
  return record.objects;
}

/**
 * The server at the source address must have the history that the checkpoint belongs to. Another server is accepted only when GTIDs prove that it
 * has everything we applied and still everything that comes after: a failover inside a replication group.
 */
async function assertHistory(source: MysqlConnection, identity: string, progress: StoredProgress, observer: EngineObserver): Promise<void> {
  const mark = progress.lowWaterMark ?? progress.start;
  if (mark === null) return;
  const changed = progress.sourceIdentity !== null && progress.sourceIdentity !== identity;
  if (changed) {
    const sets = mark.gtidSet === null || mark.gtidSet === "" ? null : await readExecutedSets(source);
    if (sets === null || !new ExecutedSet(mark.flavour, sets.executed).includes(mark.gtidSet!)) {
      throw new AppError("source-identity-changed", { context: { expected: progress.sourceIdentity, found: identity } });
    }
    observer.event({ kind: "warning", atMs: Date.now(), code: "source-failover", message: `Another server (${identity}) answers at the source address; its GTIDs prove that it has the same history.` });
  }
  const availability = await positionIsAvailable(source, mark);
  if (availability.available) return;
  const context = { position: mark.gtidSet ?? `${mark.file}:${mark.offset}` };
  throw new AppError(availability.reason === "purged" ? "binlog-purged" : "binlog-position-invalid", { context });
}

/** Reads the log beside the task's own stream: under its identity the source would end that one's dump. */
export function printReader(plan: EnginePlan, signal: AbortSignal): PrintReader {
  const { serverId, replicaUuid } = replicaIdentity(plan);
  return { settings: plan.source, serverId: serverId === 0xffff_ffff ? 0x8000_0000 : serverId + 1, replicaUuid: `${replicaUuid.slice(0, -1)}${replicaUuid.endsWith("0") ? "1" : "0"}`, signal };
}

/** Replica identity of a task: the same for all its attempts, so that the source ends a predecessor's dump at once. */
export function replicaIdentity(plan: EnginePlan): { serverId: number; replicaUuid: string } {
  const hash = createHash("sha256").update(`${plan.source.host}:${plan.source.port}/${plan.taskId}`).digest();
  const hex = hash.toString("hex");
  return {
    // The upper half of the range: people number their servers from below.
    serverId: plan.serverId ?? 0x8000_0000 + (hash.readUInt32BE(16) & 0x7fff_fffe) + 1,
    replicaUuid: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
  };
}
