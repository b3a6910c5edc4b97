import type { MysqlConnection } from "./connection";
import { AppError } from "../errors/app-error";

export interface ServerVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** As the server prints it: `8.0.36-28.1`, `10.11.19-MariaDB-log`. */
  readonly text: string;
}

/** Answer of SHOW BINARY LOG STATUS / SHOW MASTER STATUS. */
export interface BinlogStatus {
  readonly file: string;
  readonly position: bigint;
  readonly executedGtidSet: string;
  /** Databases that alone are logged (--binlog-do-db); empty = all. */
  readonly doDatabases: readonly string[];
  readonly ignoreDatabases: readonly string[];
}

/** What one server is, measured. A variable that the server does not have is null. */
export interface ServerFacts {
  readonly version: ServerVersion;
  readonly flavour: "mysql" | "mariadb";
  readonly versionComment: string;
  /** Tells whether two addresses lead to the same server: server_uuid, or host name, port and data folder where there is none (MariaDB). */
  readonly identity: string;
  readonly serverUuid: string | null;
  readonly serverId: number;
  /** CURRENT_USER(): the account that the server matched. */
  readonly account: { readonly user: string; readonly host: string };
  /** Host part of USER(): the address that the server sees us come from. */
  readonly seenAs: string;

  readonly logBin: boolean;
  /** Null: the log is off or REPLICATION CLIENT is missing (`binlogStatusDenied`). */
  readonly binlogStatus: BinlogStatus | null;
  readonly binlogStatusDenied: boolean;
  readonly binlogFormat: string | null;
  readonly binlogRowImage: string | null;
  readonly binlogRowMetadata: string | null;
  readonly binlogRowValueOptions: string | null;
  readonly binlogTransactionCompression: boolean | null;
  readonly binlogChecksum: string | null;
  readonly binlogEncryption: boolean | null;
  /** Purge horizon in seconds, 0 = never purged by age, null = unknown. */
  readonly binlogRetentionSeconds: number | null;
  /** MySQL: OFF, OFF_PERMISSIVE, ON_PERMISSIVE, ON. Null where the variable does not exist (MariaDB has GTIDs of its own, always on). */
  readonly gtidMode: string | null;
  readonly enforceGtidConsistency: string | null;
  readonly logReplicaUpdates: boolean | null;
  /** It replicates from another server; null = could not be read. */
  readonly isReplica: boolean | null;

  /** Global values, not our session's. */
  readonly sqlMode: readonly string[];
  readonly lowerCaseTableNames: number;
  readonly timeZone: string;
  readonly systemTimeZone: string;
  readonly characterSetServer: string;
  readonly collationServer: string;
  readonly maxAllowedPacket: number;
  readonly maxConnections: number;
  readonly maxUserConnections: number;
  readonly netReadTimeoutSeconds: number | null;
  readonly netWriteTimeoutSeconds: number | null;
  readonly waitTimeoutSeconds: number | null;
  readonly readOnly: boolean;
  readonly superReadOnly: boolean | null;
  readonly innodbReadOnly: boolean | null;
  readonly logBinTrustFunctionCreators: boolean | null;
  readonly partialRevokes: boolean | null;
  readonly defaultAuthentication: string | null;
  readonly requireSecureTransport: boolean | null;
  /** MySQL 9.6 and newer with innodb_native_foreign_keys=OFF: changes made by cascades are in the binlog as row changes. */
  readonly logsCascades: boolean;
  /** TLS cipher of this connection, null when it is not encrypted. */
  readonly tlsCipher: string | null;

  /** Server clock minus ours, from the fastest of three round trips. */
  readonly clockOffsetMs: number;
  /** Half of that round trip: the offset is exact to this. */
  readonly clockUncertaintyMs: number;

  /** Every global variable, names in lower case. */
  readonly variables: ReadonlyMap<string, string>;
}

/**
 * Reads what a server is. Needs no privilege; with REPLICATION CLIENT also the binlog's state. Works on MySQL 5.6 to 9.x and
 * MariaDB. Throws the AppError of the connection when a query fails for another reason than a missing privilege.
 */
export async function readServerFacts(connection: MysqlConnection): Promise<ServerFacts> {
  const variables = new Map<string, string>();
  for (const row of await connection.query<{ Variable_name: string; Value: string | null }>("SHOW GLOBAL VARIABLES")) {
    variables.set(row.Variable_name.toLowerCase(), row.Value ?? "");
  }
  const text = (name: string) => variables.get(name) ?? null;
  const flag = (name: string) => flagOf(variables.get(name));
  const count = (name: string) => numberOf(variables.get(name));

  const [who] = await connection.query<{ user: string; seen: string }>("SELECT CURRENT_USER() AS user, USER() AS seen");
  const [cipher] = await connection.query<{ Value: string }>("SHOW SESSION STATUS LIKE 'Ssl_cipher'");
  const version = parseVersion(text("version") ?? "");
  const flavour = /mariadb/i.test(`${version.text} ${text("version_comment") ?? ""}`) ? "mariadb" : "mysql";
  const logBin = flag("log_bin") ?? false;
  const status = logBin ? await readBinlogStatus(connection, flavour, version) : null;
  const serverUuid = text("server_uuid");

  return {
    version,
    flavour,
    versionComment: text("version_comment") ?? "",
    identity: serverUuid ?? `${text("hostname") ?? "?"}:${text("port") ?? "?"}:${text("datadir") ?? "?"}`,
    serverUuid,
    serverId: count("server_id") ?? 0,
    account: splitAccount(who?.user ?? "@"),
    seenAs: splitAccount(who?.seen ?? "@").host,
    logBin,
    binlogStatus: status === "denied" ? null : status,
    binlogStatusDenied: status === "denied",
    binlogFormat: text("binlog_format"),
    binlogRowImage: text("binlog_row_image"),
    binlogRowMetadata: text("binlog_row_metadata"),
    binlogRowValueOptions: text("binlog_row_value_options"),
    binlogTransactionCompression: flag("binlog_transaction_compression") ?? flag("log_bin_compress"),
    binlogChecksum: text("binlog_checksum"),
    binlogEncryption: flag("binlog_encryption") ?? flag("encrypt_binlog"),
    binlogRetentionSeconds: retentionSeconds(variables),
    gtidMode: text("gtid_mode"),
    enforceGtidConsistency: text("enforce_gtid_consistency"),
    logReplicaUpdates: flag("log_replica_updates") ?? flag("log_slave_updates"),
    isReplica: await readIsReplica(connection, flavour, version),
    sqlMode: (text("sql_mode") ?? "").split(",").filter((mode) => mode !== ""),
    lowerCaseTableNames: count("lower_case_table_names") ?? 0,
    timeZone: text("time_zone") ?? "SYSTEM",
    systemTimeZone: text("system_time_zone") ?? "",
    characterSetServer: text("character_set_server") ?? "",
    collationServer: text("collation_server") ?? "",
    maxAllowedPacket: count("max_allowed_packet") ?? 0,
    maxConnections: count("max_connections") ?? 0,
    maxUserConnections: count("max_user_connections") ?? 0,
    netReadTimeoutSeconds: count("net_read_timeout"),
    netWriteTimeoutSeconds: count("net_write_timeout"),
    waitTimeoutSeconds: count("wait_timeout"),
    readOnly: flag("read_only") ?? false,
    superReadOnly: flag("super_read_only"),
    innodbReadOnly: flag("innodb_read_only"),
    logBinTrustFunctionCreators: flag("log_bin_trust_function_creators"),
    partialRevokes: flag("partial_revokes"),
    defaultAuthentication: text("default_authentication_plugin") ?? text("authentication_policy"),
    requireSecureTransport: flag("require_secure_transport"),
    logsCascades: flavour === "mysql" && atLeast(version, 9, 6) && flag("innodb_native_foreign_keys") === false,
    tlsCipher: cipher?.Value ? cipher.Value : null,
    ...(await measureClock(connection)),
    variables,
  };
}

/** `8.0.36-28.1` → 8, 0, 36. A server that prints no number is 0.0.0. */
export function parseVersion(text: string): ServerVersion {
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return { major: Number(match?.[1] ?? 0), minor: Number(match?.[2] ?? 0), patch: Number(match?.[3] ?? 0), text };
}

/** Is `version` this one or newer? */
export function atLeast(version: ServerVersion, major: number, minor = 0, patch = 0): boolean {
  return compareVersions(version, { major, minor, patch }) >= 0;
}

export function compareVersions(a: Omit<ServerVersion, "text">, b: Omit<ServerVersion, "text">): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

function flagOf(value: string | undefined): boolean | null {
  if (value === undefined) return null;
  return value === "ON" || value === "1" || value === "YES";
}

function numberOf(value: string | undefined): number | null {
  if (value === undefined || value === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** `user@host`; the user may hold an @ itself, the host cannot. */
function splitAccount(text: string): { user: string; host: string } {
  const at = text.lastIndexOf("@");
  return { user: text.slice(0, at), host: text.slice(at + 1) };
}

/**
 * Seconds win over days where both are set (manual, "binlog_expire_logs_seconds"); auto purge can be off (8.0.29).
 * MariaDB's expire_logs_days may be a fraction.
 */
function retentionSeconds(variables: ReadonlyMap<string, string>): number | null {
  if (flagOf(variables.get("binlog_expire_logs_auto_purge")) === false) return 0;
  const seconds = numberOf(variables.get("binlog_expire_logs_seconds"));
  const days = numberOf(variables.get("expire_logs_days"));
  if (seconds === null && days === null) return null;
  return seconds ? seconds : Math.round((days ?? 0) * 86_400);
}

/** SHOW MASTER STATUS is a syntax error from 8.4, SHOW BINARY LOG STATUS before 8.2 and on MariaDB. */
async function readBinlogStatus(connection: MysqlConnection, flavour: "mysql" | "mariadb", version: ServerVersion): Promise<BinlogStatus | "denied" | null> {
  const statement = flavour === "mysql" && atLeast(version, 8, 2) ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
  const rows = await unlessDenied(connection.query(statement));
  if (rows === "denied") return "denied";
  const row = rows[0];
  if (!row) return null;
  const list = (value: string | null | undefined) => (value ?? "").split(",").filter((name) => name !== "");
  return {
    file: row["File"] ?? "",
    position: BigInt(row["Position"] ?? "0"),
    executedGtidSet: (row["Executed_Gtid_Set"] ?? "").replaceAll("\n", ""),
    doDatabases: list(row["Binlog_Do_DB"]),
    ignoreDatabases: list(row["Binlog_Ignore_DB"]),
  };
}

/** MariaDB from 10.5 asks for REPLICA MONITOR here, which REPLICATION CLIENT does not hold: then it stays unknown. */
async function readIsReplica(connection: MysqlConnection, flavour: "mysql" | "mariadb", version: ServerVersion): Promise<boolean | null> {
  const statement = flavour === "mysql" && atLeast(version, 8, 0, 22) ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS";
  const rows = await unlessDenied(connection.query(statement));
  return rows === "denied" ? null : rows.length > 0;
}

async function unlessDenied<T>(rows: Promise<T>): Promise<T | "denied"> {
  try {
    return await rows;
  } catch (error) {
    if (error instanceof AppError && error.code.endsWith("-privilege-missing")) return "denied";
    throw error;
  }
}

async function measureClock(connection: MysqlConnection): Promise<{ clockOffsetMs: number; clockUncertaintyMs: number }> {
  let best = { clockOffsetMs: 0, clockUncertaintyMs: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 3; round += 1) {
    const asked = Date.now();
    const begun = performance.now();
    const [row] = await connection.query<{ at: string }>("SELECT UNIX_TIMESTAMP(SYSDATE(6)) AS at");
    const half = (performance.now() - begun) / 2;
    if (half < best.clockUncertaintyMs) best = { clockOffsetMs: Math.round(Number(row?.at ?? 0) * 1_000 - (asked + half)), clockUncertaintyMs: half };
  }
  return best;
}
