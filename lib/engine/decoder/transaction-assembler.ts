/**
 * Events → whole source transactions. Fed one event at a time, gives at most one item for each.
 *
 * Invariants
 * 1. A transaction ends at XID, COMMIT, an XA_PREPARE or a statement that stands alone — never at anything else. A log file that
 *    begins while one is open means that the source crashed: it was never committed.
 * 2. Changes of selected tables are complete or the task stops: no event in scope is passed over.
 * 3. Nothing is decoded ahead of the item that is handed out: the consumer may change the tables' definitions in between.
 *
 * CREATE TABLE … SELECT is one group in the log: the CREATE statement, then its rows. The statement comes as a DDL item of its own
 * with `gtid: null` and, where there are GTIDs, the id `<gtid>#ddl` and the position before the group, then the rows as a
 * transaction with the group's GTID. Until that one is applied a restart reads the whole group again: the DDL item's id must stay recorded
 * as done until then. Without GTIDs the DDL item ends behind its own event, and reading goes on with the rows.
 */
import { AppError } from "../../errors/app-error";
import { TransactionAbandoned, type DdlChange, type Heartbeat, type PreparedEnd, type PreparedTransaction, type RawEvent, type RoutedTable, type RowChange, type SourceTransaction, type StatementContext } from "../change";
import { findMark } from "../position/origin-mark";
import { ImageSlab } from "../values/image-slab";
import { EventFormatError } from "./decode-error";
import { eventType, ignorableFlag } from "./event-type";
import { parseGtid, parseMariadbGtid, parseTaggedGtid, type GtidEvent } from "./gtid-event";
import { OpenTransaction } from "./open-transaction";
import { PlanCache } from "./plan-cache";
import { PreparedEvents } from "./prepared-events";
import { parseContext, parseQuery, uncompressPart, type QueryEvent } from "./query-event";
import { decodeRows, rowBytes, rowsEvents } from "./rows-event";
import { statementKind } from "./statement-kind";

export interface AssemblerOptions {
  /** The selected table of this name as of now, or null. Asked at each TABLE_MAP event. */
  readonly resolveTable: (database: string, table: string) => RoutedTable | null;
  /**
   * A change of rows that was logged as a statement: may it concern a selected table? True stops the task. `statement` is the text read
   * as latin1. Absent: every one may.
   */
  readonly isStatementInScope?: (statement: string, defaultDatabase: string | null) => boolean;
  /** Rows that tasks write to measure their lag. `read`: when the row of this task's was written, null for another task's. */
  readonly heartbeat?: { isTable(database: string, table: string): boolean; read(body: Buffer): number | null };
}

type Item = SourceTransaction | PreparedTransaction | PreparedEnd | DdlChange | Heartbeat;

export class TransactionAssembler {
  readonly #plans: PlanCache;
  readonly #options: AssemblerOptions;
  #slab = new ImageSlab();
  #group: OpenTransaction | null = null;
  /** Where the last group or heartbeat ended. */
  #reached = { file: "", offset: 0 };

  constructor(options: AssemblerOptions) {
    this.#options = options;
    this.#plans = new PlanCache(options.resolveTable, options.heartbeat && ((database, table) => options.heartbeat!.isTable(database, table)));
  }

  /** Bytes that the open transaction's changes hold. */
  get openBytes(): number {
    return this.#group?.memory ?? 0;
  }

  /** GTID and file of the open transaction. */
  get open(): { readonly gtid: string | null; readonly file: string; readonly commitTimeMs: number | null; readonly xid: string | null } | null {
    const group = this.#group;
    return group && { gtid: group.gtid?.gtid ?? null, file: group.file, commitTimeMs: group.gtid?.commitTimeMs ?? null, xid: group.prepared?.xid ?? null };
  }

  /** The open transaction's changes so far, for one that is too large to wait for its end. */
  takeChanges(): RowChange[] {
    return this.#group!.takeChanges();
  }

  /** The kept events of the open XA transaction so far, likewise. */
  takeEvents(): Buffer {
    return this.#group!.takeEvents();
  }

  push(event: RawEvent): Item | null {
    const rows = rowsEvents[event.type];
    if (rows) {
      const group = this.#ensureGroup(event);
      const plan = this.#plans.planFor(event.body);
      if (plan === undefined) throw new EventFormatError("rows without a table map");
      if (plan) {
        if (group.prepared) group.keep(event);
        else {
          const from = group.changes.length;
          group.memory += decodeRows(event.body, rows, plan, this.#slab, group.changes);
          group.echoes.drop(group.changes, from);
          this.#slab.retire();
        }
      } else if (this.#options.heartbeat && this.#plans.isHeartbeat(event.body)) group.heartbeat = { writtenAtMs: this.#options.heartbeat.read(event.body) };
      else {
        const marked = this.#plans.markedTable(event.body);
        if (marked !== null) group.mark = findMark(marked, rowBytes(event.body, rows)) ?? group.mark;
      }
      group.bytes += event.size;
      return null;
    }
    switch (event.type) {
      case eventType.tableMap: {
        const open = this.#ensureGroup(event);
        open.bytes += event.size;
        this.#plans.accept(event.body);
        if (open.prepared && this.#plans.planFor(event.body)) open.keep(event);
        return null;
      }
      case eventType.gtid:
      case eventType.anonymousGtid:
        return this.#begin(event, parseGtid(event.body, event.type === eventType.anonymousGtid));
      case eventType.gtidTagged:
        return this.#begin(event, parseTaggedGtid(event.body));
      case eventType.mariadbGtid:
        return this.#begin(event, parseMariadbGtid(event.body, event.serverId));
      case eventType.query:
        return this.#query(event, parseQuery(event.body));
      case eventType.mariadbQueryCompressed: {
        const query = parseQuery(event.body);
        return this.#query(event, { ...query, statement: uncompressPart(query.statement) });
      }
      case eventType.executeLoadQuery:
        return this.#rowsByStatement(event, parseQuery(event.body, 13));
      case eventType.load:
      case eventType.createFile:
      case eventType.execLoad:
      case eventType.newLoad:
        throw new AppError("binlog-statement-format", { detail: "LOAD DATA of an old server", context: place(event) });
      case eventType.xid:
        return this.#end(event);
      case eventType.xaPrepare:
        return this.#xaPrepare(event);
      case eventType.incident:
        throw new AppError("binlog-incident", { context: place(event) });
      case eventType.formatDescription:
        this.#plans.clear();
        return this.#abandon(event);
      case eventType.rotate:
        return this.#group ? null : this.#heartbeat(event);
      case eventType.heartbeat:
      case eventType.heartbeatV2:
        return this.#group ? null : this.#heartbeat(event);
      case eventType.stop:
      case eventType.intVar:
      case eventType.rand:
      case eventType.userVar:
      case eventType.appendBlock:
      case eventType.deleteFile:
      case eventType.beginLoadQuery:
      case eventType.ignorable:
      case eventType.rowsQuery:
      case eventType.previousGtids:
      case eventType.transactionContext:
      case eventType.viewChange:
      case eventType.mariadbAnnotateRows:
      case eventType.mariadbCheckpoint:
      case eventType.mariadbGtidList:
      case eventType.mariadbStartEncryption:
        if (this.#group) this.#group.bytes += event.size;
        return null;
      default:
        if (event.flags & ignorableFlag) return null;
        throw new AppError("binlog-event-unknown", { context: place(event) });
    }
  }

  #begin(event: RawEvent, gtid: GtidEvent): null {
    if (this.#group) throw new EventFormatError("a transaction begins inside another one");
    this.#group = new OpenTransaction(event, gtid, gtid.begins);
    return null;
  }

  #ensureGroup(event: RawEvent): OpenTransaction {
    return (this.#group ??= new OpenTransaction(event, null, true));
  }

  #query(event: RawEvent, query: QueryEvent): Item | null {
    const statement = statementKind(query.statement);
    const group = this.#group;
    if (group?.prepared && (statement.kind === "savepoint" || statement.kind === "rollback-to")) {
      group.bytes += event.size;
      group.keep({ ...event, type: eventType.query }, plainQuery(query));
      return null;
    }
    switch (statement.kind) {
      case "begin": {
        const open = this.#ensureGroup(event);
        open.begun = true;
        open.bytes += event.size;
        return null;
      }
      case "xa-begin": {
        const open = this.#ensureGroup(event);
        open.begun = true;
        open.prepared = { xid: statement.xid, events: [] };
        open.bytes += event.size;
        return null;
      }
      case "commit":
        return this.#end(event);
      case "rollback":
        if (group && group.handedOut > 0 && !group.keepsSome) throw new TransactionAbandoned({ ...this.#end(event), changes: [], memoryBytes: 0 });
        group?.undo(0);
        return this.#end(event);
      case "savepoint": {
        const open = this.#ensureGroup(event);
        open.bytes += event.size;
        open.setSavepoint(statement.name);
        return null;
      }
      case "rollback-to": {
        const open = this.#ensureGroup(event);
        open.bytes += event.size;
        open.rollBackTo(statement.name);
        return null;
      }
      case "release":
      case "xa-end":
        if (group) group.bytes += event.size;
        return null;
      case "xa-commit":
      case "xa-rollback":
        this.#group = null;
        return { kind: "prepared-end", xid: statement.xid, commits: statement.kind === "xa-commit", ...this.#ended(event, group) };
      case "temporary":
        return this.#passOver(event);
      case "new-temporary":
        // Sessions that log rows do not log it. What such a session does to a temporary table looks like a change of the real one of that name.
        return this.#options.isStatementInScope ? this.#rowsByStatement(event, query) : this.#passOver(event);
      case "dml":
        return this.#rowsByStatement(event, query);
      case "ddl":
        return this.#ddl(event, query);
    }
  }

  /** A statement that does not concern us, alone or in a transaction. */
  #passOver(event: RawEvent): Item | null {
    if (!this.#group?.begun) return this.#end(event);
    this.#group.bytes += event.size;
    return null;
  }

  #rowsByStatement(event: RawEvent, query: QueryEvent): Item | null {
    const database = query.database.length === 0 ? null : query.database.toString("utf8");
    const inScope = this.#options.isStatementInScope;
    if (!inScope || inScope(query.statement.toString("latin1"), database)) {
      throw new AppError("binlog-statement-format", { context: { ...place(event), database } });
    }
    return this.#passOver(event);
  }

  #ddl(event: RawEvent, query: QueryEvent): Item {
    const group = this.#group;
    if (group?.gtid?.alterWithoutEffect) return this.#end(event);
    const context = parseContext(query, event.timestamp);
    if (!group?.begun) {
      const ended = this.#ended(event, group);
      this.#group = null;
      return { kind: "ddl", ...ended, statement: query.statement, context };
    }
    if (group.changes.length > 0 || group.handedOut > 0) throw new AppError("ddl-unsupported", { detail: "a schema change behind row changes in one transaction", context: place(event) });
    return this.#createWithRows(event, group, query.statement, context);
  }

  /** The CREATE of CREATE TABLE … SELECT, see above. */
  #createWithRows(event: RawEvent, group: OpenTransaction, statement: Buffer, context: StatementContext): DdlChange {
    const gtid = group.gtid?.gtid ?? null;
    const ended = this.#ended(event, group);
    group.bytes += event.size;
    const common = { kind: "ddl" as const, statement, context, gtid: null, file: event.file, commitTimeMs: ended.commitTimeMs, binlogBytes: event.size };
    if (gtid !== null) return { ...common, id: `${gtid}#ddl`, endOffset: group.startOffset };
    return { ...common, id: `${event.file}:${event.endOffset}`, endOffset: event.endOffset };
  }

  #xaPrepare(event: RawEvent): Item {
    const onePhase = event.body[0] === 1;
    const group = this.#group;
    if (!group?.prepared) {
      if (!onePhase) throw new EventFormatError("an XA transaction is prepared that was not begun");
      return this.#end(event);
    }
    const { xid, events } = group.prepared;
    if (group.handedOut > 0 || !onePhase) {
      this.#group = null;
      return { kind: "prepared", xid, events: Buffer.concat(events), parts: none, onePhase, ...this.#ended(event, group) };
    }
    group.prepared = null;
    group.memory = 0;
    const kept = new PreparedEvents({ file: event.file, endOffset: event.endOffset });
    for (const one of kept.push(Buffer.concat(events))) this.push(one);
    kept.end();
    return this.#end(event);
  }

  #end(event: RawEvent): SourceTransaction {
    const group = this.#group;
    this.#group = null;
    const mark = group?.mark && { origins: group.mark.origins, ...(group.mark.announced && { announced: group.mark.announced }) };
    const heartbeat = group?.heartbeat && group.changes.length === 0 ? { heartbeat: group.heartbeat } : {};
    return { kind: "transaction", ...this.#ended(event, group), changes: group?.changes ?? [], memoryBytes: group?.memory ?? 0, ...mark, ...heartbeat };
  }

  #ended(event: RawEvent, group: OpenTransaction | null) {
    const gtid = group?.gtid?.gtid ?? null;
    this.#reached = { file: event.file, offset: event.endOffset };
    return {
      id: gtid ?? `${event.file}:${event.endOffset}`,
      gtid,
      file: event.file,
      endOffset: event.endOffset,
      commitTimeMs: group?.gtid?.commitTimeMs ?? event.timestamp * 1000,
      binlogBytes: (group?.bytes ?? 0) + event.size,
    };
  }

  /** A log file begins: an open transaction was cut off by a crash of the source. */
  #abandon(event: RawEvent): null {
    const group = this.#group;
    if (!group) return null;
    // Position 0 repeats the description in mid-file: then nothing was cut off.
    if (event.body.readUInt32LE(52) === 0) return null;
    this.#group = null;
    if (group.handedOut > 0) throw new TransactionAbandoned(null);
    return null;
  }

  #heartbeat(event: RawEvent): Heartbeat | null {
    // A new connection begins with the file we are in: no news.
    if (event.type === eventType.rotate && event.timestamp === 0) return null;
    // Never backwards: while the source leaves transactions out its heartbeats may lag.
    if (event.file === this.#reached.file && event.endOffset < this.#reached.offset) return null;
    this.#reached = { file: event.file, offset: event.endOffset };
    return { kind: "heartbeat", file: event.file, offset: event.endOffset, atMs: Date.now() };
  }
}

/** A QUERY event's body without settings. */
function plainQuery({ statement }: QueryEvent): Buffer {
  return Buffer.concat([Buffer.alloc(14), statement]);
}

const none: AsyncIterable<never> = { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }) };

function place(event: RawEvent) {
  return { file: event.file, endOffset: event.endOffset, eventType: event.type };
}
