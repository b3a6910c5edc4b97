import { expect } from "vitest";
import type { MysqlConnection } from "../mysql/connection";
import { sessionsOf } from "./sessions";

/** Resolves when a session of the user waits for a row lock of somebody else. */
export async function waitsForLock(admin: MysqlConnection, user: string): Promise<void> {
  const isWaiting = async () => {
    const waiting = await admin.query<{ id: string }>("SELECT trx_mysql_thread_id AS id FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'");
    return (await sessionsOf(admin)).some((session) => session.user === user && waiting.some(({ id }) => Number(id) === session.id));
  };
  // innodb_trx shows what it showed before to whoever asks again within a tenth of a second.
  await expect.poll(isWaiting, { interval: 150, timeout: 60_000 }).toBe(true);
}
