import { AppError } from "../../errors/app-error";
import type { CellServer } from "../../mysql/cell-server";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteTable } from "../../mysql/identifier";
import { readRawRows } from "../../mysql/raw-rows";
import type { CheckpointStore } from "../checkpoint/checkpoint";
import type { SourcePosition } from "../position/position";
import { wholeTable } from "../sql/key-range";
import type { Chunk, TableLoad, WorkItem } from "./chunk-source";
import type { ChunkStore, StoredTable } from "./chunk-store";
import { ChunkWriter } from "./chunk-writer";
import { asLoadError } from "./load-error";
import type { LoadProgress } from "./load-progress";
import type { RateLimit } from "../rate-limit";
import { ReadBack } from "./read-back";
import { OrderedRows, RowsByDigest, SummedRows, type SentRows } from "./sent-rows";
import { selectRows } from "./table-plan";

/** Named moments of the load, in order; a test ends the process there. */
export type LoadFailpoint = "before-rows" | "after-rows" | "before-commit" | "after-commit";

export interface LoaderContext {
  readonly source: MysqlConnection;
  /** With `autocommit=0` and without CLIENT_FOUND_ROWS. */
  readonly destination: MysqlConnection;
  readonly chunks: ChunkStore;
  readonly store: Pick<CheckpointStore, "assertClaim">;
  readonly progress: LoadProgress;
  readonly limit: RateLimit;
  /** Awaited before each statement that reads rows at the source. */
  readonly mayRead: () => Promise<void>;
  readonly signal: AbortSignal;
  readonly keepExisting: boolean;
  readonly destinationServer: CellServer;
  readonly statementBytes: number;
  readonly failpoint: (name: LoadFailpoint) => void | Promise<void>;
  readonly readPosition: (source: MysqlConnection) => Promise<SourcePosition>;
  /** Lets the table be read exactly as of the position that it returns; may take several tries. */
  readonly readKeyless: (source: MysqlConnection, load: TableLoad, read: ReadKeyless) => Promise<SourcePosition>;
}

/** One try: reads the table from this connection, and asks with its first row whether it may go on. */
export type ReadKeyless = (source: MysqlConnection, begun: () => Promise<void>) => Promise<void>;

/** Rows of a keyless table per destination transaction, and rows removed at a time. */
const keylessBatchRows = 50_000;

/** Where a table's copy stands: exactly at a position (keyless tables), or somewhere before it. */
export type CopyEnd = Pick<StoredTable, "copiedUpTo" | "readBy">;

/** Does one piece of work: rows and their record are one destination transaction. Returns where the table's copy stands when this was its last piece. */
export async function load(context: LoaderContext, item: WorkItem): Promise<CopyEnd | null> {
  const { plan } = item.load;
  try {
    context.progress.copying(plan.table);
    if (item.kind === "keyless") return await loadKeyless(context, item.load);
    let end = item.kind === "chunk" ? await loadChunk(context, item) : null;
    if (item.kind === "finish" || (item.load.planned && item.load.openChunks === 0 && !item.only)) {
      end = { copiedUpTo: null, readBy: await context.readPosition(context.source) };
      await recordCopied(context, item.load, end);
    }
    if (item.load.planned && item.load.openChunks === 0) context.progress.copied(plan.table);
    return end;
  } catch (cause) {
    const error = asLoadError(cause, plan.table.source);
    if (error instanceof AppError) context.progress.failed(plan.table, error.code);
    throw error;
  }
}

async function loadChunk(context: LoaderContext, item: Extract<WorkItem, { kind: "chunk" }>): Promise<CopyEnd | null> {
  const { load, chunk } = item;
  const { destination, chunks, store } = context;
  context.progress.chunkBegan(load.plan.table, chunk.number, chunk.upTo === null);
  await context.failpoint("before-rows");
  const writer = await copyChunk(context, load, chunk);
  await context.failpoint("after-rows");
  const end = item.only ? { copiedUpTo: null, readBy: await context.readPosition(context.source) } : null;
  if (end) await chunks.recordTable(destination, load.plan.table.source, { state: "copied", rows: writer.rows, bytes: writer.bytes, ...end }, false);
  else await chunks.recordChunk(destination, load.plan.table.source, { ...chunk, rows: writer.rows, bytes: writer.bytes });
  await store.assertClaim(destination);
  await context.failpoint("before-commit");
  await destination.run("COMMIT");
  await context.failpoint("after-commit");
  load.openChunks -= 1;
  context.progress.chunkDone(load.plan.table, chunk.number);
  return end;
}

/**
 * Writes a chunk's rows and reads back what has become of them, inside their transaction. Where both are the same bytes in the same order, one hash
 * shows it. Else (another order, rows that were there before) the chunk is written again and each row is looked for by itself.
 */
async function copyChunk(context: LoaderContext, load: TableLoad, chunk: Chunk): Promise<ChunkWriter> {
  const { destination } = context;
  const readBack = await readBackOf(context, load);
  if (!readBack.reads(chunk)) return writeChunk(context, load, chunk, { sent: { taken() {} }, again: false });
  const inOrder = !load.rowByRow && readBack.there.transactional && !(context.keepExisting && (await readBack.holdsRows(destination, chunk)));
  if (inOrder) {
    const sent = new OrderedRows();
    const writer = await writeChunk(context, load, chunk, { sent, again: false });
    if (writer.added === writer.rows && !readBack.holds(writer.longest)) return writer;
    if (writer.added === writer.rows && sent.digest() === (await readBack.ordered(destination, chunk))) return writer;
    await destination.run("ROLLBACK");
    // With rows of others in one chunk the next one may be without.
    load.rowByRow = !context.keepExisting;
  }
  const before = new Set<string>();
  await readBack.digests(destination, chunk, (digest) => before.add(digest));
  const sent = new RowsByDigest(readBack.signless);
  const writer = await writeChunk(context, load, chunk, { sent, again: inOrder, keyOf: (buffer, offset) => readBack.keyOf(buffer, offset) });
  if (!readBack.holds(writer.longest)) return writer;
  // Equal to what was there: kept, not added.
  for (const digest of before) sent.keys.delete(digest);
  let found = 0;
  await readBack.digests(destination, chunk, (digest) => {
    if (sent.keys.delete(digest)) found += 1;
  });
  if (found < writer.added) found += await readBack.findByKey(destination, sent, writer.added - found);
  if (found < writer.added) await readBack.refuse(destination, writer.added - found);
  return writer;
}

async function writeChunk(context: LoaderContext, load: TableLoad, chunk: Chunk, options: { readonly sent: SentRows; readonly again: boolean; readonly keyOf?: (buffer: Buffer, offset: number) => string }): Promise<ChunkWriter> {
  await context.mayRead();
  const writer = newWriter(context, load, options);
  await readRawRows(context.source, selectRows(load.plan, chunk), (buffer, offset) => writer.add(buffer, offset));
  await writer.finish();
  return writer;
}

function readBackOf(context: LoaderContext, load: TableLoad): Promise<ReadBack> {
  return (load.readBack ??= ReadBack.open(context.destination, load.plan, context.destinationServer));
}

async function recordCopied(context: LoaderContext, load: TableLoad, end: CopyEnd): Promise<void> {
  const { plan } = load;
  await context.chunks.recordTable(context.destination, plan.table.source, { state: "copied", ...context.progress.totals(plan.table), ...end }, plan.key !== null);
  await context.store.assertClaim(context.destination);
  await context.destination.run("COMMIT");
}

/**
 * A table without a key cannot be continued in the middle: an unfinished copy is removed and made anew. Where the destination table may
 * hold rows of its own (existing tables are kept), nothing of the copy is committed before all of it.
 */
async function loadKeyless(context: LoaderContext, load: TableLoad): Promise<CopyEnd> {
  const { destination, source, store, chunks } = context;
  await context.mayRead();
  const { table } = load.plan;
  const inParts = !context.keepExisting;
  if (inParts) {
    if (load.stored?.state === "copying") await removeCopy(context, load);
    await chunks.recordTable(destination, table.source, { state: "copying", rows: 0, bytes: 0, copiedUpTo: null, readBy: null }, false);
    await store.assertClaim(destination);
    await destination.run("COMMIT");
  }
  const readBack = await readBackOf(context, load);
  const before = readBack.comparable ? await readBack.sums(destination) : null;
  let sent = new SummedRows(readBack.signless);
  let writer: ChunkWriter | null = null;
  const position = await context.readKeyless(source, load, async (reader, begun) => {
    sent = new SummedRows(readBack.signless);
    writer = await copyKeyless(context, load, reader, { begun, inParts, sent });
  });
  // Rows that a unique key of the destination kept out are not among the sums, and not known one by one.
  const { rows, added, longest } = writer! as ChunkWriter;
  if (before !== null && added === rows && readBack.holds(longest) && !(await readBack.sums(destination)).isSumOf(before, sent)) await readBack.refuse(destination, rows);
  await context.failpoint("after-rows");
  const end = { copiedUpTo: position, readBy: null };
  await recordCopied(context, load, end);
  context.progress.copied(table);
  return end;
}

interface KeylessCopy {
  readonly begun: () => Promise<void>;
  readonly inParts: boolean;
  readonly sent: SentRows;
}

async function copyKeyless(context: LoaderContext, load: TableLoad, source: MysqlConnection, { begun, inParts, sent }: KeylessCopy): Promise<ChunkWriter> {
  const { destination, store } = context;
  await context.failpoint("before-rows");
  let mayBegin = () => {};
  const writer = newWriter(context, load, { sent, mayBegin: new Promise<void>((resolve) => (mayBegin = resolve)) });
  let first = true;
  let uncommitted = 0;
  const commitPart = async () => {
    await writer.finish();
    await context.chunks.recordTable(destination, load.plan.table.source, { state: "copying", rows: writer.rows, bytes: writer.bytes, copiedUpTo: null, readBy: null }, false);
    await store.assertClaim(destination);
    await context.failpoint("before-commit");
    await destination.run("COMMIT");
    await context.failpoint("after-commit");
  };
  await readRawRows(source, selectRows(load.plan, wholeTable), (buffer, offset) => {
    const wait = writer.add(buffer, offset);
    uncommitted += 1;
    if (first) {
      first = false;
      return begun().then(mayBegin);
    }
    if (!inParts || uncommitted < keylessBatchRows) return wait;
    uncommitted = 0;
    return commitPart();
  });
  if (first) {
    await begun();
    mayBegin();
  }
  await writer.finish();
  return writer;
}

async function removeCopy(context: LoaderContext, load: TableLoad): Promise<void> {
  for (;;) {
    const { affectedRows } = await context.destination.run(`DELETE FROM ${quoteTable(load.plan.table.destination)} LIMIT ${keylessBatchRows}`);
    await context.store.assertClaim(context.destination);
    await context.destination.run("COMMIT");
    if (affectedRows < keylessBatchRows) return;
  }
}

interface WriterOptions {
  readonly sent: SentRows;
  readonly mayBegin?: Promise<void>;
  readonly keyOf?: (buffer: Buffer, offset: number) => string;
  /** The rows were counted the first time. */
  readonly again?: boolean;
}

function newWriter(context: LoaderContext, load: TableLoad, { again = false, ...options }: WriterOptions): ChunkWriter {
  return new ChunkWriter({
    ...options,
    connection: context.destination,
    plan: load.plan,
    keepExisting: context.keepExisting,
    statementBytes: context.statementBytes,
    limit: context.limit,
    signal: context.signal,
    onWritten: (rows, bytes) => (again ? undefined : context.progress.count(load.plan.table, rows, bytes)),
  });
}
