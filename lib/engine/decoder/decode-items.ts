import { AppError } from "../../errors/app-error";
import { TransactionAbandoned, type LargeTransaction, type PreparedTransaction, type RawEvent, type RowChange, type SourceItem } from "../change";
import { largeBytes } from "../../mysql/large-memory";
import { decodeFailure } from "./decode-error";
import { eventType } from "./event-type";
import { PreparedEvents } from "./prepared-events";
import { payloadEvents } from "./transaction-payload";
import { TransactionAssembler, type AssemblerOptions } from "./transaction-assembler";

export interface DecodeOptions extends AssemblerOptions {
  /** A transaction whose changes hold more is handed out in parts of a quarter of it. Bytes. */
  readonly memoryBytes: number;
  /** Awaited before a large event is decoded, whose rows take about as many bytes again: resolves when those of earlier items leave room for them. */
  readonly room?: (bytes: number) => Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Events of the reader → items in log order. Strictly by demand: after an item nothing is decoded until the next one is asked for, so
 * that the consumer of a DDL can move the table definitions first. Throws AppErrors (`binlog-event-undecodable`, `schema-mismatch` …) with the
 * event's place, and whatever the reader throws; ends when the reader ends.
 */
export async function* decodeItems(batches: AsyncIterable<RawEvent[]>, options: DecodeOptions): AsyncGenerator<SourceItem, void, undefined> {
  const assembler = new TransactionAssembler(options);
  const events = new EventCursor(batches, options.signal);
  try {
    for (;;) {
      let event = events.next() ?? (await events.wait());
      if (event === null) return;
      if (event.size >= largeBytes) await options.room?.(event.size);
      let item = assemble(assembler, event);
      const { endOffset } = event;
      // Nobody may hold a large event while its rows are on their way.
      event = null;
      if (item) {
        yield item;
        item = null;
      } else if (assembler.openBytes > options.memoryBytes) {
        const large = new (assembler.open!.xid === null ? PartedTransaction : PartedPrepared)(assembler, events, options.memoryBytes / 4, endOffset);
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
  readonly #batches: AsyncIterator<RawEvent[]>;
  #batch: (RawEvent | null)[] = [];
  #at = 0;
  #inner: { readonly events: Generator<RawEvent>; readonly outer: RawEvent } | null = null;

  constructor(
    batches: AsyncIterable<RawEvent[]>,
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
      const event = this.#batch[this.#at]!;
      this.#batch[this.#at++] = null;
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
abstract class Parted {
  readonly gtid: string | null;
  readonly file: string;
  id: string;
  commitTimeMs: number;
  binlogBytes = 0;
  origins?: readonly string[];
  ended = false;
  #begun = false;

  constructor(
    protected readonly assembler: TransactionAssembler,
    private readonly cursor: EventCursor,
    protected readonly partBytes: number,
    /** Until the end is known a place inside the transaction: compared with a position between transactions it gives the right answer already. */
    public endOffset: number,
  ) {
    const open = assembler.open!;
    this.gtid = open.gtid;
    this.file = open.file;
    this.id = open.gtid ?? "";
    this.commitTimeMs = open.commitTimeMs ?? 0;
  }

  /** Yields whenever a part is full; returns the item that ends the transaction. */
  protected async *read(): AsyncGenerator<undefined, SourceItem & { readonly kind: "transaction" | "prepared" }> {
    if (this.#begun) throw new AppError("assertion-failed", { detail: "the parts of a large transaction can be consumed once" });
    this.#begun = true;
    yield;
    for (;;) {
      let event = this.cursor.next() ?? (await this.cursor.wait());
      if (event === null) throw new AppError("connection-lost", { detail: "the log ended inside a transaction" });
      const item = this.#assemble(event);
      event = null;
      if (item?.kind === "transaction" || item?.kind === "prepared") {
        this.id = item.id;
        this.endOffset = item.endOffset;
        this.commitTimeMs = item.commitTimeMs;
        this.binlogBytes = item.binlogBytes;
        if (item.kind === "transaction") this.origins = item.origins;
        this.ended = true;
        return item;
      }
      if (item) throw new AppError("assertion-failed", { detail: "a large transaction was interrupted" });
      if (this.assembler.openBytes > this.partBytes) yield;
    }
  }

  #assemble(event: RawEvent) {
    try {
      return assemble(this.assembler, event);
    } catch (error) {
      if (error instanceof TransactionAbandoned) this.ended = true;
      throw error;
    }
  }
}

class PartedTransaction extends Parted implements LargeTransaction {
  readonly kind = "large-transaction";

  get parts(): AsyncIterable<readonly RowChange[]> {
    return { [Symbol.asyncIterator]: () => this.#parts() };
  }

  async *#parts(): AsyncGenerator<readonly RowChange[]> {
    const steps = this.read();
    for (;;) {
      const step = await steps.next();
      if (!step.done) {
        // What made it a large one is several parts.
        const pieces = Math.ceil(this.assembler.openBytes / this.partBytes);
        yield* emptied(this.assembler.takeChanges(), pieces);
      } else {
        if (step.value.kind === "transaction" && step.value.changes.length > 0) yield* emptied([...step.value.changes], 1);
        return;
      }
    }
  }
}

/** In pieces of as many changes. Each is emptied when the next one is asked for: whoever still holds it does not hold its rows. */
function* emptied(changes: RowChange[], pieces: number): Generator<readonly RowChange[]> {
  const size = Math.ceil(changes.length / Math.max(1, pieces));
  while (changes.length > 0) {
    const piece = changes.splice(0, size);
    yield piece;
    piece.length = 0;
  }
}

class PartedPrepared extends Parted implements PreparedTransaction {
  readonly kind = "prepared";
  readonly xid: string = this.assembler.open!.xid!;
  readonly events = null;
  onePhase = false;

  get parts(): AsyncIterable<Buffer> {
    return { [Symbol.asyncIterator]: () => this.#parts() };
  }

  async *#parts(): AsyncGenerator<Buffer> {
    const steps = this.read();
    for (;;) {
      const step = await steps.next();
      if (!step.done) yield this.assembler.takeEvents();
      else {
        if (step.value.kind !== "prepared") throw new AppError("assertion-failed", { detail: "an XA transaction ended as another one" });
        this.onePhase = step.value.onePhase;
        if (step.value.events !== null && step.value.events.length > 0) yield step.value.events;
        return;
      }
    }
  }
}

/**
 * The changes of a prepared transaction, decoded by the definitions of now, in parts of about `partBytes`. `pieces`: what was kept of it. Throws like
 * `decodeItems`; errors name `place`, the end of the transaction.
 */
export async function* decodePrepared(
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
  place: { readonly file: string; readonly endOffset: number },
  options: AssemblerOptions,
  partBytes: number,
): AsyncGenerator<{ readonly changes: readonly RowChange[]; readonly memoryBytes: number }> {
  const assembler = new TransactionAssembler(options);
  const kept = new PreparedEvents(place);
  const part = () => {
    const memoryBytes = assembler.openBytes;
    return { changes: assembler.takeChanges(), memoryBytes };
  };
  try {
    for await (const piece of pieces) {
      for (const event of kept.push(piece)) {
        assembler.push(event);
        if (assembler.openBytes > partBytes) yield part();
      }
    }
    kept.end();
  } catch (error) {
    throw decodeFailure(error, { ...place, type: eventType.xaPrepare });
  }
  if (assembler.open !== null) yield part();
}
