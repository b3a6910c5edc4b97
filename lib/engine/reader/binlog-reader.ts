/**
 * The source's binary log as a stream of events. mysql2 carries the bytes (TLS, authentication, packets of any size);
 * everything from the first event byte on is ours.
 *
 * Promises
 * 1. Every event of the log from `from` on is handed out once, in order, with its checksum verified — or the iteration throws.
 * 2. Silence is not mistaken for idleness: the source sends heartbeats, three missed ones are `connection-lost`.
 * 3. Memory is bounded: at `queueBytes` the socket is paused. While it is paused, small portions are still drawn now and then up to
 *    twice the bound, so that the source's write time-out (600 s) starts anew. A consumer that takes nothing for longer
 *    loses the connection: it gets what is queued, then `connection-lost`, and the next attempt begins at the checkpoint.
 */
import { AppError } from "../../errors/app-error";
import type { RawEvent } from "../change";
import { connect, type MysqlConnection } from "../../mysql/connection";
import { assemblePackets, type PacketSize } from "../../mysql/packet-assembler";
import type { ConnectionSettings } from "../../mysql/connection-settings";
import type { SourcePosition } from "../position/position";
import { classifyDumpError } from "./dump-error";
import { dumpCommand, dumpSession, type CommandPacket } from "./dump-commands";
import { EventFraming } from "./event-framing";
import { EventQueue } from "./event-queue";

const formatDescriptionEvent = 15;
const rotateEvent = 4;
/** A paused socket is read again after this time, for `drawnBytes`: well inside the source's time-out. */
const longestPauseMs = 120_000;
const drawnBytes = 1024 * 1024;
const writeTimeoutSeconds = 600;

export interface BinlogReaderOptions {
  readonly settings: ConnectionSettings;
  readonly from: SourcePosition;
  /** Replica server id, unique at the source (1 … 2^32 - 1). */
  readonly serverId: number;
  /** Replica UUID, the same for all attempts of one task: the source then ends our predecessor's dump at once. */
  readonly replicaUuid: string;
  readonly signal?: AbortSignal;
  /** Default 8 MiB. One event beyond it is possible whatever its size. */
  readonly queueBytes?: number;
  /** How often an idle source sends a sign of life. Default 5000 ms. */
  readonly heartbeatMs?: number;
}

/** While the consumer works on more than this no further event is read: a large one at a time. */
const largeBatchBytes = 16 * 1024 * 1024;

/** Batches of events, never empty, the consumer's own. Iterate once. Ends only by throwing: an AppError, or the signal's reason. */
export interface BinlogReader extends AsyncIterable<RawEvent[]>, AsyncDisposable {
  /** Bytes read and not yet consumed. */
  readonly queuedBytes: number;
  /** The socket is paused because the consumer is slower. */
  readonly paused: boolean;
  /** Bytes at which the socket is paused. */
  readonly queueLimitBytes: number;
  /** Since it was opened: bytes and events of the log, milliseconds in which the socket was paused. */
  readonly totals: { readonly bytes: number; readonly events: number; readonly pausedMs: number };
  close(): Promise<void>;
}

interface DumpPacket {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly end: number;
  isError(): boolean;
  asError(encoding: string): Error;
}

/** The parts of mysql2's connection that its types do not show (pinned version). */
interface DriverInternals {
  addCommand(command: unknown): void;
  writePacket(packet: CommandPacket): void;
  _resetSequenceId(): void;
  stream: { pause(): unknown; resume(): unknown; readonly bytesRead?: number };
  clientEncoding: string;
  on(event: "warn" | "error", listener: (error: unknown) => void): unknown;
}

/** Connects, sets the session up and asks for the log. What the source answers to the request (`binlog-purged` …) comes out of the iteration. */
export async function openBinlogReader(options: BinlogReaderOptions): Promise<BinlogReader> {
  const { from } = options;
  const heartbeatMs = options.heartbeatMs ?? 5_000;
  if (from.flavour === "mysql" && from.gtidSet === null && !from.file) throw new AppError("binlog-position-invalid", { detail: "no file to read from" });
  const session = dumpSession({ from, heartbeatMs, replicaUuid: options.replicaUuid, writeTimeoutSeconds });
  const connection = await connect(options.settings, { session, signal: options.signal });
  return new DumpStream(connection, options, heartbeatMs);
}

/** 0x00, then the event, whose header says its size at byte 9. */
const eventPacketSize: PacketSize = (buffer, start, filled) => (filled < start + 14 ? 0 : 1 + buffer.readUInt32LE(start + 10));

class DumpStream implements BinlogReader {
  readonly #connection: MysqlConnection;
  readonly #driver: DriverInternals;
  readonly #framing: EventFraming;
  readonly #queue = new EventQueue();
  readonly #limit: number;
  readonly #signal: AbortSignal | undefined;
  /** Leave out what lies before: the position is beyond what the command can say. */
  readonly #skipTo: { file: string; offset: number } | null;
  readonly #watchdog: NodeJS.Timeout;
  #pausedAt: number | null = null;
  #pauseLimit: number;
  #seen = 0;
  #bytes = 0;
  #pausedMs = 0;
  #seenAtTick = 0;
  #bytesAtTick = 0;
  #silentTicks = 0;

  constructor(connection: MysqlConnection, options: BinlogReaderOptions, heartbeatMs: number) {
    const { from } = options;
    this.#connection = connection;
    this.#driver = connection.driver as unknown as DriverInternals;
    this.#limit = options.queueBytes ?? 8 * 1024 * 1024;
    this.#pauseLimit = this.#limit;
    this.#signal = options.signal;
    this.#skipTo = from.gtidSet === null && from.offset > 0xffff_ffff ? { file: from.file, offset: from.offset } : null;
    this.#framing = new EventFraming(from.file, this.#skipTo ? 4 : from.offset);
    this.#signal?.addEventListener("abort", this.#onAbort, { once: true });
    // The driver only warns when packets come out of order; for us bytes are missing then.
    this.#driver.on("warn", (cause) => this.#fail(new AppError("connection-lost", { cause, detail: "packets out of order" })));
    this.#driver.on("error", (error) => this.#fail(classifyDumpError(error)));
    this.#watchdog = setInterval(() => this.#tick(), heartbeatMs);
    assemblePackets(connection.driver, eventPacketSize);
    this.#start(dumpCommand(from, options.serverId));
  }

  get queuedBytes(): number {
    return this.#queue.bytes;
  }

  get paused(): boolean {
    return this.#pausedAt !== null;
  }

  get queueLimitBytes(): number {
    return this.#limit;
  }

  get totals(): { bytes: number; events: number; pausedMs: number } {
    return { bytes: this.#bytes, events: this.#seen, pausedMs: this.#pausedMs + (this.#pausedAt === null ? 0 : Date.now() - this.#pausedAt) };
  }

  #start(command: CommandPacket): void {
    let started = false;
    this.#driver.addCommand({
      stateName: () => "binlog dump",
      onResult: (error: unknown) => this.#fail(classifyDumpError(error)),
      once() {},
      on() {},
      emit() {},
      execute: (packet: DumpPacket | undefined, driver: DriverInternals): boolean => {
        if (!started) {
          started = true;
          driver._resetSequenceId();
          driver.writePacket(command);
          return false;
        }
        if (packet) this.#accept(packet);
        return false;
      },
    });
  }

  /** One packet: 0x00 and an event, an error, or the end of the stream. Never throws: the driver would swallow it. */
  #accept(packet: DumpPacket): void {
    this.#seen++;
    if (this.#queue.failed) return;
    try {
      const marker = packet.buffer[packet.offset];
      if (marker === 0xff) return this.#fail(classifyDumpError(packet.asError(this.#driver.clientEncoding)));
      if (marker !== 0x00) return this.#fail(new AppError("connection-lost", { detail: "the source ended the log stream" }));
      // A view: the driver reuses the packet object, not the bytes it points to.
      const event = this.#framing.accept(packet.buffer.subarray(packet.offset + 1, packet.end));
      if (this.#skipTo && event.type !== formatDescriptionEvent && event.type !== rotateEvent && event.file === this.#skipTo.file && event.endOffset <= this.#skipTo.offset) return;
      this.#bytes += event.size;
      this.#queue.push(event);
    } catch (error) {
      return this.#fail(error);
    }
    if (this.#pausedAt === null && this.#queue.bytes >= this.#pauseLimit) {
      this.#pausedAt = Date.now();
      this.#driver.stream.pause();
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RawEvent[]> {
    try {
      for (;;) {
        this.#signal?.throwIfAborted();
        const taken = this.#queue.take();
        // The batch before is done with; now there is room again.
        if (this.#pausedAt !== null && this.#queue.bytes < this.#limit) this.#resume(this.#limit);
        await taken;
        if (this.#pausedAt !== null && this.#queue.bytes < largeBatchBytes) this.#resume(this.#limit);
        yield taken;
      }
    } finally {
      await this.close();
    }
  }

  #resume(limit: number): void {
    if (this.#pausedAt !== null) this.#pausedMs += Date.now() - this.#pausedAt;
    this.#pausedAt = null;
    this.#pauseLimit = limit;
    this.#silentTicks = 0;
    if (!this.#queue.failed) this.#driver.stream.resume();
  }

  /** Every heartbeat period. Ticks, not times, are counted: a tick that comes late because the process was busy counts once. */
  #tick(): void {
    if (this.#pausedAt !== null) {
      if (Date.now() - this.#pausedAt > longestPauseMs && this.#queue.bytes < 2 * this.#limit) this.#resume(this.#queue.bytes + drawnBytes);
      return;
    }
    const bytes = this.#driver.stream.bytesRead ?? 0;
    if (this.#seen !== this.#seenAtTick || bytes !== this.#bytesAtTick) {
      this.#seenAtTick = this.#seen;
      this.#bytesAtTick = bytes;
      this.#silentTicks = 0;
    } else if (++this.#silentTicks >= 3) {
      this.#fail(new AppError("connection-lost", { context: { role: "source" }, detail: "three heartbeats of the source are missing" }));
    }
  }

  readonly #onAbort = () => {
    this.#queue.drop();
    this.#fail(this.#signal?.reason);
  };

  #fail(error: unknown): void {
    if (this.#queue.failed) return;
    this.#queue.fail(error);
    this.#stop();
  }

  #stop(): void {
    clearInterval(this.#watchdog);
    this.#signal?.removeEventListener("abort", this.#onAbort);
    // A dump cannot be ended politely: the source notices the closed line at its next event.
    this.#connection.destroy();
  }

  async close(): Promise<void> {
    this.#queue.fail(new AppError("connection-lost", { detail: "the reader was closed" }));
    this.#stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
