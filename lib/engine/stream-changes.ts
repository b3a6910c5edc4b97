import { AppError } from "../errors/app-error";
import { connect, metadataSession } from "../mysql/connection";
import { ChangeWriter } from "./applier/change-writer";
import { laneConnectOptions } from "./applier/lane-session";
import { replicaIdentity, type Attempt } from "./attempt";
import type { LargeTransaction, RawEvent, RowChange, SourceItem, SourceTransaction } from "./change";
import { LowWaterMark } from "./checkpoint/low-water-mark";
import { ClosingStack } from "./closing-stack";
import { createDdlExecutor, type DdlExecutor } from "./ddl/ddl-executor";
import { neutralContext } from "./ddl/statement-text";
import { sourceDefinitions } from "./ddl/source-definitions";
import { readCollations, readSystemTimeZone } from "./ddl/statement-session";
import { decodeItems, decodePrepared } from "./decoder/decode-items";
import { findPreparedBefore } from "./find-prepared";
import { FigureClock } from "./figure-clock";
import { beatIn, isHeartbeatTable } from "./heartbeat/beat-row";
import { beatSession, SourceHeartbeat } from "./heartbeat/source-heartbeat";
import { carried, carriedParts, followLeft, type LeftFollower } from "./carried-changes";
import { LeftKeys } from "./load-cascades";
import type { EngineOutcome } from "./plan";
import { refuseLargeLoop, refuseLoop, type LoopWatch } from "./refuse-loop";
import { compareCoordinates, reached } from "./position/position-order";
import { PreparedStore } from "./prepared/prepared-store";
import { preparedStoreOf } from "./begin-prepared";
import { PreparedTransactions, type PreparedOptions } from "./prepared/prepared-transactions";
import { LogPrints } from "./position/log-prints";
import { PositionTracker } from "./position/position-tracker";
import { readSourcePosition } from "./position/read-position";
import type { SourcePosition } from "./position/position";
import { upTo } from "./position/up-to";
import { openBinlogReader } from "./reader/binlog-reader";
import { FilterEvaluator, filterSession } from "./router/row-filter";
import { Scheduler } from "./scheduler/scheduler";
import { skippedRecords, SkippedTransactions } from "./skips/skipped-transactions";

/** How often the mark is looked at: for phases, for the end of `--until`, and to make an idle mark durable. */
const tickMs = 250;
/** The largest memory bound that a task is run with, bytes. */
const largestBound = 64 * 1024 * 1024;

/**
 * The incremental part, from the checkpoint on: read, decode, route, schedule, apply — until the signal, the goal of `plan.until`, or an error.
 * Whatever ends it, what was handed to the writer is made durable first where the destination still answers.
 */
export async function streamChanges(attempt: Attempt, from: SourcePosition): Promise<EngineOutcome> {
  const { plan, observer, store, progress } = attempt;
  const over = new AbortController();
  const signal = AbortSignal.any([attempt.signal, over.signal]);
  await using stack = new ClosingStack();
  const filter = attempt.tables.all.some((table) => table.filter !== null)
    ? new FilterEvaluator(stack.use(await attempt.connectDestination({ session: filterSession })), plan.bookkeepingDatabase)
    : null;
  const prints = new LogPrints();
  const mark = new LowWaterMark(new PositionTracker(from, prints), progress.markOrder);
  const loadEnd = progress.loadEnd;
  const inLoad = loadEnd === null ? () => false : upTo(loadEnd);
  const left = followLeft(attempt, new LeftKeys(progress.start !== null && JSON.stringify(from) === JSON.stringify(progress.start)));
  const writer = new ChangeWriter({
    connect: () => attempt.connectDestination(laneConnectOptions),
    scheduler: new Scheduler(plan.parallel.appliers),
    mark,
    store,
    covered: progress.covered,
    policy: plan.conflictPolicy,
    observer,
    modeOf: (transaction) => (inLoad(transaction) ? "idempotent" : "strict"),
    limits: { memoryBytes: plan.limits.memoryBytes },
    ...(plan.caps?.incremental ? { caps: plan.caps.incremental } : {}),
    ...(filter ? { filter: (changes: readonly RowChange[]) => filter.applyFilter(changes) } : {}),
    ...(attempt.failpoint ? { failpoint: (name: string) => attempt.failpoint?.(name) } : {}),
  });
  writer.failure.catch((error: unknown) => {
    tellStoppingConflict(attempt, error);
    over.abort(error);
  });
  const executor = await openExecutor(attempt, mark);
  const skips = await openSkips(attempt, filter);
  const loops = loopWatch(attempt, executor, filter);
  const decoding = {
    resolveTable: (database: string, table: string) => attempt.tables.resolve(database, table),
    isStatementInScope: (statement: string, database: string | null) => mayConcern(attempt, statement, database),
  };
  const prepared = await openPrepared(attempt, stack, {
    mark,
    covered: progress.covered,
    memoryBytes: plan.limits.memoryBytes / 8,
    decode: (pieces, end) => decodePrepared(pieces, end, decoding, plan.limits.memoryBytes / 4),
    submit: (transaction) => submit(transaction, { writer, skips, loops, left: inLoad(transaction) ? left : null }),
    submitLarge: (transaction) => submitLarge(transaction, { writer, skips, loops, left: inLoad(transaction) ? left : null }),
  });
  const goal = plan.until === "caught-up" ? await readSourcePosition(attempt.source) : (plan.until ?? null);
  const border = goal === null || plan.until === "caught-up" ? null : upTo(goal);
  const reader = await openBinlogReader({ settings: plan.source, from, ...replicaIdentity(plan), signal });
  stack.use(reader);
  const heartbeat =
    plan.heartbeatSeconds === undefined
      ? null
      : new SourceHeartbeat({ task: plan.taskId, everySeconds: plan.heartbeatSeconds, connect: () => connect(plan.source, { session: beatSession, signal }), event: (event) => observer.event(event) });
  const clock = new FigureClock(attempt, writer, reader, mark, heartbeat);
  const items = decodeItems(noted(reader, prints), {
    ...decoding,
    heartbeat: { isTable: isHeartbeatTable, read: (body) => beatIn(body, plan.taskId) },
    // What an earlier attempt with more memory has applied in one piece comes in one piece again: it is recognised by its end.
    get memoryBytes() {
      return writer.expectsCovered ? Math.max(plan.limits.memoryBytes, largestBound) : plan.limits.memoryBytes;
    },
    room: (bytes) => writer.room(bytes),
    signal,
  });

  let phase = progress.phase;
  let arrived: SourcePosition | null = null;
  let ticking = false;
  // A schema change stores its own mark together with the new definitions; nobody may store that mark before it.
  let changingSchema = false;
  const tick = async () => {
    if (ticking || changingSchema || signal.aborted) return;
    ticking = true;
    try {
      await prepared.park("overdue");
      await writer.recordMark();
      const position = writer.lowWaterMark();
      if (phase === "catch_up" && (loadEnd === null || reached(position, loadEnd))) {
        phase = "stream";
        await store.saveProgress({ phase });
        clock.phase = phase;
        observer.event({ kind: "phase", atMs: Date.now(), phase });
        clock.live();
      }
      if (goal !== null && phase === "stream" && reached(position, goal)) {
        arrived = position;
        over.abort(new AppError("assertion-failed", { detail: "the goal is reached" }));
      }
    } catch (error) {
      over.abort(error);
    } finally {
      ticking = false;
    }
  };
  /** The next item; false at the end of the log. A frame of its own, so that nobody holds an item's rows while the next one is read and decoded. */
  const one = async (): Promise<boolean> => {
    const { value: item, done } = await items.next();
    if (done) return false;
    if (border !== null && liesBehind(item, border, goal!) && (await isReached(writer, prepared, goal!))) {
      // All that the goal holds is applied, also where no transaction stands exactly at its place in the log.
      if (phase === "catch_up") await store.saveProgress({ phase: "stream" });
      arrived = writer.lowWaterMark();
      throw new AppError("assertion-failed", { detail: "the goal is reached" });
    }
    clock.decoded(item);
    changingSchema = item.kind === "ddl";
    await take(attempt, heartbeat && item.kind === "transaction" ? measured(item, heartbeat, mark) : item, { writer, skips, loops, prepared, executor, clock, left: item.kind !== "heartbeat" && item.kind !== "ddl" && inLoad(item) ? left : null });
    changingSchema = false;
    return true;
  };
  const timer = setInterval(() => void tick(), tickMs);
  clock.start(phase);
  heartbeat?.start();
  try {
    try {
      while (await one()) continue;
    } finally {
      await items.return();
    }
    throw new AppError("connection-lost", { detail: "the log ended" });
  } catch (error) {
    await writer.stop();
    // A heartbeat may have moved the mark since, and what is stored counts.
    if (arrived !== null) return { kind: "caught-up", position: writer.lowWaterMark() };
    if (attempt.signal.aborted) return { kind: "stopped" };
    const cause: unknown = over.signal.aborted ? over.signal.reason : error;
    // The replica identity is this task's alone: who took it over is most likely a newer runner of the task, which has claimed the checkpoint before.
    if (cause instanceof AppError && cause.code === "binlog-reader-conflict") await store.assertClaim(attempt.destination);
    throw cause;
  } finally {
    clearInterval(timer);
    clock.stop();
    await heartbeat?.stop();
  }
}

/** A heartbeat row that comes by tells the lag once the mark is behind it. */
function measured(transaction: SourceTransaction, heartbeat: SourceHeartbeat, mark: LowWaterMark): SourceTransaction {
  const writtenAtMs = transaction.heartbeat?.writtenAtMs ?? null;
  if (writtenAtMs === null) return transaction;
  return { ...transaction, settled: (ticket) => mark.whenPassed(ticket, () => heartbeat.arrived(writtenAtMs)) };
}

/** The same batches; what they end with is noted on the way. Holds none of them. */
async function* noted(reader: AsyncIterable<RawEvent[]>, prints: LogPrints): AsyncGenerator<RawEvent[]> {
  for await (const events of reader) {
    prints.note(events);
    yield events;
  }
}

/** An exact end: the item is not part of the goal. */
function liesBehind(item: SourceItem, border: ReturnType<typeof upTo>, goal: SourcePosition): boolean {
  if (item.kind === "heartbeat") return goal.gtidSet === null && compareCoordinates(item, goal) > 0;
  return !border(item);
}

/** With GTIDs another server's log may hold an item of the goal behind one that is not: then the end is late, and the caller sees it by the position. */
async function isReached(writer: ChangeWriter, prepared: PreparedTransactions, goal: SourcePosition): Promise<boolean> {
  // What is held would keep the mark before the goal.
  await prepared.park("all");
  await writer.drain();
  return goal.gtidSet === null || reached(writer.lowWaterMark(), goal);
}

/** The conflict that stops the task is listed like those that the policy settles. */
function tellStoppingConflict(attempt: Attempt, error: unknown): void {
  if (!(error instanceof AppError) || error.code !== "conflict-stopped") return;
  const { database, table, conflict, key, position } = error.context;
  const source = attempt.tables.all.find((one) => one.destination.database === database && one.destination.table === table)?.source;
  if (source) attempt.observer.event({ kind: "conflict", atMs: Date.now(), position: String(position), table: source, conflict: conflict as "row-missing" | "row-exists", key: String(key), decision: "stop" });
}

/** Who takes the items of the log. */
interface Takers {
  readonly writer: ChangeWriter;
  readonly skips: SkippedTransactions;
  readonly loops: LoopWatch;
  readonly prepared: PreparedTransactions;
  readonly executor: DdlExecutor;
  readonly clock: FigureClock;
  /** Of a transaction up to the end of the load. */
  readonly left: LeftFollower | null;
}

/** One item of the log. Resolves when the writer has it; for a schema change, when it has taken effect. */
async function take(attempt: Attempt, item: SourceItem, takers: Takers): Promise<void> {
  const { writer, prepared, executor, clock } = takers;
  switch (item.kind) {
    case "transaction":
      return submit(item, takers);
    case "prepared":
      return prepared.prepare(item);
    case "prepared-end":
      return prepared.end(item);
    case "large-transaction":
      // Its commit stores the mark behind it: nothing may hold the mark back.
      await prepared.park("all");
      return submitLarge(item, takers);
    case "heartbeat":
      return writer.pass(item.file, item.offset);
    case "ddl": {
      // Statements about other databases move the position and need no barrier.
      if (!executor.concerns(item)) return writer.submit({ ...item, kind: "transaction", changes: [], memoryBytes: 0 });
      await prepared.park("all");
      await writer.drain();
      const outcome = await executor.handle(item);
      if (outcome.changed.length > 0 || outcome.renames.length > 0) attempt.tables.rebuild();
      if (outcome.kind === "applied") for (const { name, after } of outcome.changed) if (after !== null) clock.ddl(name);
    }
  }
}

type Submitting = Pick<Takers, "writer" | "skips" | "loops" | "left">;

async function submit(transaction: SourceTransaction, { writer, skips, loops, left }: Submitting): Promise<void> {
  const passed = await skips.pass(carried(transaction, left));
  await refuseLoop(loops, passed);
  await writer.submit(passed);
}

async function submitLarge(transaction: LargeTransaction, { writer, skips, loops, left }: Submitting): Promise<void> {
  await writer.submitLarge(refuseLargeLoop(loops, skips.passLarge(carriedParts(transaction, left))));
}

/** A change of rows that was logged as a statement: it may be about a selected table when its session or its text names a selected database. */
function mayConcern(attempt: Attempt, statement: string, database: string | null): boolean {
  const { selection } = attempt.router;
  if (database !== null && selection.databaseNames.some((name) => selection.fold(name) === selection.fold(database))) return true;
  const text = statement.toLowerCase();
  return selection.databaseNames.some((name) => text.includes(Buffer.from(name.toLowerCase(), "utf8").toString("latin1")));
}

async function openSkips({ plan, place, destination, observer }: Attempt, filter: FilterEvaluator | null): Promise<SkippedTransactions> {
  const decisions = plan.skips ?? [];
  const skips = new SkippedTransactions({ decisions, place, event: (event) => observer.event(event), ...(filter ? { filter: (changes: readonly RowChange[]) => filter.applyFilter(changes) } : {}) });
  if (decisions.length === 0) return skips;
  await skippedRecords.ensure(destination, place);
  await skips.tellRecorded(destination);
  return skips;
}

async function openPrepared(attempt: Attempt, stack: ClosingStack, options: Omit<PreparedOptions, "store" | "stored" | "knowsBeginning" | "find">): Promise<PreparedTransactions> {
  const store = preparedStoreOf(attempt);
  stack.defer(() => store.close());
  const stored = await store.open();
  const { start } = attempt.progress;
  const find = async (xid: string) => (start === null ? null : findPreparedBefore(attempt, start, xid));
  return new PreparedTransactions({ ...options, store, stored, find, knowsBeginning: PreparedStore.isBeginningKnown(stored) });
}

function loopWatch(attempt: Attempt, executor: DdlExecutor, filter: FilterEvaluator | null): LoopWatch {
  return {
    destination: attempt.destinationIdentity,
    concerns: (statement, database) => executor.concerns({ statement: Buffer.from(statement, "utf8"), context: neutralContext(database) }),
    ...(filter ? { filter: (changes: readonly RowChange[]) => filter.applyFilter(changes) } : {}),
  };
}

async function openExecutor(attempt: Attempt, mark: LowWaterMark): Promise<DdlExecutor> {
  const { plan, sourceFacts, destinationFacts, store } = attempt;
  const { major, minor, patch } = sourceFacts.version;
  return createDdlExecutor({
    connect: () => attempt.connectDestination({ session: metadataSession }),
    taskId: plan.taskId,
    bookkeepingDatabase: plan.bookkeepingDatabase,
    origin: attempt.sourceIdentity,
    history: attempt.history,
    router: attempt.router,
    onlineDdlTables: plan.onlineDdlTables,
    triggers: plan.triggers ?? "skip",
    events: plan.events ?? "skip",
    followRenames: plan.followRenames ?? false,
    overrides: plan.ddlOverrides ?? [],
    sourceDefinitions: sourceDefinitions(attempt.source, () => readSourcePosition(attempt.source)),
    source: {
      mariadb: sourceFacts.flavour === "mariadb",
      version: major * 10_000 + minor * 100 + patch,
      collations: await readCollations(attempt.source),
      explicitDefaultsForTimestamp: sourceFacts.variables.get("explicit_defaults_for_timestamp") !== "OFF",
      systemTimeZone: await readSystemTimeZone(attempt.source),
    },
    destinationIsMariadb: destinationFacts.flavour === "mariadb",
    copyOf: (name) => attempt.tables.copyOf(name),
    commitMark: async (connection, { file, endOffset, gtid, commitTimeMs }) => {
      // Everything before it is applied: the mark steps over it, and is stored with the new definitions.
      mark.complete(mark.begin({ file, endOffset, gtid }, commitTimeMs));
      await store.recordMarkWithin(connection, mark.current());
    },
    assertClaim: (connection) => store.assertClaim(connection),
    event: (event) => attempt.observer.event(event),
    ...(attempt.failpoint ? { failpoint: async (name: string) => attempt.failpoint?.(name) } : {}),
  });
}
