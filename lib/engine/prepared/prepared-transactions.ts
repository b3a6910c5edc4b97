/**
 * XA transactions between XA PREPARE and XA COMMIT. Their rows are locked at the source until the commit, so that applying them at the place of the
 * commit is exact. Most end within a moment: these stay in memory, and the low-water mark stays before their PREPARE until the commit is durable, so
 * that a restart reads both again. One that waits longer, or is larger, is stored at the destination; then the mark passes.
 *
 * Invariants
 * 1. The mark passes a PREPARE only when its events are stored, or together with its end: an end behind the mark whose PREPARE is before it would be
 *    taken for that of a transaction from before the task, and nothing else tells one apart that holds no rows of ours.
 * 2. What is stored is removed in the transaction that makes the commit durable; a rolled back one after it is known to be.
 */
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import type { LargeTransaction, PreparedEnd, PreparedTransaction, RowChange, SourceTransaction } from "../change";
import type { TransactionId } from "../position/position";

/** `prepared-store.ts` */
export interface Store {
  put(xid: string, parts: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void>;
  read(xid: string): AsyncIterable<Buffer>;
  remove(xid: string): Promise<void>;
  removeWithin(connection: MysqlConnection, xid: string): Promise<void>;
}

export interface PreparedOptions {
  readonly store: Store;
  /** Names of what the store holds. */
  readonly stored: Set<string>;
  /** The events of a transaction whose PREPARE lies before the task's start position, or null. */
  find(xid: string): Promise<Buffer | null>;
  /** Whether an XA COMMIT of a transaction whose PREPARE was never read may be passed over: the load has seen its rows. */
  readonly knowsBeginning: boolean;
  readonly mark: {
    begin(step: { readonly file: string; readonly endOffset: number; readonly gtid: string | null }, commitTimeMs?: number | null): number;
    complete(serial: number, step?: undefined, through?: number): void;
    readonly openCount: number;
  };
  /** Transactions above the mark that are applied already. */
  readonly covered: ReadonlySet<TransactionId>;
  /** Bytes of events that may be held in memory. */
  readonly memoryBytes: number;
  decode(pieces: Iterable<Buffer> | AsyncIterable<Buffer>, end: PreparedEnd): AsyncIterable<{ readonly changes: readonly RowChange[]; readonly memoryBytes: number }>;
  submit(transaction: SourceTransaction): Promise<void>;
  submitLarge(transaction: LargeTransaction): Promise<void>;
  readonly now?: () => number;
}

interface Held {
  readonly xid: string;
  readonly events: Buffer;
  readonly ticket: number;
  readonly since: number;
}

/** The position waits this long for the second half. */
const patienceMs = 1_000;
/** And for this many transactions: the checkpoint lists what is applied behind the mark. */
const openTransactions = 5_000;

export class PreparedTransactions {
  readonly #held = new Map<string, Held>();
  readonly #now: () => number;
  #heldBytes = 0;
  #parking: Promise<void> = Promise.resolve();

  constructor(private readonly options: PreparedOptions) {
    this.#now = options.now ?? Date.now;
  }

  async prepare(item: PreparedTransaction): Promise<void> {
    const { store, stored, mark, memoryBytes } = this.options;
    const { xid, events } = item;
    await this.#parking;
    if (events !== null && !stored.has(xid) && this.#heldBytes + events.length <= memoryBytes) {
      const ticket = mark.begin(item, item.commitTimeMs);
      this.#heldBytes += events.length;
      this.#held.set(xid, { xid, events, ticket, since: this.#now() });
      return;
    }
    // A stored one of the same name is what a crash left before the mark had passed: it is replaced.
    await store.put(xid, events === null ? item.parts : [events]);
    stored.add(xid);
    if (item.onePhase) await this.#commitStored({ ...endOf(item), kind: "prepared-end", xid, commits: true });
    else mark.complete(mark.begin(item, item.commitTimeMs));
  }

  async end(item: PreparedEnd): Promise<void> {
    const { store, stored, mark, covered, knowsBeginning, submit } = this.options;
    const { xid } = item;
    await this.#parking;
    const held = this.#held.get(xid);
    if (held) this.#release(held);
    if (!item.commits || covered.has(item.id)) {
      if (stored.has(xid)) {
        await store.remove(xid);
        stored.delete(xid);
      }
      await submit({ ...endOf(item), kind: "transaction", changes: [], memoryBytes: 0, ...(held ? { settled: (ticket: number) => mark.complete(held.ticket, undefined, ticket) } : {}) });
      return;
    }
    if (held) {
      const changes: RowChange[] = [];
      let bytes = 0;
      for await (const part of this.options.decode([held.events], item)) {
        for (const change of part.changes) changes.push(change);
        bytes += part.memoryBytes;
      }
      await submit({ ...endOf(item), kind: "transaction", changes, memoryBytes: bytes, binlogBytes: item.binlogBytes + held.events.length, settled: (ticket: number) => mark.complete(held.ticket, undefined, ticket) });
    } else if (stored.has(xid)) await this.#commitStored(item);
    else if (knowsBeginning) await submit({ ...endOf(item), kind: "transaction", changes: [], memoryBytes: 0 });
    else {
      const events = await this.options.find(xid);
      if (events === null) throw new AppError("binlog-xa-prepared", { context: { file: item.file, endOffset: item.endOffset, gtid: item.gtid, xid } });
      await store.put(xid, [events]);
      stored.add(xid);
      await this.#commitStored(item);
    }
  }

  /** Stores what is held, so that the mark may pass: all of it, or what has waited long enough. */
  park(which: "all" | "overdue"): Promise<void> {
    return (this.#parking = this.#parking.then(async () => {
      const overdue = this.#now() - patienceMs;
      for (const held of this.#held.values()) {
        if (which === "overdue" && held.since > overdue && this.options.mark.openCount < openTransactions) continue;
        await this.options.store.put(held.xid, [held.events]);
        this.options.stored.add(held.xid);
        this.#release(held);
        this.options.mark.complete(held.ticket);
      }
    }));
  }

  #release(held: Held): void {
    this.#held.delete(held.xid);
    this.#heldBytes -= held.events.length;
  }

  async #commitStored(item: PreparedEnd): Promise<void> {
    const { store, stored } = this.options;
    const { xid } = item;
    await this.park("all");
    const decode = () => this.options.decode(store.read(xid), item);
    const parts = async function* () {
      for await (const part of decode()) yield part.changes;
    };
    await this.options.submitLarge({ ...endOf(item), kind: "large-transaction", parts: parts(), settle: (connection) => store.removeWithin(connection, xid) });
    stored.delete(xid);
  }
}

function endOf({ id, gtid, file, endOffset, commitTimeMs, binlogBytes }: PreparedEnd | PreparedTransaction) {
  return { id, gtid, file, endOffset, commitTimeMs, binlogBytes };
}
