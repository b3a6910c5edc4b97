/**
 * Events → whole source transactions. Fed one event at a time, gives at most one item for each.
 *
 * Invariants
 * 1. A transaction ends at XID, COMMIT, a one-phase XA_PREPARE or a statement that stands alone — never at anything else. A log file that
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
import type { DdlChange, Heartbeat, RawEvent, RoutedTable, RowChange, SourceTransaction, StatementContext } from "../change";
import { ImageSlab } from "../values/image-slab";
import { EventFormatError } from "./decode-error";
import { eventType, ignorableFlag } from "./event-type";
import { parseGtid, parseMariadbGtid, parseTaggedGtid, type GtidEvent } from "./gtid-event";
import { PlanCache } from "./plan-cache";
import { parseContext, parseQuery, uncompressPart, type QueryEvent } from "./query-event";
import { decodeRows, rowsEvents } from "./rows-event";
import { statementKind } from "./statement-kind";

export interface AssemblerOptions {
  /** The selected table of this name as of now, or null. Asked at each TABLE_MAP event. */
  readonly resolveTable: (database: string, table: string) => RoutedTable | null;
  /**
   * A change of rows that was logged as a statement: may it concern a selected table? True stops the task. `statement` is the text read
   * as latin1. Absent: every one may.
   */
  readonly isStatementInScope?: (statement: string, defaultDatabase: string | null) => boolean;
}

interface Group {
  readonly gtid: GtidEvent | null;
  readonly file: string;
  readonly startOffset: number;
  changes: RowChange[];
  memory: number;
  bytes: number;
  /** A BEGIN was seen (or MariaDB's GTID event stands for it): a statement does not end the transaction. */
  begun: boolean;
  savepoints: { readonly name: string; readonly changes: number }[];
  /** Changes of this transaction that were handed out before its end. */
  handedOut: number;
}

type Item = SourceTransaction | DdlChange | Heartbeat;

/** Engines that keep what a rolled-back transaction did. */
const nonTransactional = new Set(["myisam", "memory", "csv", "archive", "merge", "mrg_myisam", "aria", "blackhole"]);

export class TransactionAssembler {
  readonly #plans: PlanCache;
  readonly #options: AssemblerOptions;
  #slab = new ImageSlab();
  #group: Group | null = null;
  /** Where the last group or heartbeat ended. */
  #reached = { file: "", offset: 0 };

  constructor(options: AssemblerOptions) {
    this.#options = options;
    this.#plans = new PlanCache(options.resolveTable);
  }

  /** Bytes that the open transaction's changes hold. */
  get openBytes(): number {
    return this.#group?.memory ?? 0;
  }

  /** GTID and file of the open transaction. */
  get open(): { readonly gtid: string | null; readonly file: string; readonly commitTimeMs: number | null } | null {
    const group = this.#group;
    return group && { gtid: group.gtid?.gtid ?? null, file: group.file, commitTimeMs: group.gtid?.commitTimeMs ?? null };
  }

  /** The open transaction's changes so far, for one that is too large to wait for its end. */
  takeChanges(): RowChange[] {
    const group = this.#group!;
    const { changes } = group;
    group.handedOut += changes.length;
    group.changes = [];
    group.memory = 0;
    return changes;
  }

  push(event: RawEvent): Item | null {
    const rows = rowsEvents[event.type];
    if (rows) {
      const group = this.#ensureGroup(event);
      const plan = this.#plans.planFor(event.body);
      if (plan === undefined) throw new EventFormatError("rows without a table map");
      if (plan) group.memory += decodeRows(event.body, rows, plan, this.#slab, group.changes);
      group.bytes += event.size;
      return null;
    }
    switch (event.type) {
      case eventType.tableMap:
        this.#ensureGroup(event).bytes += event.size;
        this.#plans.accept(event.body);
        return null;
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
    this.#group = this.#newGroup(event, gtid, gtid.begins);
    return null;
  }

  #ensureGroup(event: RawEvent): Group {
    return (this.#group ??= this.#newGroup(event, null, true));
  }

  #newGroup(event: RawEvent, gtid: GtidEvent | null, begun: boolean): Group {
    return { gtid, file: event.file, startOffset: event.endOffset - event.size, changes: [], memory: 0, bytes: gtid ? event.size : 0, begun, savepoints: [], handedOut: 0 };
  }

  #query(event: RawEvent, query: QueryEvent): Item | null {
    const statement = statementKind(query.statement);
    const group = this.#group;
    switch (statement.kind) {
      case "begin":
      case "xa-begin": {
        const open = this.#ensureGroup(event);
        open.begun = true;
        open.bytes += event.size;
        return null;
      }
      case "commit":
        return this.#end(event);
      case "rollback":
        this.#undo(0);
        return this.#end(event);
      case "savepoint": {
        const open = this.#ensureGroup(event);
        open.bytes += event.size;
        open.savepoints = open.savepoints.filter(({ name }) => name !== statement.name);
        open.savepoints.push({ name: statement.name, changes: open.handedOut + open.changes.length });
        return null;
      }
      case "rollback-to": {
        const index = group?.savepoints.findLastIndex(({ name }) => name === statement.name) ?? -1;
        if (!group || index === -1) throw new EventFormatError("ROLLBACK TO an unknown savepoint");
        group.bytes += event.size;
        this.#undo(group.savepoints[index]!.changes);
        group.savepoints.length = index + 1;
        return null;
      }
      case "release":
      case "xa-end":
        if (group) group.bytes += event.size;
        return null;
      case "xa-commit":
      case "xa-rollback":
        // What was prepared had nothing in scope, or the task has stopped at its XA_PREPARE.
        return this.#end(event);
      case "temporary":
        return this.#passOver(event);
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

  #ddl(event: RawEvent, query: QueryEvent): DdlChange {
    const context = parseContext(query);
    const group = this.#group;
    if (!group?.begun) {
      const ended = this.#ended(event, group);
      this.#group = null;
      return { kind: "ddl", ...ended, statement: query.statement, context };
    }
    if (group.changes.length > 0 || group.handedOut > 0) throw new AppError("ddl-unsupported", { detail: "a schema change behind row changes in one transaction", context: place(event) });
    return this.#createWithRows(event, group, query.statement, context);
  }

  /** The CREATE of CREATE TABLE … SELECT, see above. */
  #createWithRows(event: RawEvent, group: Group, statement: Buffer, context: StatementContext): DdlChange {
    const gtid = group.gtid?.gtid ?? null;
    const ended = this.#ended(event, group);
    group.bytes += event.size;
    const common = { kind: "ddl" as const, statement, context, gtid: null, file: event.file, commitTimeMs: ended.commitTimeMs, binlogBytes: event.size };
    if (gtid !== null) return { ...common, id: `${gtid}#ddl`, endOffset: group.startOffset };
    return { ...common, id: `${event.file}:${event.endOffset}`, endOffset: event.endOffset };
  }

  #xaPrepare(event: RawEvent): SourceTransaction {
    const group = this.#group;
    const onePhase = event.body[0] === 1;
    if (!onePhase && group && (group.changes.length > 0 || group.handedOut > 0)) {
      // Its rows take effect only at a later XA COMMIT. The position must not pass them until then, and cannot stay behind for long.
      const table = group.changes[0]?.table.source;
      throw new AppError("binlog-xa-prepared", { context: { ...place(event), database: table?.database, table: table?.table } });
    }
    return this.#end(event);
  }

  /** Takes back what was changed since `from` in tables that can take back. */
  #undo(from: number): void {
    const group = this.#group;
    if (!group) return;
    if (from < group.handedOut) throw new AppError("binlog-event-undecodable", { detail: "a transaction beyond the memory bound takes back a part of itself", context: { file: group.file, gtid: group.gtid?.gtid } });
    const kept = from - group.handedOut;
    group.changes = group.changes.filter((change, i) => i < kept || nonTransactional.has(change.table.definition.engine.toLowerCase()));
  }

  #end(event: RawEvent): SourceTransaction {
    const group = this.#group;
    this.#group = null;
    return { kind: "transaction", ...this.#ended(event, group), changes: group?.changes ?? [], memoryBytes: group?.memory ?? 0 };
  }

  #ended(event: RawEvent, group: Group | null) {
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
    if (group.handedOut > 0) throw new EventFormatError("a transaction that was handed out in parts has no end");
    // Position 0 repeats the description in mid-file: then nothing was cut off.
    if (event.body.readUInt32LE(52) !== 0) this.#group = null;
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

function place(event: RawEvent) {
  return { file: event.file, endOffset: event.endOffset, eventType: event.type };
}
