import type { MysqlConnection } from "../../mysql/connection";
import { quoteName } from "../../mysql/identifier";
import type { SourcePosition } from "../position/position";

/** The durable low-water mark of a task, read without claiming it; null when there is none. For those who watch a task that somebody else runs. */
export async function readStoredMark(connection: MysqlConnection, database: string, taskId: string): Promise<SourcePosition | null> {
  const [known] = await connection.query("SELECT 1 FROM information_schema.tables WHERE table_schema=? AND table_name='task_lane'", [database]);
  if (!known) return null;
  const from = (table: string) => `SELECT low_water, mark_order FROM ${quoteName(database)}.\`${table}\` WHERE task_id=? AND low_water IS NOT NULL`;
  const [row] = await connection.query<{ low_water: string }>(`SELECT low_water FROM (${from("task_progress")} UNION ALL ${from("task_lane")}) AS marks ORDER BY mark_order DESC LIMIT 1`, [taskId, taskId]);
  if (!row) return null;
  // Beside the position stands what the destination's log shall say (`position/origin-mark.ts`).
  const { file, offset, gtidSet, flavour, print } = JSON.parse(row.low_water) as SourcePosition;
  return { file, offset, gtidSet, flavour, ...(print && { print }) };
}
