import { literalSession, type ConnectOptions, type MysqlConnection } from "../../mysql/connection";
import { dialectOf, type Dialect } from "../sql/dialect";

/** A session that has been idle for this long is not used again: the server ends it soon (`wait_timeout` below). */
export const idleSessionMs = 40_000;
const idleTimeoutSeconds = 60;

/**
 * How an applier's connection is opened.
 * - autocommit=0: a statement sent behind one that ended in a deadlock must not commit by itself.
 * - READ COMMITTED: no gap locks between lanes that touch neighbouring keys.
 * - foreign keys unchecked: a source transaction is consistent as a whole, its rows are not one by one; unique keys always checked.
 * - wait_timeout: a runner that was frozen inside a transaction loses its locks before the next claimer gives up waiting.
 */
export const laneConnectOptions: ConnectOptions = {
  foundRows: false,
  session: [
    ...literalSession,
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
    `SET SESSION autocommit=0, foreign_key_checks=0, unique_checks=1, sql_safe_updates=0, innodb_lock_wait_timeout=10, wait_timeout=${idleTimeoutSeconds}`,
  ],
};

/** For a transaction that streams in as slowly as the source sends it. */
export const patientSession = "SET SESSION wait_timeout=28800";
export const usualSession = `SET SESSION wait_timeout=${idleTimeoutSeconds}`;

export async function readDialect(connection: MysqlConnection): Promise<Dialect> {
  const [row] = await connection.query<{ version: string; packet: string }>("SELECT @@version AS version, @@max_allowed_packet AS packet");
  return dialectOf(row!.version, Number(row!.packet));
}
