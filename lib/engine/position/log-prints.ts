/**
 * What the log looked like where a position stands: the checksum of the last transaction's last event. A source that was put back to an earlier state
 * (a snapshot of its machine, a restored data directory, RESET MASTER) keeps its identity and names other transactions like those that were read:
 * the same GTIDs, the same offsets. Their bytes are others, if only for the time in them.
 */
import type { RawEvent } from "../change";
import { compareCoordinates } from "./position-order";

/** One event of the log. A type, so that it is plain JSON also where it is stored. */
export type LogPrint = {
  readonly file: string;
  /** Where it begins. */
  readonly offset: number;
  readonly size: number;
  /** CRC-32 of its bytes, without the checksum. */
  readonly crc: number;
};

/** A dump command says a position in 32 bits: what begins behind cannot be read by itself. */
const furthest = 0xffff_ffff;

/** Events that a transaction ends with: QUERY, XID, XA_PREPARE, TRANSACTION_PAYLOAD, QUERY_COMPRESSED. */
const ending: ReadonlySet<number> = new Set([2, 16, 38, 40, 165]);

/** Null when its bytes were not summed up (a large event of a log without checksums). */
export function printOf({ file, endOffset, size, crc }: RawEvent): LogPrint | null {
  return crc === undefined || crc === null ? null : { file, offset: endOffset - size, size, crc };
}

/** Prints of what is read and not yet applied. */
export class LogPrints {
  /** In the order of the log, from `#head` on. */
  #waiting: LogPrint[] = [];
  #head = 0;

  /** Takes what was read, in the order of the log. */
  note(events: readonly RawEvent[]): void {
    for (const event of events) {
      if (!ending.has(event.type) || event.endOffset - event.size > furthest) continue;
      const print = printOf(event);
      if (print) this.#waiting.push(print);
    }
  }

  /** The newest print at or before this place, once; null when there is none since the last call. */
  upTo(file: string, offset: number): LogPrint | null {
    const place = { file, offset };
    let newest: LogPrint | null = null;
    for (let print = this.#waiting[this.#head]; print && compareCoordinates({ file: print.file, offset: print.offset + print.size }, place) <= 0; print = this.#waiting[this.#head]) {
      newest = print;
      this.#head += 1;
    }
    if (this.#head > 1024 && this.#head * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
    return newest;
  }
}
