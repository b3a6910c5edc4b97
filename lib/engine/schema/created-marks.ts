/**
 * Remembers which tables this task itself makes, so that a table found after a crash in the middle of schema synchronization is told apart from one that
 * stood in the way before. Written before the table is made.
 */
import { createHash } from "node:crypto";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteName, quoteText, tableKey } from "../../mysql/identifier";
import type { TableName } from "../../mysql/table-definition";
import type { BookkeepingPlace } from "./schema-store";

export async function ensureCreatedMarks(connection: MysqlConnection, place: BookkeepingPlace): Promise<void> {
  await connection.run(`CREATE TABLE IF NOT EXISTS ${table(place)} (
    \`task_id\` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    \`object_hash\` BINARY(32) NOT NULL,
    PRIMARY KEY (\`task_id\`, \`object_hash\`)
  ) ENGINE=InnoDB`);
}

const table = (place: BookkeepingPlace) => `${quoteName(place.database)}.\`task_created\``;
const hash = (name: TableName) => createHash("sha256").update(tableKey(name)).digest("hex");

/** Hashes of the destination tables that this task makes or has made. */
export async function readCreatedMarks(connection: MysqlConnection, place: BookkeepingPlace): Promise<{ has(name: TableName): boolean }> {
  const rows = await connection.query<{ hash: string }>(`SELECT LOWER(HEX(object_hash)) AS hash FROM ${table(place)} WHERE task_id=?`, [place.taskId]);
  const hashes = new Set(rows.map((row) => row.hash));
  return { has: (name) => hashes.has(hash(name)) };
}

export async function writeCreatedMarks(connection: MysqlConnection, place: BookkeepingPlace, names: readonly TableName[]): Promise<void> {
  for (let at = 0; at < names.length; at += 1_000) {
    const rows = names.slice(at, at + 1_000).map((name) => `(${quoteText(place.taskId)}, 0x${hash(name)})`);
    await connection.run(`INSERT IGNORE INTO ${table(place)} (task_id, object_hash) VALUES ${rows.join(",")}`);
  }
}

/** The tables are no longer this task's. In the caller's transaction. */
export async function forgetCreatedMarks(connection: MysqlConnection, place: BookkeepingPlace, names: readonly TableName[]): Promise<void> {
  for (let at = 0; at < names.length; at += 1_000) {
    const hashes = names.slice(at, at + 1_000).map((name) => `0x${hash(name)}`);
    await connection.run(`DELETE FROM ${table(place)} WHERE task_id=${quoteText(place.taskId)} AND object_hash IN (${hashes.join(",")})`);
  }
}
