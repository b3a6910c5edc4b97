import { AppError } from "../../errors/app-error";
import type { RawEvent } from "../change";
import { crc32 } from "./crc32";

const headerLength = 19;
const artificialFlag = 0x20;
const rotateEvent = 4;
const formatDescriptionEvent = 15;
const heartbeatEvent = 27;
const heartbeatV2Event = 41;
/** Events of a log without checksums that get one here all the same, bytes: those that end a transaction are small. */
const summedUp = 1024;

/** Lengths of fixed parts that the decoder relies on, by event type: TABLE_MAP, rows v1, rows v2, QUERY. */
const reliedOn: readonly (readonly [type: number, length: number])[] = [
  [2, 13],
  [19, 8],
  [23, 8],
  [24, 8],
  [25, 8],
  [30, 10],
  [31, 10],
  [32, 10],
];

/**
 * Turns event bytes of one dump into RawEvents. Knows the checksum algorithm of the file that is being read (each file's
 * FORMAT_DESCRIPTION event states it; the source can change it at any time) and where in which file we are.
 */
export class EventFraming {
  file: string;
  offset: number;
  /** Null until the first FORMAT_DESCRIPTION event. */
  #checksummed: boolean | null = null;

  constructor(file: string, offset: number) {
    this.file = file;
    this.offset = offset;
  }

  /** Bytes of one event, header first. Throws `binlog-checksum-wrong`, `binlog-event-undecodable`, `binlog-event-unknown`. */
  accept(bytes: Buffer): RawEvent {
    if (bytes.length < headerLength) throw this.#undecodable("an event is shorter than its header");
    const type = bytes[4]!;
    const size = bytes.readUInt32LE(9);
    const flags = bytes.readUInt16LE(17);
    if (size !== bytes.length) throw this.#undecodable("an event's length is not the length of its packet");
    const position = bytes.readUInt32LE(13);
    const artificial = type === heartbeatEvent || type === heartbeatV2Event || (type === rotateEvent && (flags & artificialFlag) !== 0);
    let end = bytes.length;
    if (type === formatDescriptionEvent) end = this.#readFormat(bytes);
    else if (artificial ? this.#checksummed !== false && hasChecksum(bytes) : this.#checksummed) {
      if (!artificial && !hasChecksum(bytes)) throw new AppError("binlog-checksum-wrong", { context: this.#context(type) });
      end -= 4;
    }
    const body = bytes.subarray(headerLength, end);
    if (type === rotateEvent) {
      if (body.length < 9) throw this.#undecodable("a ROTATE event is too short");
      this.file = body.toString("latin1", 8);
      this.offset = Number(body.readBigUInt64LE(0));
      // The next file states its own algorithm; until then the dump goes on as it was.
    } else if (type === formatDescriptionEvent) {
      // Position 0: repeated by the server because the dump starts in mid-file.
      if (position !== 0) this.offset = this.#wide(position);
    } else if (type === heartbeatEvent) {
      // It states how far the source has looked, which may be beyond transactions that it left out.
      if (position !== 0) this.offset = this.#wide(position);
    } else if (!artificial) {
      this.offset += size;
      // Transactions that the GTID set already holds are left out by the server: the position jumps.
      if (position !== 0 && position !== this.offset % 0x1_0000_0000) this.offset = this.#wide(position);
    }
    const crc = type === formatDescriptionEvent || end < bytes.length ? bytes.readUInt32LE(bytes.length - 4) : size <= summedUp ? crc32(bytes) : null;
    return { type, timestamp: bytes.readUInt32LE(0), serverId: bytes.readUInt32LE(5), flags, file: this.file, endOffset: this.offset, size, crc, body };
  }

  /** The smallest offset from here on whose low 32 bits are `position`. */
  #wide(position: number): number {
    const base = this.offset - (this.offset % 0x1_0000_0000);
    const wide = base + position;
    return wide >= this.offset || base === 0 ? wide : wide + 0x1_0000_0000;
  }

  /** Learns the checksum algorithm; gives the end of the event without it. */
  #readFormat(bytes: Buffer): number {
    if (bytes.length < headerLength + 57 + 26) throw this.#undecodable("the FORMAT_DESCRIPTION event is too short");
    const version = bytes.toString("latin1", headerLength + 2, headerLength + 52).replace(/\0.*$/s, "");
    const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number);
    const knowsChecksums = /mariadb/i.test(version) ? major >= 10 || (major === 5 && minor >= 3) : major * 10_000 + minor * 100 + patch >= 50_601;
    let end = bytes.length;
    if (!knowsChecksums) this.#checksummed = false;
    else {
      // This event carries its CRC whatever the algorithm is.
      if (!hasChecksum(bytes)) throw new AppError("binlog-checksum-wrong", { context: this.#context(formatDescriptionEvent) });
      const algorithm = bytes[end - 5]!;
      if (algorithm > 1) throw this.#unknown(`checksum algorithm ${algorithm}`);
      this.#checksummed = algorithm === 1;
      end -= 5;
    }
    if (bytes.readUInt16LE(headerLength) !== 4 || bytes[headerLength + 56] !== headerLength) throw this.#unknown("another binary log version than 4");
    for (const [type, length] of reliedOn) {
      const at = headerLength + 57 + type - 1;
      if (at < end && bytes[at] !== 0 && bytes[at] !== length) throw this.#unknown(`event type ${type} with a fixed part of ${bytes[at]} bytes`);
    }
    return end;
  }

  #context(type: number) {
    return { file: this.file, offset: this.offset, eventType: type };
  }

  #undecodable(detail: string): AppError {
    return new AppError("binlog-event-undecodable", { detail, context: { file: this.file, offset: this.offset } });
  }

  #unknown(detail: string): AppError {
    return new AppError("binlog-event-unknown", { detail, context: { file: this.file, offset: this.offset } });
  }
}

function hasChecksum(bytes: Buffer): boolean {
  const end = bytes.length - 4;
  return end >= headerLength && crc32(bytes.subarray(0, end)) === bytes.readUInt32LE(end);
}
