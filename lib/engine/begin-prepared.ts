import { AppError } from "../errors/app-error";
import { metadataSession, type MysqlConnection } from "../mysql/connection";
import type { Attempt } from "./attempt";
import { PreparedStore } from "./prepared/prepared-store";

/** The caller closes it. */
export function preparedStoreOf(attempt: Attempt): PreparedStore {
  return new PreparedStore({
    connect: () => attempt.connectDestination({ session: metadataSession }),
    database: attempt.plan.bookkeepingDatabase,
    taskId: attempt.plan.taskId,
    assertClaim: (connection) => attempt.store.assertClaim(connection),
  });
}

/** How long the transactions under way are waited for before the attempt ends; the next one begins anew. */
const patienceMs = 10_000;
const pauseMs = 100;

/**
 * Between P0 and the load. A transaction that was prepared before P0 and commits behind it would be in neither: its rows are in the log before P0, and
 * the load may have passed. When those that are prepared now have ended, so has each from before P0, and the load sees what it did; each later one
 * has its PREPARE behind P0. Throws `source-xa-unfinished`. Where the account may not ask, an XA COMMIT that nothing is known of is looked up later.
 */
export async function assertNothingPrepared(attempt: Attempt): Promise<void> {
  const first = await readPrepared(attempt.source);
  if (first !== null) {
    const endsAt = Date.now() + patienceMs;
    let open = first;
    while (open.length > 0) {
      attempt.signal.throwIfAborted();
      if (Date.now() > endsAt) throw new AppError("source-xa-unfinished", { detail: open.slice(0, 5).join("; "), context: { count: open.length } });
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      const now = new Set(await readPrepared(attempt.source));
      open = open.filter((name) => now.has(name));
    }
  }
  const store = preparedStoreOf(attempt);
  try {
    await store.open();
    await store.recordBeginning(first !== null);
  } finally {
    await store.close();
  }
}

/** Since 8.0 XA RECOVER needs XA_RECOVER_ADMIN and answers 1401 without it. */
const notAllowed = 1401;

/** XIDs as a statement names them; null = the account may not see them. */
async function readPrepared(connection: MysqlConnection): Promise<readonly string[] | null> {
  try {
    const rows = await connection.query<{ formatID: string; gtrid_length: string; bqual_length: string; data: string }>("XA RECOVER CONVERT XID");
    return rows.map(({ formatID, gtrid_length: length, data }) => {
      const hex = data.replace(/^0x/i, "");
      return `X'${hex.slice(0, 2 * Number(length))}',X'${hex.slice(2 * Number(length))}',${formatID}`;
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.context.serverErrno === notAllowed) return null;
    // CONVERT XID is younger than 5.6 and unknown to MariaDB.
    if (error.context.serverErrno === 1064) return (await connection.query<{ data: string }>("XA RECOVER")).map(({ data }) => JSON.stringify(data));
    throw error;
  }
}
