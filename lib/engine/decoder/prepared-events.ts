import type { RawEvent } from "../change";
import { EventFormatError } from "./decode-error";

const headLength = 5;

/** One event of a prepared transaction as it is kept: type, length of the body, body. A copy: nothing of the reader's chunk stays in memory. */
export function encodePreparedEvent(event: RawEvent, body: Buffer = event.body): Buffer {
  const bytes = Buffer.allocUnsafe(headLength + body.length);
  bytes[0] = event.type;
  bytes.writeUInt32LE(body.length, 1);
  body.copy(bytes, headLength);
  return bytes;
}

/** Splits kept bytes into events again. They come in pieces that end anywhere; `end` proves that nothing is missing. */
export class PreparedEvents {
  #pieces: Buffer[] = [];
  #have = 0;
  /** Bytes with which the first event is whole; below it nothing is joined, so that a large event is joined once. */
  #need = headLength;

  constructor(private readonly place: { readonly file: string; readonly endOffset: number }) {}

  *push(piece: Buffer): Generator<RawEvent> {
    this.#pieces.push(piece);
    this.#have += piece.length;
    if (this.#have < this.#need) return;
    const bytes = this.#pieces.length === 1 ? piece : Buffer.concat(this.#pieces);
    let at = 0;
    let need = headLength;
    while (bytes.length - at >= headLength) {
      const end = at + headLength + bytes.readUInt32LE(at + 1);
      need = end - at;
      if (end > bytes.length) break;
      yield { type: bytes[at]!, timestamp: 0, serverId: 0, flags: 0, ...this.place, size: 0, body: bytes.subarray(at + headLength, end) };
      at = end;
      need = headLength;
    }
    this.#pieces = [bytes.subarray(at)];
    this.#have = bytes.length - at;
    this.#need = need;
  }

  end(): void {
    if (this.#have > 0) throw new EventFormatError("a prepared transaction is cut off in the bookkeeping database");
  }
}
