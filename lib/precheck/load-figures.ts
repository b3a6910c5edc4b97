/** How busy a server is, from what it tells without privileges. */
import type { MysqlConnection } from "../mysql/connection";

export interface LoadFigures {
  /** Sessions that do something at this moment, ours left out. Median of some looks. */
  readonly threadsRunning: number;
  readonly threadsConnected: number;
  readonly maxConnections: number;
  /** Statements per second, since the look before. */
  readonly statementsPerSecond: number;
  /** Rows that InnoDB inserted, changed and deleted per second. */
  readonly rowsWrittenPerSecond: number;
  /** Part of InnoDB's page reads that went to the disk, 0 to 1; null where nothing was read. */
  readonly readsFromDisk: number | null;
  /** Part of the buffer pool that waits to be written, 0 to 1. */
  readonly dirtyPages: number | null;
  readonly rowLockWaits: number;
}

const names = [
  "Threads_running", "Threads_connected", "Questions", "Innodb_rows_inserted", "Innodb_rows_updated", "Innodb_rows_deleted", "Innodb_buffer_pool_reads",
  "Innodb_buffer_pool_read_requests", "Innodb_buffer_pool_pages_dirty", "Innodb_buffer_pool_pages_total", "Innodb_row_lock_current_waits",
] as const;

/** From this many running sessions on a server counts as busy: servers do not tell how many processors they have. */
export const busyThreads = 16;

/** Looks several times within about half a second. Needs no privilege. */
export async function readLoad(connection: MysqlConnection, signal?: AbortSignal): Promise<LoadFigures> {
  const looks = 4;
  const gapMs = 150;
  const threads: number[] = [];
  const begun = performance.now();
  const first = await readStatus(connection);
  threads.push(first.Threads_running - 1);
  let last = first;
  for (let look = 1; look < looks; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, gapMs));
    signal?.throwIfAborted();
    last = await readStatus(connection);
    threads.push(last.Threads_running - 1);
  }
  const seconds = (performance.now() - begun) / 1_000;
  const [row] = await connection.query<{ most: string }>("SELECT @@global.max_connections AS most");
  const perSecond = (name: (typeof names)[number]) => Math.max(0, last[name] - first[name]) / seconds;
  const requests = last.Innodb_buffer_pool_read_requests - first.Innodb_buffer_pool_read_requests;
  return {
    threadsRunning: Math.max(0, threads.sort((one, other) => one - other)[Math.floor(threads.length / 2)]!),
    threadsConnected: last.Threads_connected,
    maxConnections: Number(row?.most ?? 0),
    // Our own looks are statements too.
    statementsPerSecond: Math.max(0, perSecond("Questions") - (looks - 1) / seconds),
    rowsWrittenPerSecond: perSecond("Innodb_rows_inserted") + perSecond("Innodb_rows_updated") + perSecond("Innodb_rows_deleted"),
    readsFromDisk: requests <= 0 ? null : Math.min(1, Math.max(0, last.Innodb_buffer_pool_reads - first.Innodb_buffer_pool_reads) / requests),
    dirtyPages: last.Innodb_buffer_pool_pages_total > 0 ? last.Innodb_buffer_pool_pages_dirty / last.Innodb_buffer_pool_pages_total : null,
    rowLockWaits: last.Innodb_row_lock_current_waits,
  };
}

async function readStatus(connection: MysqlConnection): Promise<Record<(typeof names)[number], number>> {
  const rows = await connection.query<{ Variable_name: string; Value: string }>(`SHOW GLOBAL STATUS WHERE Variable_name IN (${names.map((name) => `'${name}'`).join(", ")})`);
  const found = new Map(rows.map((row) => [row.Variable_name.toLowerCase(), Number(row.Value)]));
  return Object.fromEntries(names.map((name) => [name, found.get(name.toLowerCase()) ?? 0])) as Record<(typeof names)[number], number>;
}
