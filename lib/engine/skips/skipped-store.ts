/**
 * Source transactions that were passed over by a person's decision, in table `task_skipped` of the bookkeeping database: one row for each, written in the
 * destination transaction that covers the transaction in the checkpoint. So the record is there if and only if the transaction counts as done.
 */
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteName, quoteText } from "../../mysql/identifier";
import type { SkippedTransaction } from "../plan";

/** Whose records they are, and where. */
export interface SkipsPlace {
  readonly database: string;
  readonly taskId: string;
}

const table = (place: SkipsPlace) => `${quoteName(place.database)}.\`task_skipped\``;

export async function ensureSkippedTable(connection: MysqlConnection, place: SkipsPlace): Promise<void> {
  await connection.run(`CREATE TABLE IF NOT EXISTS ${table(place)} (
    \`task_id\` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    \`decision\` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    \`record\` LONGTEXT NOT NULL,
    PRIMARY KEY (\`task_id\`, \`decision\`)
  ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
}

/** In the caller's open transaction. */
export async function recordSkipped(connection: MysqlConnection, place: SkipsPlace, record: SkippedTransaction): Promise<void> {
  await connection.run(`REPLACE INTO ${table(place)} (task_id, decision, record) VALUES (${quoteText(place.taskId)}, ${quoteText(record.key)}, ${quoteText(JSON.stringify(record))})`);
}

/** Those that came of the given decisions. Throws `checkpoint-unreadable`. */
export async function readSkipped(connection: MysqlConnection, place: SkipsPlace, keys: readonly string[]): Promise<SkippedTransaction[]> {
  if (keys.length === 0) return [];
  const rows = await connection.query<{ record: string }>(`SELECT record FROM ${table(place)} WHERE task_id=? AND decision IN (${keys.map(quoteText).join(",")}) ORDER BY decision`, [place.taskId]);
  return rows.map(({ record }) => {
    try {
      return JSON.parse(record) as SkippedTransaction;
    } catch (cause) {
      throw new AppError("checkpoint-unreadable", { cause, detail: "record of a skipped transaction" });
    }
  });
}
