/**
 * The heartbeat row: one per task in one small table at the source, which nobody copies. In it stands when it was written, by the runner's clock, so that
 * the same clock says how long it took through the log to the destination.
 */
import { quoteTable, quoteText } from "../../mysql/identifier";
import type { TableName } from "../../mysql/table-definition";

/** Not in a database of anybody's: the name under which the bookkeeping stands at destinations. */
export const heartbeatTable: TableName = { database: "tributary", table: "heartbeat" };

/** What an administrator runs once at the source. */
export const heartbeatTableStatements: readonly string[] = [
  `CREATE DATABASE IF NOT EXISTS \`${heartbeatTable.database}\``,
  `CREATE TABLE IF NOT EXISTS ${quoteTable(heartbeatTable)} (\`task\` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY, \`beat\` BIGINT UNSIGNED NOT NULL) ENGINE=InnoDB`,
];

/** Privileges on that table, all that the heartbeat takes. */
export const heartbeatPrivileges = ["INSERT", "UPDATE"] as const;

export function beatStatement(task: string, atMs: number): string {
  return `INSERT INTO ${quoteTable(heartbeatTable)} (\`task\`, \`beat\`) VALUES (${quoteText(task)}, ${atMs}) ON DUPLICATE KEY UPDATE \`beat\`=${atMs}`;
}

export function isHeartbeatTable(database: string, table: string): boolean {
  return database === heartbeatTable.database && table === heartbeatTable.table;
}

/**
 * When the task wrote the row whose change an event holds; null when the event is about other tasks' rows. `body`: that of a rows event. The bytes are
 * looked for (the name behind its length, then eight bytes), not decoded by a definition: whatever somebody does to this table, it stops no task.
 */
export function beatIn(body: Buffer, task: string): number | null {
  const name = Buffer.from(task, "ascii");
  const mark = Buffer.concat([Buffer.from([name.length]), name]);
  // Of an update the last image is the row as it is now.
  const at = body.lastIndexOf(mark);
  if (at === -1 || at + mark.length + 8 > body.length) return null;
  const written = Number(body.readBigUInt64LE(at + mark.length));
  return Number.isSafeInteger(written) && written > 0 ? written : null;
}
