/** Where in the source's binary log a moment lies: for a task that copies nothing and begins at a time. */
import { randomInt, randomUUID } from "node:crypto";
import { AppError } from "../../errors/app-error";
import { beginsTransaction, fileBeginMs } from "../../precheck/binlog-sample";
import { eventType } from "../../engine/decoder/event-type";
import { openBinlogReader } from "../../engine/reader/binlog-reader";
import { readExecutedSets } from "../../engine/position/read-position";
import type { SourcePosition } from "../../engine/position/position";
import { connect } from "../../mysql/connection";
import type { ConnectionSettings } from "../../mysql/connection-settings";
import { readServerFacts } from "../../mysql/server-facts";
import type { EarliestPosition, FoundPosition } from "./view";

interface LogFile {
  readonly name: string;
  readonly size: number;
}

/**
 * The first transaction that was committed at or after the moment; the end of the log when there is none yet. What begins before it and ends after it counts as
 * after: nothing that the destination lacks is passed over. Times of the log are whole seconds of the source's clock.
 * Throws `binlog-disabled`, and what connecting and reading throw.
 */
export async function findPosition(settings: ConnectionSettings, atMs: number, signal: AbortSignal): Promise<FoundPosition> {
  const { files, flavour } = await readFiles(settings, signal);
  const oldest = files[0];
  if (oldest === undefined) throw new AppError("binlog-disabled");
  const beginOf = (file: LogFile) => fileBeginMs(settings, file.name, flavour, signal);
  const earliestMs = await beginOf(oldest);
  if (earliestMs === null || atMs < earliestMs) return { earliestMs, position: null };
  // The last file that begins at or before the moment.
  let low = 0;
  let high = files.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const begin = await beginOf(files[middle]!);
    if (begin !== null && begin <= atMs) low = middle;
    else high = middle - 1;
  }
  return { earliestMs, position: await firstFrom(settings, flavour, files.slice(low), atMs, signal) };
}

/** What the source's log begins with. Throws `binlog-disabled`, and what connecting and reading throw. */
export async function findEarliest(settings: ConnectionSettings, signal: AbortSignal): Promise<EarliestPosition> {
  const { files, flavour } = await readFiles(settings, signal);
  const oldest = files[0];
  if (oldest === undefined) throw new AppError("binlog-disabled");
  await using connection = await connect(settings, { timeoutMs: 5_000, signal });
  const [atMs, sets] = await Promise.all([fileBeginMs(settings, oldest.name, flavour, signal), readExecutedSets(connection)]);
  return { file: oldest.name, atMs, purged: sets?.purged ?? null };
}

async function readFiles(settings: ConnectionSettings, signal: AbortSignal) {
  await using connection = await connect(settings, { timeoutMs: 5_000, signal });
  const { flavour } = await readServerFacts(connection);
  const rows = await connection.query<{ Log_name: string; File_size: string }>("SHOW BINARY LOGS");
  return { flavour, files: rows.map((row): LogFile => ({ name: row.Log_name, size: Number(row.File_size) })) };
}

async function firstFrom(settings: ConnectionSettings, flavour: SourcePosition["flavour"], files: readonly LogFile[], atMs: number, signal: AbortSignal): Promise<FoundPosition["position"]> {
  const first = files[0]!;
  const last = files.at(-1)!;
  const end = { file: last.name, offset: last.size };
  await using reader = await openBinlogReader({ settings, from: { file: first.name, offset: 4, gtidSet: null, flavour }, serverId: randomInt(0x7000_0000, 0x7fff_ffff), replicaUuid: randomUUID(), signal, heartbeatMs: 1_000 });
  let group: { file: string; offset: number } | null = null;
  // Where groups begin with an event of their own, BEGIN stands in the middle of one.
  let hasGroupEvents = false;
  for await (const batch of reader) {
    for (const event of batch) {
      if (event.timestamp > 0 && event.endOffset > 0) {
        const isQuery = event.type === eventType.query;
        if (beginsTransaction(event) && !(isQuery && hasGroupEvents)) {
          group = { file: event.file, offset: event.endOffset - event.size };
          hasGroupEvents ||= !isQuery;
        }
        if (group !== null && event.timestamp * 1_000 >= atMs) return group;
      }
      if (event.file === last.name && event.endOffset >= last.size) return end;
    }
  }
  return end;
}
