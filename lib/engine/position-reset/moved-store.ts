/** Positions that a person has set, in table `task_moved` of the bookkeeping database: written in the transaction that moves the checkpoint. */
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteName, quoteText } from "../../mysql/identifier";
import type { PositionMove } from "../plan";

/** Whose records they are, and where. */
export interface MovesPlace {
  readonly database: string;
  readonly taskId: string;
}

const table = (place: MovesPlace) => `${quoteName(place.database)}.\`task_moved\``;

export async function ensureMovedTable(connection: MysqlConnection, place: MovesPlace): Promise<void> {
  await connection.run(`CREATE TABLE IF NOT EXISTS ${table(place)} (
    \`task_id\` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    \`decision\` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    \`record\` LONGTEXT NOT NULL,
    PRIMARY KEY (\`task_id\`, \`decision\`)
  ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
}

/** In the caller's open transaction. */
export async function recordMove(connection: MysqlConnection, place: MovesPlace, key: string, move: PositionMove): Promise<void> {
  await connection.run(`INSERT INTO ${table(place)} (task_id, decision, record) VALUES (${quoteText(place.taskId)}, ${quoteText(key)}, ${quoteText(JSON.stringify(move))})`);
}

/** What came of a decision; null: it has not taken effect. The table is there. Throws `checkpoint-unreadable`. */
export async function readMove(connection: MysqlConnection, place: MovesPlace, key: string): Promise<PositionMove | null> {
  const [row] = await connection.query<{ record: string }>(`SELECT record FROM ${table(place)} WHERE task_id=? AND decision=?`, [place.taskId, key]);
  if (!row) return null;
  try {
    return JSON.parse(row.record) as PositionMove;
  } catch (cause) {
    throw new AppError("checkpoint-unreadable", { cause, detail: "record of a position that was set" });
  }
}
