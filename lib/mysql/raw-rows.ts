import { AppError } from "../errors/app-error";
import { classifyServerError } from "../errors/classify";
import type { MysqlConnection } from "./connection";
import type { DriverInternals, DriverPacket } from "./driver-internals";

/**
 * One row of a text result set: its bytes lie in `buffer[offset, end)` as length-encoded cells (manual, "Protocol::ResultsetRow").
 * The buffer belongs to the driver and is used again after the call: read it at once or copy. A returned promise pauses
 * the connection until it is settled; up to one socket read (64 KiB) of rows may still arrive meanwhile.
 */
export type RawRowHandler = (buffer: Buffer, offset: number, end: number) => void | Promise<void>;

export interface RawResult {
  readonly rows: number;
  readonly columns: number;
  readonly warnings: number;
}

/** Text protocol: a cell that is NULL. */
export const nullCell = 0xfb;

/**
 * Runs one query and hands each row to `onRow` as bytes, without a JavaScript value per cell. Memory is bounded by the largest row
 * (the driver joins the 16 MiB parts of a longer packet: such a row needs about twice its size). When `onRow` throws or rejects, the
 * connection is destroyed, because the rest of the result cannot be taken back, and its error is thrown. Server errors are AppErrors
 * classified by role.
 */
export async function readRawRows(connection: MysqlConnection, sql: string | Buffer, onRow: RawRowHandler): Promise<RawResult> {
  if (!connection.usable) await connection.run("DO 0");
  const text = typeof sql === "string" ? Buffer.from(sql, "utf8") : sql;
  const driver = connection.driver as unknown as DriverInternals;
  return new Promise<RawResult>((resolve, reject) => {
    let state: "send" | "header" | "columns" | "columns-end" | "rows" = "send";
    let columns = 0;
    let columnsLeft = 0;
    let rows = 0;
    let waits = 0;
    let ended: RawResult | null = null;
    let failed = false;

    const fail = (error: unknown) => {
      failed = true;
      reject(error instanceof AppError ? error : classifyServerError(error, connection.settings.role, text.subarray(0, 200).toString("latin1")));
    };
    const breakOff = (error: unknown) => {
      if (failed) return;
      failed = true;
      reject(error);
      connection.destroy();
    };
    const resume = () => {
      waits -= 1;
      if (waits > 0 || failed) return;
      driver.stream.resume();
      if (ended) resolve(ended);
    };
    const handle = (buffer: Buffer, offset: number, end: number) => {
      rows += 1;
      const wait = onRow(buffer, offset, end);
      if (wait === undefined) return;
      if (waits === 0) driver.stream.pause();
      waits += 1;
      wait.then(resume, breakOff);
    };

    driver.addCommand({
      stateName: () => "raw rows",
      // Called by the driver when the connection breaks while the command waits or runs.
      onResult: fail,
      once() {},
      on() {},
      emit() {},
      execute(packet: DriverPacket | undefined, raw: DriverInternals): boolean {
        if (failed) return false;
        if (state === "send") {
          raw._resetSequenceId();
          raw.writePacket(queryPacket(text));
          state = "header";
          return false;
        }
        if (!packet) return false;
        switch (state) {
          case "header": {
            if (packet.isError()) {
              fail(packet.asError(raw.clientEncoding));
              return true;
            }
            columns = packet.readLengthCodedNumber();
            if (columns === 0) {
              fail(new AppError("assertion-failed", { detail: "a query answered without a result set" }));
              return true;
            }
            columnsLeft = columns;
            state = "columns";
            return false;
          }
          case "columns":
            columnsLeft -= 1;
            if (columnsLeft === 0) state = "columns-end";
            return false;
          case "columns-end":
            state = "rows";
            return false;
          case "rows": {
            const length = packet.end - packet.offset;
            const marker = packet.buffer[packet.offset]!;
            // 0xfe also begins a cell of 16 MiB or more, but such a packet is longer than an end marker.
            if (marker === 0xfe && length < 9) {
              packet.readInt8();
              ended = { rows, columns, warnings: packet.readInt16() };
              if (waits === 0) resolve(ended);
              return true;
            }
            if (marker === 0xff) {
              fail(packet.asError(raw.clientEncoding));
              return true;
            }
            try {
              handle(packet.buffer, packet.offset, packet.end);
            } catch (error) {
              breakOff(error);
            }
            return false;
          }
          default:
            return false;
        }
      },
    });
  });
}

/** COM_QUERY with room for the packet header in front, as the driver's writer wants it. */
function queryPacket(sql: Buffer) {
  const buffer = Buffer.allocUnsafe(5 + sql.length);
  buffer[4] = 0x03;
  sql.copy(buffer, 5);
  return {
    buffer,
    length: () => sql.length + 1,
    writeHeader(sequence: number) {
      buffer.writeUIntLE(buffer.length - 4, 0, 3);
      buffer[3] = sequence;
    },
  };
}

/** Walks the cells of one raw row. `start`/`end` of the current cell; `isNull` when it is NULL. One object serves all rows. */
export class RawCells {
  buffer: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;
  isNull = false;

  begin(buffer: Buffer, offset: number): void {
    this.buffer = buffer;
    this.end = offset;
  }

  next(): void {
    const buffer = this.buffer;
    let at = this.end;
    const first = buffer[at]!;
    at += 1;
    if (first === nullCell) {
      this.isNull = true;
      this.start = this.end = at;
      return;
    }
    this.isNull = false;
    let length = first;
    if (first === 0xfc) {
      length = buffer.readUInt16LE(at);
      at += 2;
    } else if (first === 0xfd) {
      length = buffer.readUIntLE(at, 3);
      at += 3;
    } else if (first === 0xfe) {
      length = Number(buffer.readBigUInt64LE(at));
      at += 8;
    }
    this.start = at;
    this.end = at + length;
  }

  /** The current cell as text (its bytes are ASCII or utf8mb4), or null. */
  text(): string | null {
    return this.isNull ? null : this.buffer.toString("utf8", this.start, this.end);
  }
}
