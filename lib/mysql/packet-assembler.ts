import { allocateLarge, dropSmall, largeBytes } from "./large-memory";

const headerLength = 4;
const longestPart = 0xff_ffff;

/** The driver's packet object: one serves all packets. */
interface DriverPacket {
  sequenceId: number;
  numPackets: number;
  buffer: Buffer;
  start: number;
  offset: number;
  end: number;
}

/** The driver's own parser, of which the packet object and the receiver are used on. */
export interface DriverParser {
  execute(chunk: Buffer): unknown;
  readonly _reusablePacket: DriverPacket;
  readonly onPacket: (packet: DriverPacket) => void;
}

/** How long a packet will be at least, from its first bytes; so many that it need not be moved when the guess is good. */
export type PacketSize = (buffer: Buffer, start: number, filled: number) => number;

/**
 * Bytes of the line → packets, in place of the driver's parser, which holds a packet of more than 16 MiB three times over: in chunks, in parts, and
 * whole. Here its bytes go from the chunk to their place. A packet that lies whole in a chunk is a view of it.
 */
export class PacketAssembler {
  readonly #header = Buffer.alloc(headerLength);
  #headerFilled = 0;
  /** What is still missing of the part under way; -1 = its header is. */
  #missing = -1;
  #isLast = true;
  #parts = 0;
  #sequenceId = 0;
  #buffer: Buffer | null = null;
  #filled = headerLength;

  constructor(
    private readonly packet: DriverPacket,
    private readonly onPacket: (packet: DriverPacket) => void,
    private readonly sizeOf: PacketSize,
  ) {}

  execute(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#missing === -1) {
        const length = this.#parts === 0 && this.#headerFilled === 0 && chunk.length - at >= headerLength ? chunk.readUIntLE(at, 3) : longestPart;
        if (length < longestPart && chunk.length - at >= headerLength + length) {
          this.#hand(chunk, at, at + headerLength + length, chunk[at + 3]!, 1);
          at += headerLength + length;
          continue;
        }
        const take = Math.min(headerLength - this.#headerFilled, chunk.length - at);
        chunk.copy(this.#header, this.#headerFilled, at, at + take);
        this.#headerFilled += take;
        at += take;
        if (this.#headerFilled === headerLength) this.#beginPart();
        continue;
      }
      const take = Math.min(this.#missing, chunk.length - at);
      this.#reserve(take);
      chunk.copy(this.#buffer!, this.#filled, at, at + take);
      this.#filled += take;
      this.#missing -= take;
      at += take;
      if (this.#buffer!.length >= largeBytes) dropSmall(take);
      if (this.#missing === 0) this.#endPart();
    }
  }

  #beginPart(): void {
    const length = this.#header.readUIntLE(0, 3);
    if (this.#parts === 0) this.#sequenceId = this.#header[3]!;
    this.#headerFilled = 0;
    this.#missing = length;
    this.#isLast = length < longestPart;
    this.#parts += 1;
    if (this.#parts === 1 && this.#isLast) this.#buffer = allocateLarge(headerLength + length);
    if (length === 0) this.#endPart();
  }

  #endPart(): void {
    this.#missing = -1;
    if (!this.#isLast) return;
    const buffer = this.#buffer ?? Buffer.alloc(headerLength);
    const [filled, parts] = [this.#filled, this.#parts];
    this.#buffer = null;
    this.#filled = headerLength;
    this.#parts = 0;
    this.#hand(buffer, 0, filled, this.#sequenceId, parts);
    // The driver keeps the packet object: it must not keep a large packet with it.
    this.packet.buffer = nothing;
  }

  /** Room for the bytes; the first time for all that the packet will hold, as far as it says so itself. */
  #reserve(bytes: number): void {
    const needed = this.#filled + bytes;
    if (this.#buffer !== null && this.#buffer.length >= needed) return;
    // A few KiB tell the length of the first long value, or of the event.
    const room = this.#buffer === null ? headerLength + firstRoom : Math.max(needed + longestPart / 4, Math.min(longestPacket, headerLength + this.sizeOf(this.#buffer, headerLength, this.#filled)));
    const wider = allocateLarge(Math.max(room, needed));
    this.#buffer?.copy(wider, 0, 0, this.#filled);
    this.#buffer = wider;
  }

  #hand(buffer: Buffer, start: number, end: number, sequenceId: number, parts: number): void {
    const { packet } = this;
    packet.sequenceId = sequenceId;
    packet.numPackets = parts;
    packet.buffer = buffer;
    packet.start = start;
    packet.offset = start + headerLength;
    packet.end = end;
    this.onPacket(packet);
  }
}

const firstRoom = 128 * 1024;
/** No server sends longer ones; a size beyond it is not to be trusted. */
const longestPacket = 2 ** 30 + 2 ** 20;
const nothing = Buffer.alloc(headerLength);

/** From now on the connection's packets are assembled here. To be called while nothing is under way on it. */
export function assemblePackets(driver: unknown, sizeOf: PacketSize): void {
  const connection = driver as { packetParser: { execute(chunk: Buffer): unknown } };
  if (connection.packetParser instanceof PacketAssembler) return;
  const parser = connection.packetParser as DriverParser;
  connection.packetParser = new PacketAssembler(parser._reusablePacket, parser.onPacket, sizeOf);
}
