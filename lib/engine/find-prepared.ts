import { printReader, type Attempt } from "./attempt";
import { findPrepared } from "./decoder/prepared-search";
import { compareCoordinates, compareFiles } from "./position/position-order";
import { readBinaryLogs } from "./position/read-position";
import type { SourcePosition } from "./position/position";
import { openBinlogReader } from "./reader/binlog-reader";

/** Files before the start position that are searched: transactions under way when a task begins were prepared a moment ago, or are somebody's forgotten ones. */
const searchedFiles = 2;

/** The events of a transaction that was prepared before the task's start position and has just been committed, or null. Reads the log by its own connection. */
export async function findPreparedBefore(attempt: Attempt, start: SourcePosition, xid: string): Promise<Buffer | null> {
  const logs = (await readBinaryLogs(attempt.source)).map((log) => log.file).filter((file) => compareFiles(file, start.file) <= 0);
  if (logs.at(-1) !== start.file) return null;
  await using reader = await openBinlogReader({
    ...printReader(attempt.plan, attempt.signal),
    from: { file: logs.at(-searchedFiles) ?? logs[0]!, offset: 4, gtidSet: null, flavour: start.flavour },
  });
  return await findPrepared(reader, xid, (event) => compareCoordinates({ file: event.file, offset: event.endOffset }, start) > 0, attempt.plan.limits.memoryBytes);
}
