/** Proves when a task is taken up that the source still has the log that was read, and not another one under the same names. */
import { AppError } from "../errors/app-error";
import type { MysqlConnection } from "../mysql/connection";
import { printOf, type LogPrint } from "./position/log-prints";
import { compareFiles } from "./position/position-order";
import { readBinaryLogs } from "./position/read-position";
import type { SourcePosition } from "./position/position";
import { openBinlogReader, type BinlogReaderOptions } from "./reader/binlog-reader";

/** Whose log, and who asks: not under the task's own identity, or the source would end its dump. */
export type PrintReader = Pick<BinlogReaderOptions, "settings" | "serverId" | "replicaUuid" | "signal">;

const rotateEvent = 4;
const formatDescriptionEvent = 15;
const firstOffset = 4;

/** The event that begins there, null when none does. `offset` 4: the head of the file, which holds when it was made. Throws what the line throws. */
export async function readPrint(reader: PrintReader, place: { readonly file: string; readonly offset: number }, flavour: SourcePosition["flavour"]): Promise<LogPrint | null> {
  try {
    await using log = await openBinlogReader({ ...reader, from: { file: place.file, offset: place.offset, gtidSet: null, flavour } });
    for await (const events of log) {
      for (const event of events) {
        if (event.type === rotateEvent && event.timestamp === 0) continue;
        if (event.type === formatDescriptionEvent && place.offset !== firstOffset) continue;
        return printOf(event);
      }
    }
    return null;
  } catch (error) {
    // What the source says to a place inside an event.
    if (error instanceof AppError && error.code.startsWith("binlog-") && error.code !== "binlog-reader-conflict" && error.code !== "binlog-disabled") return null;
    throw error;
  }
}

/** The position with the print of its file's head, for as long as no transaction was read behind it. */
export async function withFirstPrint(position: SourcePosition, reader: PrintReader): Promise<SourcePosition> {
  if (position.file === "") return position;
  const print = await readPrint(reader, { file: position.file, offset: firstOffset }, position.flavour);
  return print === null ? position : { ...position, print };
}

/**
 * Throws `binlog-position-invalid` when the log is another one. A file that the source has purged proves nothing: GTIDs alone decide then. Of the server
 * that the position was read from.
 */
export async function assertSameLog(source: MysqlConnection, position: SourcePosition, reader: PrintReader): Promise<void> {
  const { print } = position;
  if (!print) return;
  const logs = await readBinaryLogs(source);
  const log = logs.find((one) => one.file === print.file);
  const newest = logs.at(-1);
  if (!log && newest && compareFiles(print.file, newest.file) < 0) return;
  const found = log && log.size >= print.offset + print.size ? await readPrint(reader, print, position.flavour) : null;
  if (found !== null && found.size === print.size && found.crc === print.crc) return;
  throw new AppError("binlog-position-invalid", {
    detail: `the source's log is not the one that was read: at ${print.file}:${print.offset} it has another event, or none. It was put back to an earlier state, or its log was reset.`,
    context: { position: position.gtidSet ?? `${position.file}:${position.offset}` },
  });
}
