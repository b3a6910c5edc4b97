import type { MysqlConnection } from "../mysql/connection";

/** `work` and its COMMIT on this connection, or ROLLBACK and what was thrown. */
export async function inTransaction(connection: MysqlConnection, work: () => Promise<void>): Promise<void> {
  await connection.run("START TRANSACTION");
  try {
    await work();
    await connection.run("COMMIT");
  } catch (error) {
    if (connection.usable) await connection.run("ROLLBACK");
    throw error;
  }
}
