import { AppError } from "../../errors/app-error";
import type { LargeTransaction, RawEvent, RowChange, SourceItem, SourceTransaction } from "../change";
import { decodeFailure } from "./decode-error";
import { eventType } from "./event-type";
import { payloadEvents } from "./transaction-payload";
import { TransactionAssembler, type AssemblerOptions } from "./transaction-assembler";

export interface DecodeOptions extends AssemblerOptions {
  /** A transaction whose changes hold more is handed out in parts of a quarter of it. Bytes. */
  readonly memoryBytes: number;
  readonly signal?: AbortSignal;
}

/**
 * Events of the reader → items in log order. Strictly by demand: after an item nothing is decoded until the next one is asked for, so
 * that the consumer of a DDL can move the table definitions first. Throws AppErrors (`binlog-event-undecodable`, `schema-mismatch` …) with the
 * event's place, and whatever the reader throws; ends when the reader ends.
 */
export async function* decodeItems(batches: AsyncIterable<readonly RawEvent[]>, options: DecodeOptions): AsyncGenerator<SourceItem, void, undefined> {
  const assembler = new TransactionAssembler(options);
  const events = new EventCursor(batches, options.signal);
  try {
    for (;;) {
      const event = events.next() ?? (await events.wait());
      if (event === null) return;
      const item = assemble(assembler, event);
      if (item) yield item;
      else if (assembler.openBytes > options.memoryBytes) {
        const large = new PartedTransaction(assembler, events, options.memoryBytes / 4, event.endOffset);
        yield large;
        if (!large.ended) throw new AppError("assertion-failed", { detail: "a large transaction was not consumed to its end" });
      }
    }
  } finally {
    await events.close();
  }
}

function assemble(assembler: TransactionAssembler, event: RawEvent) {
  try {
    return assembler.push(event);
  } catch (error) {
    throw decodeFailure(error, event);
  }
}

/** One event after the other out of batches; compressed transactions are unfolded on the way. */
class EventCursor {
  readonly #batches: AsyncIterator<readonly RawEvent[]>;
  #batch: readonly RawEvent[] = [];
  #at = 0;
  #inner: { readonly events: Generator<RawEvent>; readonly outer: RawEvent } | null = null;

  constructor(
    batches: AsyncIterable<readonly RawEvent[]>,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.#batches = batches[Symbol.asyncIterator]();
  }

  /** The next event if it is there, else null: then `wait`. */
  next(): RawEvent | null {
    for (;;) {
      if (this.#inner) {
        const event = this.#nextInner(this.#inner);
        if (event) return event;
        this.#inner = null;
      }
      if (this.#at >= this.#batch.length) return null;
      const event = this.#batch[this.#at++]!;
      if (event.type !== eventType.transactionPayload) return event;
      this.#inner = { events: payloadEvents(event), outer: event };
    }
  }

  #nextInner({ events, outer }: { events: Generator<RawEvent>; outer: RawEvent }): RawEvent | null {
    try {
      const result = events.next();
      return result.done ? null : result.value;
    } catch (error) {
      throw decodeFailure(error, outer);
    }
  }

  /** The next event of the next batch; null at the end. */
  async wait(): Promise<RawEvent | null> {
    for (;;) {
      this.signal?.throwIfAborted();
      const result = await this.#batches.next();
      if (result.done) return null;
      this.#batch = result.value;
      this.#at = 0;
      const event = this.next();
      if (event) return event;
    }
  }

  async close(): Promise<void> {
    await this.#batches.return?.();
  }
}

/** A transaction beyond the memory bound, decoded while its parts are consumed. */
class PartedTransaction implements LargeTransaction {
  readonly kind = "large-transaction";
  readonly gtid: string | null;
  readonly file: string;
  id: string;
  commitTimeMs: number;
  binlogBytes = 0;
  ended = false;
  #begun = false;

  constructor(
    private readonly assembler: TransactionAssembler,
    private readonly events: EventCursor,
    private readonly partBytes: number,
    /** Until the end is known a place inside the transaction: compared with a position between transactions it gives the right answer already. */
    public endOffset: number,
  ) {
    const open = assembler.open!;
    this.gtid = open.gtid;
    this.file = open.file;
    this.id = open.gtid ?? "";
    this.commitTimeMs = open.commitTimeMs ?? 0;
  }

  get parts(): AsyncIterable<readonly RowChange[]> {
    return { [Symbol.asyncIterator]: () => this.#parts() };
  }

  async *#parts(): AsyncGenerator<readonly RowChange[]> {
    if (this.#begun) throw new AppError("assertion-failed", { detail: "the parts of a large transaction can be consumed once" });
    this.#begun = true;
    yield this.assembler.takeChanges();
    for (;;) {
      const event = this.events.next() ?? (await this.events.wait());
      if (event === null) throw new AppError("connection-lost", { detail: "the log ended inside a transaction" });
      const item = assemble(this.assembler, event);
      if (item?.kind === "transaction") {
        this.#finish(item);
        if (item.changes.length > 0) yield item.changes;
        return;
      }
      if (item) throw new AppError("assertion-failed", { detail: "a large transaction was interrupted" });
      if (this.assembler.openBytes > this.partBytes) yield this.assembler.takeChanges();
    }
  }

  #finish(end: SourceTransaction): void {
    this.id = end.id;
    this.endOffset = end.endOffset;
    this.commitTimeMs = end.commitTimeMs;
    this.binlogBytes = end.binlogBytes;
    this.ended = true;
  }
}
