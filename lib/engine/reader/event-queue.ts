import type { RawEvent } from "../change";

/** Events between the socket and the decoder. One producer, one consumer; the producer asks `bytes` and stops when it is too much. */
export class EventQueue {
  #events: RawEvent[] = [];
  #bytes = 0;
  /** Bytes of the batch that the consumer works on. */
  #taken = 0;
  #failure: { readonly error: unknown } | null = null;
  #wake: (() => void) | null = null;

  /** Bytes of all events that are not yet done with. */
  get bytes(): number {
    return this.#bytes + this.#taken;
  }

  push(event: RawEvent): void {
    this.#events.push(event);
    this.#bytes += event.size;
    this.#signal();
  }

  /** What was pushed before is still handed out, then `take` throws. The first failure counts. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#signal();
  }

  get failed(): boolean {
    return this.#failure !== null;
  }

  /** All events that are there, at least one; the batch before it is done with. Throws the failure. */
  async take(): Promise<RawEvent[]> {
    this.#taken = 0;
    while (this.#events.length === 0) {
      if (this.#failure) throw this.#failure.error;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const batch = this.#events;
    this.#events = [];
    this.#taken = this.#bytes;
    this.#bytes = 0;
    return batch;
  }

  /** Throws away what is queued. */
  drop(): void {
    this.#events = [];
    this.#bytes = 0;
  }

  #signal(): void {
    this.#wake?.();
    this.#wake = null;
  }
}
