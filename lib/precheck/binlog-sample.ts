/** Decodes a stretch of the source's log with the engine's own decoder and tells what would have stopped a task there. */
import { randomInt, randomUUID } from "node:crypto";
import type { ErrorCode } from "../errors/catalogue";
import { TransactionAbandoned, type DdlChange, type RawEvent, type RoutedTable, type RowChange } from "../engine/change";
import { decodeFailure } from "../engine/decoder/decode-error";
import { eventType } from "../engine/decoder/event-type";
import { parseQuery } from "../engine/decoder/query-event";
import { statementKind } from "../engine/decoder/statement-kind";
import { PreparedEvents } from "../engine/decoder/prepared-events";
import { payloadEvents } from "../engine/decoder/transaction-payload";
import { TransactionAssembler } from "../engine/decoder/transaction-assembler";
import { compareFiles } from "../engine/position/position-order";
import type { SourcePosition } from "../engine/position/position";
import { openBinlogReader } from "../engine/reader/binlog-reader";
import type { ConnectionSettings } from "../mysql/connection-settings";

export interface SampleOptions {
  readonly settings: ConnectionSettings;
  /** Beginning of a log file, or any position that lies between transactions. */
  readonly from: SourcePosition;
  /** The sample ends here. */
  readonly to: SourcePosition;
  /** What is before it is passed over undecoded. Milliseconds since 1970; null = all count. */
  readonly sinceMs: number | null;
  readonly resolveTable: (database: string, table: string) => RoutedTable | null;
  readonly isStatementInScope: (statement: string, defaultDatabase: string | null) => boolean;
  /** Reading ends after so many bytes that were passed over, or decoded, or so long. */
  readonly limits: { readonly passedBytes: number; readonly bytes: number; readonly ms: number };
  readonly signal: AbortSignal;
}

export interface Stopper {
  readonly code: ErrorCode;
  /** `database.table` where the event names it, else the database of the session. */
  readonly object: string | null;
  readonly count: number;
  /** Of the newest one. */
  readonly file: string;
  readonly offset: number;
  readonly atMs: number;
}

export interface BinlogSample {
  readonly transactions: number;
  /** Of selected tables, of the kinds that are carried. */
  readonly rows: number;
  readonly schemaChanges: number;
  /** The newest of those that may concern what is selected, in the order of the log. */
  readonly statements: readonly DdlChange[];
  /** Decoded, and read before that to get there. */
  readonly bytes: number;
  readonly passedBytes: number;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** Reading ended at a limit before the position `to`. */
  readonly cut: boolean;
  readonly stoppers: readonly Stopper[];
}

/** Throws what the reader throws. An event that cannot be decoded is a finding, not an error: reading goes on behind its transaction. */
export async function sampleBinlog(options: SampleOptions): Promise<BinlogSample> {
  const sample = new Sample(options);
  const ended = new AbortController();
  const signal = AbortSignal.any([options.signal, ended.signal, AbortSignal.timeout(options.limits.ms)]);
  try {
    // A server id and UUID of its own: with the task's the source would end a reader of the task that still runs.
    await using reader = await openBinlogReader({ settings: options.settings, from: options.from, serverId: randomInt(0x7000_0000, 0x7fff_ffff), replicaUuid: randomUUID(), signal, heartbeatMs: 1_000 });
    for await (const batch of reader) {
      for (const event of batch) {
        if (isBeyond(event, options.to)) return sample.result(false);
        sample.take(event);
        if (event.file === options.to.file && event.endOffset >= options.to.offset) return sample.result(false);
        if (sample.bytes >= options.limits.bytes || sample.passedBytes >= options.limits.passedBytes) return sample.result(true);
      }
    }
  } catch (error) {
    if (options.signal.aborted || !signal.aborted) throw error;
  } finally {
    ended.abort();
  }
  return sample.result(true);
}

/** Only a later file is beyond: artificial events bear offset 0. */
function isBeyond(event: RawEvent, to: SourcePosition): boolean {
  return event.file !== "" && compareFiles(event.file, to.file) > 0;
}

/** Schema changes that are kept to be judged. */
const keptStatements = 500;

/** What is held of one transaction; the rest is counted and let go. */
const heldBytes = 32 * 1024 * 1024;

class Sample {
  readonly #options: SampleOptions;
  #assembler: TransactionAssembler;
  /** Decoding begins with a transaction, at first and behind one that failed. */
  #skipping = true;
  #inWindow: boolean;
  /** The engine keeps an XA transaction as it is until its end is known; here it is decoded at once. */
  #xa: { readonly events: PreparedEvents; readonly assembler: TransactionAssembler } | null = null;
  #transactions = 0;
  #rows = 0;
  #schemaChanges = 0;
  #statements: DdlChange[] = [];
  #fromMs: number | null = null;
  #toMs: number | null = null;
  /** Definitions of the present do not fit what was written before a schema change. By code and object, like the others. */
  readonly #outdated = new Map<string, Stopper>();
  readonly #stoppers = new Map<string, Stopper>();
  bytes = 0;
  passedBytes = 0;

  constructor(options: SampleOptions) {
    this.#options = options;
    this.#assembler = this.#newAssembler();
    this.#inWindow = options.sinceMs === null;
  }

  result(cut: boolean): BinlogSample {
    for (const stopper of this.#outdated.values()) add(this.#stoppers, stopper);
    return { transactions: this.#transactions, rows: this.#rows, schemaChanges: this.#schemaChanges, statements: this.#statements.slice(-keptStatements), bytes: this.bytes, passedBytes: this.passedBytes, fromMs: this.#fromMs, toMs: this.#toMs, cut, stoppers: [...this.#stoppers.values()] };
  }

  take(event: RawEvent): void {
    this.#inWindow ||= this.#counts(event);
    if (!this.#inWindow) {
      this.passedBytes += event.size;
      return;
    }
    this.bytes += event.size;
    if (event.type !== eventType.transactionPayload) return this.#push(event);
    try {
      for (const inner of payloadEvents(event)) this.#push(inner);
    } catch (error) {
      this.#fail(error, event);
    }
  }

  #counts(event: RawEvent): boolean {
    const { sinceMs } = this.#options;
    return event.timestamp > 0 && (sinceMs === null || event.timestamp * 1_000 >= sinceMs);
  }

  #newAssembler(): TransactionAssembler {
    return new TransactionAssembler({ resolveTable: this.#options.resolveTable, isStatementInScope: this.#options.isStatementInScope });
  }

  #push(event: RawEvent): void {
    if (this.#skipping) {
      if (!beginsTransaction(event)) return;
      this.#skipping = false;
      this.#xa = null;
      this.#assembler = this.#newAssembler();
    }
    const counts = this.#counts(event);
    try {
      const item = this.#assembler.push(event);
      if (item === null && this.#assembler.openBytes > heldBytes) {
        const rows = this.#assembler.open?.xid === null ? countCarried(this.#assembler.takeChanges()) : this.#decodeXa(this.#assembler.takeEvents(), event);
        if (counts) this.#rows += rows;
      }
      if (item?.kind === "prepared") {
        const rows = this.#decodeXa(item.events ?? Buffer.alloc(0), event);
        this.#xa = null;
        if (counts) this.#rows += rows;
      }
      if (item === null || item.kind === "heartbeat" || !counts) return;
      this.#fromMs ??= item.commitTimeMs;
      this.#toMs = item.commitTimeMs;
      if (item.kind === "ddl") {
        this.#schemaChanges += 1;
        const text = item.statement.toString("utf8").toLowerCase();
        if (this.#options.isStatementInScope(item.statement.toString("latin1"), item.context.defaultDatabase)) this.#statements.push(item);
        if (this.#statements.length >= 2 * keptStatements) this.#statements = this.#statements.slice(-keptStatements);
        for (const [key, { object }] of this.#outdated) if (object !== null && text.includes(object.split(".").at(-1)!.toLowerCase())) this.#outdated.delete(key);
        return;
      }
      this.#transactions += 1;
      if (item.kind === "transaction") this.#rows += countCarried(item.changes);
    } catch (error) {
      this.#fail(error, event, counts);
    }
  }

  /** The next part of an XA transaction; answers how many rows it changes. */
  #decodeXa(bytes: Buffer, event: RawEvent): number {
    const xa = (this.#xa ??= { events: new PreparedEvents({ file: event.file, endOffset: event.endOffset }), assembler: this.#newAssembler() });
    let rows = 0;
    const count = () => (rows += xa.assembler.open === null ? 0 : countCarried(xa.assembler.takeChanges()));
    for (const one of xa.events.push(bytes)) {
      xa.assembler.push(one);
      if (xa.assembler.openBytes > heldBytes) count();
    }
    count();
    return rows;
  }

  #fail(cause: unknown, event: RawEvent, counts = true): void {
    const error = decodeFailure(cause, event);
    this.#skipping = true;
    // Rolled back after parts of it were let go: nothing of it took effect.
    if (!counts || error instanceof TransactionAbandoned) return;
    const { database, table } = error.context as { database?: string | null; table?: string | null };
    const object = database && table ? `${database}.${table}` : (database ?? null);
    const stopper: Stopper = { code: error.code, object, count: 1, file: event.file, offset: event.endOffset, atMs: event.timestamp * 1_000 };
    add(error.code === "schema-mismatch" || (error.code === "binlog-event-undecodable" && object !== null) ? this.#outdated : this.#stoppers, stopper);
  }
}

const countCarried = (changes: readonly RowChange[]) => changes.reduce((sum, { kind, table }) => sum + ((table.dml?.has(kind) ?? true) ? 1 : 0), 0);

function add(to: Map<string, Stopper>, stopper: Stopper): void {
  const key = `${stopper.code} ${stopper.object ?? ""}`;
  const before = to.get(key);
  to.set(key, before ? { ...stopper, count: before.count + stopper.count } : stopper);
}

/** Where reading can begin anew: a group's GTID event, or the BEGIN of a log without GTIDs. */
export function beginsTransaction(event: RawEvent): boolean {
  if ([eventType.gtid, eventType.anonymousGtid, eventType.gtidTagged, eventType.mariadbGtid].includes(event.type as never)) return true;
  return event.type === eventType.query && ["begin", "ddl"].includes(statementKind(parseQuery(event.body).statement).kind);
}

/** When the log file was begun: the first event that bears a time. Null when the source gives none within the first events. */
export async function fileBeginMs(settings: ConnectionSettings, file: string, flavour: SourcePosition["flavour"], signal: AbortSignal): Promise<number | null> {
  await using reader = await openBinlogReader({ settings, from: { file, offset: 4, gtidSet: null, flavour }, serverId: randomInt(0x7000_0000, 0x7fff_ffff), replicaUuid: randomUUID(), signal, queueBytes: 64 * 1024 });
  let seen = 0;
  for await (const batch of reader) {
    for (const event of batch) {
      if (event.timestamp > 0 && event.type === eventType.formatDescription) return event.timestamp * 1_000;
      seen += 1;
    }
    if (seen > 20) return null;
  }
  return null;
}
