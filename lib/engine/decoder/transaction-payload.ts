import * as zlib from "node:zlib";
import { Decompress } from "fzstd";
import type { RawEvent } from "../change";
import { EventFormatError } from "./decode-error";
import { readPacked } from "./table-map";

const headerLength = 19;
const pieceBytes = 256 * 1024;
/** Node's own decompressor (22.15 on) is faster but gives the whole at once: used up to here. */
const wholeBytes = 32 * 1024 * 1024;

/** Node's type definitions of the oldest supported version do not know it. */
const zstdDecompressSync = (zlib as { zstdDecompressSync?: (bytes: Buffer, options: { maxOutputLength: number }) => Buffer }).zstdDecompressSync;

/**
 * The events inside a TRANSACTION_PAYLOAD event (`binlog_transaction_compression`, which any session may switch on). They bear the
 * outer event's place in the log; the first bears its size. Lazily: memory holds a piece, not the transaction.
 */
export function* payloadEvents(outer: RawEvent): Generator<RawEvent> {
  const { body } = outer;
  let at = 0;
  let compression = 255;
  let plainSize = Number.POSITIVE_INFINITY;
  for (;;) {
    const field = readPacked(body, at);
    at = field.next;
    // 0 ends the fields; 1 size, 2 algorithm, 3 size before compression (libs/mysql/binlog/event/codecs/binary.cpp).
    if (field.value === 0) break;
    const length = readPacked(body, at);
    at = length.next + length.value;
    if (at > body.length) throw new EventFormatError("a compressed transaction is cut off");
    if (field.value === 2) compression = readPacked(body, length.next).value;
    else if (field.value === 3) plainSize = readPacked(body, length.next).value;
  }
  const data = body.subarray(at);
  let rest: Buffer = Buffer.alloc(0);
  let size = outer.size;
  for (const piece of pieces(data, compression, plainSize)) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let from = 0;
    while (rest.length - from >= headerLength) {
      const length = rest.readUInt32LE(from + 9);
      if (length < headerLength) throw new EventFormatError("an event in a compressed transaction is shorter than its header");
      if (rest.length - from < length) break;
      yield {
        type: rest[from + 4]!,
        timestamp: rest.readUInt32LE(from),
        serverId: rest.readUInt32LE(from + 5),
        flags: rest.readUInt16LE(from + 17),
        file: outer.file,
        endOffset: outer.endOffset,
        size,
        // A copy of the bytes is not needed: a piece is never written to again.
        body: rest.subarray(from + headerLength, from + length),
      };
      size = 0;
      from += length;
    }
    rest = rest.subarray(from);
  }
  if (rest.length > 0) throw new EventFormatError("a compressed transaction ends inside an event");
}

function* pieces(data: Buffer, compression: number, plainSize: number): Generator<Buffer> {
  if (compression === 255) {
    yield data;
    return;
  }
  if (compression !== 0) throw new EventFormatError(`a transaction is compressed by the unknown algorithm ${compression}`);
  let produced = 0;
  if (zstdDecompressSync && plainSize <= wholeBytes) {
    const plain = zstdDecompressSync(data, { maxOutputLength: plainSize });
    produced = plain.length;
    yield plain;
  } else {
    let out: Buffer[] = [];
    const stream = new Decompress((chunk) => out.push(Buffer.from(chunk)));
    for (let at = 0; at < data.length; at += pieceBytes) {
      stream.push(data.subarray(at, Math.min(at + pieceBytes, data.length)), at + pieceBytes >= data.length);
      if (out.length === 0) continue;
      const piece = Buffer.concat(out);
      out = [];
      produced += piece.length;
      yield piece;
    }
  }
  if (plainSize !== Number.POSITIVE_INFINITY && produced !== plainSize) throw new EventFormatError("a compressed transaction has the wrong length");
}
