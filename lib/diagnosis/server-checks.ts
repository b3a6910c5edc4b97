/** Questions to one server. Each answers a finding; whoever calls turns a refusal into "unknown". Statements read only. */
import { AppError } from "../errors/app-error";
import { readBinaryLogs, readSourcePosition } from "../engine/position/read-position";
import type { SourcePosition } from "../engine/position/position";
import type { MysqlConnection } from "../mysql/connection";
import { readServerFacts } from "../mysql/server-facts";
import type { Finding } from "./finding";

type Side = "source" | "destination";

async function globals(connection: MysqlConnection, kind: "STATUS" | "VARIABLES", names: readonly string[]): Promise<Map<string, number>> {
  const list = names.map((name) => `'${name}'`).join(", ");
  const rows = await connection.query<{ Variable_name: string; Value: string }>(`SHOW GLOBAL ${kind} WHERE Variable_name IN (${list})`);
  return new Map(rows.map((row) => [row.Variable_name.toLowerCase(), Number(row.Value)]));
}

export async function sourcePosition(connection: MysqlConnection): Promise<Finding> {
  const { file, offset } = await readSourcePosition(connection);
  return { check: "source-position", level: "fine", outcome: "fine", values: { position: `${file}:${offset}` } };
}

const hour = 3_600_000;

/** Does the source still have what comes next, and for how long? */
export async function sourceRunway(connection: MysqlConnection, applied: SourcePosition | null, appliedCommitMs: number | null, caughtUp: boolean | null): Promise<Finding> {
  const [logs, facts] = [await readBinaryLogs(connection), await readServerFacts(connection)];
  const bytes = logs.reduce((sum, log) => sum + log.size, 0);
  const check = "source-runway" as const;
  // Positions of servers with GTIDs name a file too, but after a change of the source it need not exist there.
  if (applied !== null && applied.gtidSet === null && !logs.some((log) => log.file === applied.file))
    return { check, level: "bad", outcome: "gone", values: { file: applied.file } };
  const retention = facts.binlogRetentionSeconds;
  if (retention === null) return { check, level: "unknown", outcome: "unknown", values: { bytes } };
  if (retention === 0) return { check, level: "fine", outcome: "unlimited", values: { bytes, files: logs.length } };
  const neededSince = caughtUp === true || appliedCommitMs === null ? Date.now() : appliedCommitMs;
  const leftMs = Math.max(0, neededSince + retention * 1_000 - Date.now());
  const fix = `SET PERSIST binlog_expire_logs_seconds = ${Math.max(604_800, retention * 2)};`;
  const values = { leftMs, retentionMs: retention * 1_000, bytes };
  if (leftMs < 6 * hour) return { check, level: "bad", outcome: "short", values, fix };
  if (leftMs < 24 * hour) return { check, level: "warn", outcome: "short", values, fix };
  return { check, level: "fine", outcome: "fine", values };
}

export async function load(connection: MysqlConnection, side: Side): Promise<Finding> {
  const status = await globals(connection, "STATUS", ["Threads_running", "Threads_connected"]);
  const limits = await globals(connection, "VARIABLES", ["max_connections"]);
  const [running, connected, most] = [status.get("threads_running") ?? 0, status.get("threads_connected") ?? 0, limits.get("max_connections") ?? 0];
  const values = { running, connected, most };
  const check = `${side}-load` as const;
  if (most > 0 && connected / most > 0.9) return { check, level: "bad", outcome: "full", values };
  if (running >= 32) return { check, level: "warn", outcome: "busy", values };
  return { check, level: "fine", outcome: "fine", values };
}

/** Transactions open for more than a minute keep old row versions and locks. Needs PROCESS. */
export async function longTransactions(connection: MysqlConnection, side: Side): Promise<Finding> {
  const check = `${side}-transactions` as const;
  try {
    const rows = await connection.query<{ id: string; seconds: string; locked: string }>(
      "SELECT trx_mysql_thread_id AS id, TIMESTAMPDIFF(SECOND, trx_started, NOW()) AS seconds, trx_rows_locked AS locked FROM information_schema.innodb_trx ORDER BY trx_started LIMIT 1",
    );
    const [oldest] = rows;
    const seconds = Number(oldest?.seconds ?? 0);
    if (!oldest || seconds < 60) return { check, level: "fine", outcome: "fine", values: {} };
    return {
      check,
      level: seconds > 900 ? "bad" : "warn",
      outcome: "open",
      values: { ageMs: seconds * 1_000, thread: String(oldest.id), locked: Number(oldest.locked) },
      fix: `SELECT trx_mysql_thread_id, trx_started, trx_query FROM information_schema.innodb_trx ORDER BY trx_started;`,
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.context.serverErrno !== 1227) throw error;
    const [account] = await connection.query<{ account: string }>("SELECT CURRENT_USER() AS account");
    const [user, host] = (account?.account ?? "").split("@");
    return { check, level: "unknown", outcome: "denied", values: {}, fix: `GRANT PROCESS ON *.* TO '${user}'@'${host}';` };
  }
}

export async function clock(connection: MysqlConnection): Promise<Finding> {
  const { clockOffsetMs } = await readServerFacts(connection);
  const values = { offsetMs: Math.abs(Math.round(clockOffsetMs)) };
  return { check: "source-clock", level: Math.abs(clockOffsetMs) > 2_000 ? "warn" : "fine", outcome: Math.abs(clockOffsetMs) > 2_000 ? "off" : "fine", values };
}

export async function writable(connection: MysqlConnection): Promise<Finding> {
  const facts = await readServerFacts(connection);
  const readOnly = facts.readOnly || facts.superReadOnly === true || facts.innodbReadOnly === true;
  return readOnly
    ? { check: "destination-writable", level: "bad", outcome: "readOnly", values: {}, fix: "SET GLOBAL read_only = OFF;" }
    : { check: "destination-writable", level: "fine", outcome: "fine", values: {} };
}

/** How long COMMITs took lately, with the two settings that decide it. */
export async function commits(connection: MysqlConnection, commitMs: number | null): Promise<Finding> {
  const check = "destination-commit" as const;
  const settings = await globals(connection, "VARIABLES", ["innodb_flush_log_at_trx_commit", "sync_binlog"]);
  const values = { commitMs: Math.round((commitMs ?? 0) * 10) / 10, flush: settings.get("innodb_flush_log_at_trx_commit") ?? 0, sync: settings.get("sync_binlog") ?? 0 };
  if (commitMs === null) return { check, level: "fine", outcome: "none", values };
  if (commitMs >= 100) return { check, level: "bad", outcome: "slow", values };
  return commitMs >= 20 ? { check, level: "warn", outcome: "slow", values } : { check, level: "fine", outcome: "fine", values };
}

export async function locks(connection: MysqlConnection): Promise<Finding> {
  const status = await globals(connection, "STATUS", ["Innodb_row_lock_current_waits", "Innodb_row_lock_time_avg"]);
  const waits = status.get("innodb_row_lock_current_waits") ?? 0;
  const values = { waits, averageMs: status.get("innodb_row_lock_time_avg") ?? 0 };
  return { check: "destination-locks", level: waits > 0 ? "warn" : "fine", outcome: waits > 0 ? "waiting" : "fine", values };
}

/** Reads that the buffer pool could not answer: the working set does not fit. */
export async function memory(connection: MysqlConnection): Promise<Finding> {
  const status = await globals(connection, "STATUS", ["Innodb_buffer_pool_reads", "Innodb_buffer_pool_read_requests"]);
  const limits = await globals(connection, "VARIABLES", ["innodb_buffer_pool_size"]);
  const [reads, requests] = [status.get("innodb_buffer_pool_reads") ?? 0, status.get("innodb_buffer_pool_read_requests") ?? 0];
  const percent = requests === 0 ? 0 : Math.round((reads / requests) * 1_000) / 10;
  const values = { percent, pool: limits.get("innodb_buffer_pool_size") ?? 0 };
  // A server that has just begun reads everything for the first time.
  const low = requests > 100_000 && percent > 2;
  return { check: "destination-memory", level: low ? "warn" : "fine", outcome: low ? "misses" : "fine", values };
}

export interface HotTable {
  readonly database: string;
  readonly table: string;
}

/** Without a key every UPDATE and DELETE reads the whole table. */
export async function keys(connection: MysqlConnection, hot: readonly HotTable[]): Promise<Finding> {
  const check = "destination-keys" as const;
  if (hot.length === 0) return { check, level: "fine", outcome: "none", values: {} };
  const lacking: HotTable[] = [];
  for (const each of hot) {
    const [row] = await connection.query<{ n: string | number }>(
      "SELECT COUNT(*) AS n FROM information_schema.statistics WHERE table_schema = ? AND table_name = ? AND non_unique = 0",
      [each.database, each.table],
    );
    if (Number(row?.n ?? 0) === 0) lacking.push(each);
  }
  const [first] = lacking;
  if (!first) return { check, level: "fine", outcome: "fine", values: { count: hot.length } };
  const names = lacking.map(({ database, table }) => `${database}.${table}`).join(", ");
  return {
    check,
    level: "warn",
    outcome: "lacking",
    values: { count: lacking.length, names },
    fix: `ALTER TABLE \`${first.database}\`.\`${first.table}\` ADD PRIMARY KEY (<columns>);`,
  };
}

/** Median of a few round trips. */
export async function roundTrip(connection: MysqlConnection, side: Side): Promise<Finding> {
  const times: number[] = [];
  for (let turn = 0; turn < 7; turn++) {
    const begun = performance.now();
    await connection.query("SELECT 1");
    times.push(performance.now() - begun);
  }
  const ms = Math.round((times.sort((a, b) => a - b)[3] ?? 0) * 10) / 10;
  const slow = ms > (side === "destination" ? 15 : 80);
  return { check: `network-${side}`, level: slow ? "warn" : "fine", outcome: slow ? "slow" : "fine", values: { ms } };
}
