import { AppError } from "../../errors/app-error";
import { readCellServer, type CellServer } from "../../mysql/cell-server";
import { literalSession, rawReadSession, type MysqlConnection } from "../../mysql/connection";
import { tableKey } from "../../mysql/identifier";
import type { RoutedTable } from "../change";
import type { CheckpointStore } from "../checkpoint/checkpoint";
import type { EngineObserver, EnginePlan } from "../plan";
import { readSourcePosition } from "../position/read-position";
import type { SourcePosition } from "../position/position";
import { ChunkSource, type TableLoad } from "./chunk-source";
import { ChunkStore, type StoredLoad } from "./chunk-store";
import { hasSnapshots, openKnownSnapshot, readAtKnownMoment, type QuietMomentOptions } from "./keyless-table";
import { load, type LoaderContext, type LoadFailpoint, type ReadKeyless } from "./loader";
import { LoadProgress } from "./load-progress";
import { QueryLimit, RateLimit } from "../rate-limit";
import { readEstimates } from "./table-estimates";
import { tablePlan } from "./table-plan";

/** Bytes of one INSERT statement, unless the destination takes less. */
const statementBytes = 1024 * 1024;
/** A chunk of wide rows has fewer of them: it is one transaction at the destination. */
const chunkBytes = 64 * 1024 * 1024;

/** Session that chunks are read with. The isolation level is set because READ UNCOMMITTED may be the server's default. */
export const loadSourceSession: readonly string[] = [
  ...rawReadSession,
  "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
  "SET SESSION wait_timeout=28800",
  // How long the server waits for us while the destination is slow.
  "SET SESSION net_write_timeout=3600",
];

/**
 * Session that chunks are written with. `unique_checks` stays on: without it InnoDB may store a duplicate in a second unique key. Error
 * messages are in English because the name of a key is read from one.
 */
export const loadDestinationSession: readonly string[] = [
  ...literalSession,
  "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
  "SET SESSION foreign_key_checks=0, unique_checks=1, lc_messages='en_US'",
  "SET SESSION wait_timeout=3600, net_read_timeout=600",
  // What was written is read back as it is stored.
  "SET SESSION character_set_results=NULL",
  "SET SESSION autocommit=0",
];

export interface SnapshotOptions {
  readonly plan: Pick<EnginePlan, "taskId" | "bookkeepingDatabase" | "existingTables" | "parallel" | "caps">;
  readonly tables: readonly RoutedTable[];
  /** Identity of the source, see `position/origin-mark.ts`. */
  readonly origin?: string;
  /** New connections with this session; the snapshot closes them. */
  readonly connectSource: (session: readonly string[]) => Promise<MysqlConnection>;
  /** Those to the destination without CLIENT_FOUND_ROWS. */
  readonly connectDestination: (session: readonly string[]) => Promise<MysqlConnection>;
  /** The opened checkpoint: every commit asserts its claim. */
  readonly store: Pick<CheckpointStore, "assertClaim">;
  readonly observer: Pick<EngineObserver, "tables" | "event">;
  readonly signal: AbortSignal;
  readonly failpoint?: (name: LoadFailpoint) => void | Promise<void>;
  /** Default `readSourcePosition`. */
  readonly readPosition?: (connection: MysqlConnection) => Promise<SourcePosition>;
  /** Tries to find a moment in which a keyless table is not written. */
  readonly quietTries?: number;
}

export interface SnapshotResult {
  /** Keyless tables by `tableKey` of their source name: changes up to here are in the copy and must be skipped. */
  readonly copiedUpTo: ReadonlyMap<string, SourcePosition>;
  /** The others: all that their copies have seen lies before. */
  readonly readBy: ReadonlyMap<string, SourcePosition>;
}

/**
 * The full load: copies all rows of `tables`, as they are at some moment after the call began; the replay from a position taken before the
 * call sets right what changed meanwhile. Calling it again after an error or a crash goes on with what is not done. Throws AppError:
 * `schema-changed-during-load`, `keyless-no-quiet-moment`, `fenced`, `destination-rejects-value`, `destination-rejects-row`,
 * `destination-changes-rows`, connection errors.
 */
export async function runSnapshot(options: SnapshotOptions): Promise<SnapshotResult> {
  const { plan } = options;
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const open = new Set<MysqlConnection>();
  const connectTo = async (side: "connectSource" | "connectDestination", session: readonly string[]) => {
    signal.throwIfAborted();
    const connection = await options[side](session);
    open.add(connection);
    if (signal.aborted) connection.destroy();
    return connection;
  };
  const cut = () => open.forEach((connection) => connection.destroy());
  signal.addEventListener("abort", cut, { once: true });
  const progress = new LoadProgress(options.observer);
  try {
    const planning = await connectTo("connectSource", loadSourceSession);
    const keeping = await connectTo("connectDestination", literalSession);
    const server = await readCellServer(planning);
    const destinationServer = await readCellServer(keeping);
    const chunks = new ChunkStore({ ...plan, ...(options.origin === undefined ? {} : { origin: options.origin }) });
    const loads = await tableLoads(options, server, planning, await chunks.open(keeping), progress);
    const [{ bytes }] = (await keeping.query<{ bytes: string }>("SELECT @@session.max_allowed_packet AS bytes")) as [{ bytes: string }];
    await keeping.close();
    const queries = new QueryLimit(plan.caps?.full?.queriesPerSecond);
    const source = new ChunkSource(planning, loads.open, () => queries.take(signal));
    const readPosition = options.readPosition ?? readSourcePosition;
    const quietMoment = (item: TableLoad): QuietMomentOptions => ({ table: item.plan.table.source, flavour: server.flavour, readPosition, signal, tries: options.quietTries });
    const shared = {
      readPosition,
      chunks,
      progress,
      signal,
      store: options.store,
      destinationServer,
      limit: new RateLimit(plan.caps?.full),
      mayRead: () => queries.take(signal),
      keepExisting: plan.existingTables === "ignore",
      statementBytes: Math.min(statementBytes, Math.floor(Number(bytes) / 2)),
      failpoint: options.failpoint ?? (() => {}),
      readKeyless: async (connection: MysqlConnection, item: TableLoad, read: ReadKeyless) => {
        if (hasSnapshots(item.plan.table.definition.engine)) {
          const position = await openKnownSnapshot(connection, quietMoment(item));
          await read(connection, async () => {});
          await connection.run("COMMIT");
          return position;
        }
        return readAtKnownMoment(connection, quietMoment(item), async (begun) => {
          const reader = await connectTo("connectSource", loadSourceSession);
          try {
            await read(reader, begun);
          } finally {
            open.delete(reader);
            await reader.close();
          }
        });
      },
    };
    const { copiedUpTo, readBy } = loads;
    let failure: { readonly error: unknown } | null = null;
    const runLoader = async () => {
      let context: LoaderContext | null = null;
      for (let item = await source.next(); item; item = await source.next()) {
        context ??= { ...shared, source: await connectTo("connectSource", loadSourceSession), destination: await seeAllWarnings(await connectTo("connectDestination", loadDestinationSession)) };
        const end = await load(context, item);
        if (end?.copiedUpTo) copiedUpTo.set(tableKey(item.load.plan.table.source), end.copiedUpTo);
        if (end?.readBy) readBy.set(tableKey(item.load.plan.table.source), end.readBy);
      }
    };
    const guarded = () =>
      runLoader().catch((error: unknown) => {
        // The first error is the cause; the others only tell that their connections were cut.
        failure ??= { error };
        stop.abort();
      });
    await Promise.all(Array.from({ length: Math.max(1, plan.parallel.loaders) }, guarded));
    options.signal.throwIfAborted();
    if (failure !== null) throw (failure as { error: unknown }).error;
    return { copiedUpTo, readBy };
  } finally {
    signal.removeEventListener("abort", cut);
    progress.close();
    await Promise.all([...open].map((connection) => connection.close()));
  }
}

/** What is left to do, the largest tables first, so that the last chunks are small ones. */
async function tableLoads(options: SnapshotOptions, server: CellServer, planning: MysqlConnection, stored: StoredLoad, progress: LoadProgress) {
  const estimates = await readEstimates(planning, options.tables.map((table) => table.source));
  const copiedUpTo = new Map<string, SourcePosition>();
  const readBy = new Map<string, SourcePosition>();
  const open: { readonly load: TableLoad; readonly bytes: number }[] = [];
  for (const table of options.tables) {
    const key = tableKey(table.source);
    const done = stored.tables.get(key) ?? null;
    const estimate = estimates.get(key) ?? { rows: 0, averageRowBytes: 0 };
    const estimated = { rows: estimate.rows, bytes: Math.round(estimate.rows * estimate.averageRowBytes) };
    if (done?.state === "copied") {
      progress.add(table, estimated, done, true);
      if (done.copiedUpTo) copiedUpTo.set(key, done.copiedUpTo);
      if (done.readBy) readBy.set(key, done.readBy);
      continue;
    }
    const storedChunks = stored.chunks.get(key) ?? [];
    const sums = storedChunks.reduce((sum, chunk) => ({ rows: sum.rows + chunk.rows, bytes: sum.bytes + chunk.bytes }), { rows: 0, bytes: 0 });
    const fitting = estimate.averageRowBytes > 0 ? Math.floor(chunkBytes / estimate.averageRowBytes) : options.plan.parallel.chunkRows;
    const chunkRows = Math.max(1, Math.min(options.plan.parallel.chunkRows, fitting));
    const planned = tablePlan(table, server);
    progress.add(table, estimated, sums, false, planned.key && { done: storedChunks.length, expected: Math.max(1, Math.ceil(estimate.rows / chunkRows)) });
    open.push({
      bytes: estimated.bytes,
      load: {
        plan: planned,
        stored: done,
        storedChunks,
        rowsEstimated: estimate.rows,
        chunkRows,
        openChunks: 0,
        planned: false,
      },
    });
  }
  open.sort((a, b) => b.bytes - a.bytes);
  return { open: open.map((entry) => entry.load), copiedUpTo, readBy };
}

/**
 * The server lists 1,024 warnings of a statement (64 before 8.0) unless told otherwise, which since 8.0 takes a privilege that the task's account
 * need not have (1227). A statement with more than are listed stops the load, it does not pass unread.
 */
async function seeAllWarnings(connection: MysqlConnection): Promise<MysqlConnection> {
  await connection.run("SET SESSION max_error_count=65535").catch((error: unknown) => {
    if (!(error instanceof AppError) || error.context.serverErrno !== 1227) throw error;
  });
  return connection;
}
