import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { ExecutedSet } from "./gtid-set";
import { compareFiles } from "./position-order";
import type { SourcePosition } from "./position";

type Flavour = SourcePosition["flavour"];

/** `mysql` or `mariadb`, told by VERSION(). */
export async function readFlavour(connection: MysqlConnection): Promise<Flavour> {
  const [row] = await connection.query<{ version: string }>("SELECT VERSION() AS version");
  return /mariadb/i.test(row!.version) ? "mariadb" : "mysql";
}

/**
 * Where the source stands now: a position behind every transaction whose commit was answered before the call. Needs REPLICATION CLIENT.
 * `gtidSet` is null unless every transaction of the source gets a GTID (`gtid_mode=ON`; always on MariaDB). Throws `binlog-disabled`.
 */
export async function readSourcePosition(connection: MysqlConnection): Promise<SourcePosition> {
  const flavour = await readFlavour(connection);
  const [status] = await readLogStatus(connection);
  if (!status?.File) throw new AppError("binlog-disabled");
  const file = status.File;
  const offset = Number(status.Position);
  if (flavour === "mariadb") {
    // gtid_binlog_pos belongs to a later moment than the status; this function gives the set of exactly that file and offset (MariaDB manual, "BINLOG_GTID_POS").
    const [row] = await connection.query<{ pos: string | null; now: string }>("SELECT BINLOG_GTID_POS(?, ?) AS pos, @@global.gtid_binlog_pos AS now", [file, offset]);
    return { file, offset, gtidSet: row!.pos, flavour };
  }
  const executed = (status.Executed_Gtid_Set ?? "").replace(/\s+/g, "");
  return { file, offset, gtidSet: (await readGtidMode(connection)) === "ON" ? executed : null, flavour };
}

/** SHOW MASTER STATUS is gone since 8.4, SHOW BINARY LOG STATUS is unknown before 8.2 and on MariaDB: the one not known is a syntax error (1064). */
async function readLogStatus(connection: MysqlConnection): Promise<Record<string, string>[]> {
  try {
    return await connection.query<Record<string, string>>("SHOW BINARY LOG STATUS");
  } catch (error) {
    if (!(error instanceof AppError) || error.context.serverErrno !== 1064) throw error;
    return connection.query<Record<string, string>>("SHOW MASTER STATUS");
  }
}

async function readVariable(connection: MysqlConnection, name: string): Promise<string | null> {
  const rows = await connection.query<{ Value: string }>(`SHOW GLOBAL VARIABLES LIKE '${name}'`);
  return rows[0]?.Value ?? null;
}

async function readGtidMode(connection: MysqlConnection): Promise<string> {
  return (await readVariable(connection, "gtid\\_mode")) ?? "OFF";
}

export interface BinaryLog {
  readonly file: string;
  readonly size: number;
}

/** The files that the source still has, oldest first. Needs REPLICATION CLIENT. Throws `binlog-disabled` (1381). */
export async function readBinaryLogs(connection: MysqlConnection): Promise<readonly BinaryLog[]> {
  try {
    const rows = await connection.query<{ Log_name: string; File_size: string }>("SHOW BINARY LOGS");
    return rows.map((row) => ({ file: row.Log_name, size: Number(row.File_size) }));
  } catch (error) {
    if (error instanceof AppError && error.context.serverErrno === 1381) throw new AppError("binlog-disabled", { cause: error });
    throw error;
  }
}

/** What the source has executed and what it has thrown away, as GTID sets. Null without GTIDs. MariaDB: `purged` is the state before its oldest file. */
export async function readExecutedSets(connection: MysqlConnection): Promise<{ executed: string; purged: string } | null> {
  if ((await readFlavour(connection)) === "mariadb") {
    const [oldest] = await readBinaryLogs(connection);
    const [row] = await connection.query<{ executed: string; purged: string | null }>("SELECT @@global.gtid_binlog_pos AS executed, BINLOG_GTID_POS(?, 4) AS purged", [oldest?.file ?? ""]);
    return { executed: row!.executed, purged: row!.purged ?? "" };
  }
  if ((await readGtidMode(connection)) !== "ON") return null;
  const [row] = await connection.query<{ executed: string; purged: string }>("SELECT @@global.gtid_executed AS executed, @@global.gtid_purged AS purged");
  return { executed: row!.executed.replace(/\s+/g, ""), purged: row!.purged.replace(/\s+/g, "") };
}

/**
 * A name for the server whose history we read: its UUID. MariaDB has none; there it is server id and data directory's host name and port,
 * which change when another server answers at the address.
 */
export async function readSourceIdentity(connection: MysqlConnection): Promise<string> {
  const uuid = await readVariable(connection, "server\\_uuid");
  if (uuid) return uuid;
  const [row] = await connection.query<{ id: string; host: string; port: string; domain: string }>(
    "SELECT @@global.server_id AS id, @@global.hostname AS host, @@global.port AS port, @@global.gtid_domain_id AS domain",
  );
  return `mariadb:${row!.id}:${row!.host}:${row!.port}:${row!.domain}`;
}

export type Availability =
  | { readonly available: true }
  /** `purged`: the log before it is gone. `unknown`: the source never had it (reset, restored, another server). */
  | { readonly available: false; readonly reason: "purged" | "unknown" };

/** Whether the source can serve the log from `position` on. */
export async function positionIsAvailable(connection: MysqlConnection, position: SourcePosition): Promise<Availability> {
  if (position.gtidSet !== null) {
    const sets = await readExecutedSets(connection);
    if (sets === null) return { available: false, reason: "unknown" };
    if (!new ExecutedSet(position.flavour, sets.executed).includes(position.gtidSet)) return { available: false, reason: "unknown" };
    if (!new ExecutedSet(position.flavour, position.gtidSet).includes(sets.purged)) return { available: false, reason: "purged" };
    return { available: true };
  }
  const logs = await readBinaryLogs(connection);
  const log = logs.find((entry) => entry.file === position.file);
  if (log) return position.offset <= log.size ? { available: true } : { available: false, reason: "unknown" };
  const oldest = logs[0];
  return { available: false, reason: oldest && compareFiles(position.file, oldest.file) < 0 ? "purged" : "unknown" };
}
