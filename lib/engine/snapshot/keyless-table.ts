/**
 * The one moment in which a table without a key is read. Its copy must hold exactly the changes up to a known position, because a change
 * applied twice would be a row twice.
 *
 * MariaDB reports the position of a consistent snapshot itself. On MySQL this is proved for the one table:
 * 1. Position F0. Transactions that are in the log before F0 but not yet visible still own their GTID: wait until those are released.
 * 2. Open the snapshot: it sees everything before F0.
 * 3. Position F1. Everything that the snapshot sees was in the log before F1.
 * 4. No event between F0 and F1 touches the table: then the snapshot holds the table exactly as of F1. Otherwise try again.
 * A source without GTIDs does not tell what is between log and visibility; there step 1 waits for longer than any commit takes.
 *
 * Engines without transactions have no snapshot. What a SELECT of such a table gives is fixed when it holds the table, which its first row shows (and its
 * end, when there is none): the same proof with the reading itself in step 2 and the first row behind it. A writer there is logged before it lets go of the table.
 */
import { randomInt } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteText } from "../../mysql/identifier";
import type { TableName } from "../../mysql/table-definition";
import type { SourcePosition } from "../position/position";

export interface QuietMomentOptions {
  readonly table: TableName;
  readonly flavour: "mysql" | "mariadb";
  readonly readPosition: (connection: MysqlConnection) => Promise<SourcePosition>;
  readonly signal: AbortSignal;
  /** Tries before giving up. Default 40: about half a minute on a source with GTIDs. */
  readonly tries?: number;
  /** Sources without GTIDs: how long a commit may take between log and visibility. Default 1,000 ms. */
  readonly commitMs?: number;
}

/** How many events are looked at between two positions; more of them count as a touch. */
const eventLimit = 20_000;

/**
 * Opens a transaction on `connection` that sees the table exactly as of the returned position. The caller ends it. Throws
 * `keyless-no-quiet-moment` when the table is written in every try.
 */
export async function openKnownSnapshot(connection: MysqlConnection, options: QuietMomentOptions): Promise<SourcePosition> {
  if (options.flavour === "mariadb") return openMariadbSnapshot(connection);
  const tries = options.tries ?? 40;
  for (let attempt = 1; attempt <= tries; attempt++) {
    options.signal.throwIfAborted();
    const from = await options.readPosition(connection);
    if (from.gtidSet === null) await delay(options.commitMs ?? 1_000, undefined, { signal: options.signal });
    else await waitForCommits(connection, options.signal);
    await connection.run("START TRANSACTION WITH CONSISTENT SNAPSHOT");
    const to = await options.readPosition(connection);
    if (!(await isTouched(connection, options.table, from, to))) return to;
    await connection.run("ROLLBACK");
    // Jitter: a writer with a rhythm of its own is not met at the same beat each time.
    await delay(randomInt(20, 100 + Math.min(attempt, 10) * 100), undefined, { signal: options.signal });
  }
  throw new AppError("keyless-no-quiet-moment", { context: { table: `${options.table.database}.${options.table.table}`, tries } });
}

/** Engines whose tables a consistent snapshot sees as of one moment. Of all others nothing of the kind is assumed. */
const versioned = new Set(["innodb", "xtradb", "rocksdb", "tokudb"]);

export const hasSnapshots = (engine: string) => versioned.has(engine.toLowerCase());

class Touched extends Error {}

/**
 * Reads a table without snapshots exactly as of the returned position. `read` is called for each try, with what it awaits when it has its first row; it throws
 * on what that throws, and forgets its rows. `connection` is another one than it reads with. Throws `keyless-no-quiet-moment`.
 */
export async function readAtKnownMoment(connection: MysqlConnection, options: QuietMomentOptions, read: (begun: () => Promise<void>) => Promise<void>): Promise<SourcePosition> {
  const tries = options.tries ?? 40;
  for (let attempt = 1; attempt <= tries; attempt++) {
    options.signal.throwIfAborted();
    const from = await options.readPosition(connection);
    await delay(options.commitMs ?? 1_000, undefined, { signal: options.signal });
    const known: SourcePosition[] = [];
    const begun = async () => {
      if (known.length > 0) return;
      const to = await options.readPosition(connection);
      if (await isTouched(connection, options.table, from, to)) throw new Touched();
      known.push(to);
    };
    try {
      await read(begun);
      await begun();
      return known[0]!;
    } catch (error) {
      if (!(error instanceof Touched)) throw error;
    }
    await delay(randomInt(20, 100 + Math.min(attempt, 10) * 100), undefined, { signal: options.signal });
  }
  throw new AppError("keyless-no-quiet-moment", { context: { table: `${options.table.database}.${options.table.table}`, tries } });
}

async function openMariadbSnapshot(connection: MysqlConnection): Promise<SourcePosition> {
  await connection.run("START TRANSACTION WITH CONSISTENT SNAPSHOT");
  const status = new Map(
    (await connection.query<{ Variable_name: string; Value: string }>("SHOW STATUS LIKE 'binlog\\_snapshot\\_%'")).map((row) => [row.Variable_name.toLowerCase(), row.Value]),
  );
  const file = status.get("binlog_snapshot_file");
  const offset = Number(status.get("binlog_snapshot_position"));
  if (!file || !offset) throw new AppError("binlog-disabled");
  const [row] = await connection.query<{ gtid: string | null }>("SELECT BINLOG_GTID_POS(?, ?) AS gtid", [file, offset]);
  return { file, offset, gtidSet: row?.gtid ?? null, flavour: "mariadb" };
}

/** GTIDs that are owned now: logged or about to be, not yet visible. `uuid:7#12` = GTID 7 of thread 12. */
async function ownedGtids(connection: MysqlConnection): Promise<Set<string>> {
  const [row] = await connection.query<{ owned: string }>("SELECT @@global.gtid_owned AS owned");
  return new Set(row?.owned.match(/\d+#\d+/g) ?? []);
}

async function waitForCommits(connection: MysqlConnection, signal: AbortSignal): Promise<void> {
  let waiting = await ownedGtids(connection);
  while (waiting.size > 0) {
    await delay(2, undefined, { signal });
    const now = await ownedGtids(connection);
    waiting = new Set([...waiting].filter((gtid) => now.has(gtid)));
  }
}

/** Whether an event between the positions may have changed the table. Everything that cannot be told counts. Needs REPLICATION SLAVE. */
async function isTouched(connection: MysqlConnection, table: TableName, from: SourcePosition, to: SourcePosition): Promise<boolean> {
  if (from.file !== to.file) return true;
  if (from.offset === to.offset) return false;
  const events = await connection.query<{ Event_type: string; Info: string; Pos: string; End_log_pos: string }>(
    `SHOW BINLOG EVENTS IN ${quoteText(from.file)} FROM ${from.offset} LIMIT ${eventLimit}`,
  );
  const name = `(${table.database}.${table.table})`.toLowerCase();
  for (const event of events) {
    if (Number(event.Pos) >= to.offset) return false;
    if (event.Event_type === "Table_map" && event.Info.toLowerCase().endsWith(name)) return true;
    if (event.Event_type === "Query" && !/^(?:BEGIN|COMMIT|SAVEPOINT\b.*)$/i.test(event.Info.trim())) return true;
    if (!quietEvents.has(event.Event_type)) return true;
  }
  return events.length === eventLimit;
}

/** Events that change no row by themselves, or whose table stands in a Table_map before them. */
const quietEvents = new Set([
  "Table_map",
  "Query",
  "Xid",
  "XA_prepare",
  "Gtid",
  "Gtid_tagged",
  "Anonymous_Gtid",
  "Previous_gtids",
  "Format_desc",
  "Rows_query",
  "Heartbeat",
  "Heartbeat_v2",
  "Write_rows",
  "Update_rows",
  "Delete_rows",
  "Write_rows_v1",
  "Update_rows_v1",
  "Delete_rows_v1",
  "Update_rows_partial",
  "Annotate_rows",
  "Binlog_checkpoint",
  "Gtid_list",
]);
