import { AppError } from "../../errors/app-error";
import type { RawEvent, RowChange } from "../change";
import type { FoundMark } from "../position/origin-mark";
import { CascadeEchoes } from "./cascade-echoes";
import { EventFormatError } from "./decode-error";
import type { GtidEvent } from "./gtid-event";
import { encodePreparedEvent } from "./prepared-events";

/** Decoded rows take up to about this many times the bytes of their events. */
const decodedFactor = 4;

/** Engines that keep what a rolled-back transaction did. */
const nonTransactional = new Set(["myisam", "memory", "csv", "archive", "merge", "mrg_myisam", "aria", "blackhole"]);

/** What the log has said so far of a transaction that has not ended: its changes in scope, its savepoints, and what was handed out before its end. */
export class OpenTransaction {
  readonly file: string;
  readonly startOffset: number;
  changes: RowChange[] = [];
  /** Bytes that the changes hold. */
  memory = 0;
  /** Bytes of its events. */
  bytes: number;
  echoes = new CascadeEchoes();
  /** Changes that were handed out before its end. */
  handedOut = 0;
  /** What a row of the bookkeeping database says about where it comes from. */
  mark: FoundMark | null = null;
  /** Set by rows of heartbeats; see `SourceTransaction.heartbeat`. */
  heartbeat?: { readonly writtenAtMs: number | null };
  /** An XA transaction: whether it takes effect here is said by its last event, so its events in scope are kept instead of decoded. */
  prepared: { readonly xid: string; events: Buffer[] } | null;
  #handedOutKept = false;
  #savepoints: { readonly name: string; readonly changes: number }[] = [];

  /** Begins with `event`. `begun`: a BEGIN was seen (or MariaDB's GTID event stands for it): a statement does not end the transaction. */
  constructor(
    event: RawEvent,
    readonly gtid: GtidEvent | null,
    public begun: boolean,
  ) {
    this.file = event.file;
    this.startOffset = event.endOffset - event.size;
    this.bytes = gtid ? event.size : 0;
    this.prepared = gtid?.preparesXid === undefined ? null : { xid: gtid.preparesXid, events: [] };
  }

  /** The changes so far, for one that is too large to wait for its end. */
  takeChanges(): RowChange[] {
    const { changes } = this;
    this.handedOut += changes.length;
    this.#handedOutKept ||= changes.some(isKept);
    this.changes = [];
    this.memory = 0;
    return changes;
  }

  /** The kept events so far of an XA transaction, likewise. */
  takeEvents(): Buffer {
    const { events } = this.prepared!;
    this.prepared!.events = [];
    this.handedOut += events.length;
    this.memory = 0;
    return Buffer.concat(events);
  }

  /** An event of an XA transaction, with another body where one is given. */
  keep(event: RawEvent, body?: Buffer): void {
    const bytes = encodePreparedEvent(event, body);
    this.prepared!.events.push(bytes);
    this.memory += bytes.length * decodedFactor;
  }

  /** Some change is of a table that keeps what a rolled-back transaction did. */
  get keepsSome(): boolean {
    return this.#handedOutKept || this.changes.some(isKept);
  }

  setSavepoint(name: string): void {
    this.#savepoints = this.#savepoints.filter((one) => one.name !== name);
    this.#savepoints.push({ name, changes: this.handedOut + this.changes.length });
  }

  /** The savepoint itself stays. Throws EventFormatError when there is none of that name. */
  rollBackTo(name: string): void {
    const index = this.#savepoints.findLastIndex((one) => one.name === name);
    if (index === -1) throw new EventFormatError("ROLLBACK TO an unknown savepoint");
    this.undo(this.#savepoints[index]!.changes);
    this.#savepoints.length = index + 1;
  }

  /** Takes back what was changed since `from` in tables that can take back. Throws `binlog-event-undecodable` when some of it was handed out. */
  undo(from: number): void {
    if (from < this.handedOut) throw new AppError("binlog-event-undecodable", { detail: "a transaction beyond the memory bound takes back a part of itself", context: { file: this.file, gtid: this.gtid?.gtid } });
    const kept = from - this.handedOut;
    // What was deleted since is there again. Savepoints lie between statements, an echo within one.
    this.echoes = new CascadeEchoes();
    this.changes = this.changes.filter((change, i) => i < kept || isKept(change));
  }
}

function isKept(change: RowChange): boolean {
  return nonTransactional.has(change.table.definition.engine.toLowerCase());
}
