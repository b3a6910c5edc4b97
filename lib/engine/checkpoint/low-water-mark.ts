import type { SourcePosition } from "../position/position";
import type { OrderedMark } from "./checkpoint";

/** What moves a position: a transaction that ended, or (with `gtid` null) a place in the log that the reader has passed. */
export interface MarkStep {
  readonly file: string;
  readonly endOffset: number;
  readonly gtid: string | null;
}

/** Walks a position forward step by step; `position/position-tracker.ts` is one. */
export interface PositionWalker {
  advance(step: MarkStep): void;
  readonly position: SourcePosition;
}

interface Ticket {
  readonly serial: number;
  readonly commitTimeMs: number | null;
  step: MarkStep | null;
  done: boolean;
  /** The mark stops nowhere between it and this one. */
  through: number;
}

/**
 * The end of the gap-free prefix of applied transactions. They begin in stream order and are completed in any order.
 *
 * Invariant: `current()` covers a transaction if and only if it and all before it were completed.
 */
export class LowWaterMark {
  /** Begun and not yet passed, in stream order; a ring from `#head`. */
  #open: Ticket[] = [];
  #head = 0;
  #serial = 0;
  #passed = 0;
  #order: number;
  #current: OrderedMark;
  #stale = false;
  /** By serial, oldest first. */
  #waiting: { readonly serial: number; readonly passed: () => void }[] = [];

  constructor(
    private readonly walker: PositionWalker,
    /** Order of the mark that the walker stands at, from the checkpoint. */
    order: number,
  ) {
    this.#order = order;
    this.#current = { position: walker.position, order };
  }

  /** In stream order. `step` may be given at completion instead, when the end is not known yet. */
  begin(step: MarkStep | null, commitTimeMs: number | null = null): number {
    const serial = ++this.#serial;
    this.#open.push({ serial, commitTimeMs, step, done: false, through: serial });
    return serial;
  }

  /** Once per ticket. With `through` the mark passes it only together with that later one, and with all in between. */
  complete(serial: number, step?: MarkStep, through = serial): void {
    const ticket = this.#open[this.#head + (serial - this.#passed - 1)];
    if (!ticket || ticket.serial !== serial) throw new RangeError("completed a transaction that is not open");
    if (step) ticket.step = step;
    ticket.done = true;
    ticket.through = through;
    for (let count = this.#passable(); count > 0; count = this.#passable()) {
      for (; count > 0; count--) {
        const passed = this.#open[this.#head]!;
        if (passed.step) this.walker.advance(passed.step);
        this.#passed = passed.serial;
        this.#head += 1;
      }
      this.#stale = true;
    }
    while (this.#waiting.length > 0 && this.#waiting[0]!.serial <= this.#passed) this.#waiting.shift()!.passed();
    if (this.#head > 1024 && this.#head * 2 > this.#open.length) {
      this.#open = this.#open.slice(this.#head);
      this.#head = 0;
    }
  }

  /** How many of the oldest may be passed at once; 0 = none yet. */
  #passable(): number {
    let count = 0;
    for (let through = this.#passed + 1; this.#passed + count < through; count++) {
      const ticket = this.#open[this.#head + count];
      if (!ticket?.done) return 0;
      through = Math.max(through, ticket.through);
    }
    return count;
  }

  /** A place in the log behind everything that has begun. */
  pass(step: MarkStep): void {
    this.complete(this.begin(step));
  }

  /** Called once, as soon as the mark covers the ticket. Tickets are asked for in their order. */
  whenPassed(serial: number, passed: () => void): void {
    if (serial <= this.#passed) passed();
    else this.#waiting.push({ serial, passed });
  }

  /** Tickets up to this one are covered by the mark. */
  get passedSerial(): number {
    return this.#passed;
  }

  /** Begun and not covered by the mark. */
  get openCount(): number {
    return this.#open.length - this.#head;
  }

  /** Source commit time of the oldest transaction that the mark does not cover; null when there is none. */
  get oldestOpenCommitMs(): number | null {
    return this.#open[this.#head]?.commitTimeMs ?? null;
  }

  /** The position is made only when asked for: printing a GTID set costs more than adding to it. */
  current(): OrderedMark {
    if (this.#stale) {
      this.#stale = false;
      this.#order += 1;
      this.#current = { position: this.walker.position, order: this.#order };
    }
    return this.#current;
  }
}
