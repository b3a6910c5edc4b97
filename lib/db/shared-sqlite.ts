import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import type { SqlDriverAdapter, SqlQuery, Transaction } from "@prisma/driver-adapter-utils";
import type Database from "better-sqlite3";

/**
 * The stock adapter, made safe for several processes and many requests on one file. Four things differ from it, each because it lost work in
 * a trial with two processes:
 * 1. Transactions begin IMMEDIATE: one that reads first and then writes would get SQLITE_BUSY at once, whatever the timeout is.
 * 2. A query outside a transaction waits for the open transaction of this process to end: on the one connection it would run inside it.
 * 3. A COMMIT that fails is rolled back: the transaction would stay open for ever.
 * 4. A BEGIN that fails gives the turn back.
 *
 * The price: inside `$transaction(async (tx) => …)` only `tx` may be used; the outer client would wait for itself.
 */
export class SharedSqlite extends PrismaBetterSqlite3 {
  override async connect(): Promise<SqlDriverAdapter> {
    const adapter = (await super.connect()) as SqlDriverAdapter & { client: Database.Database };
    const database = adapter.client;
    database.pragma("journal_mode = WAL");
    // With WAL a power cut may lose the last commits but never tears the file; the data proper and its checkpoint are at the destination.
    database.pragma("synchronous = NORMAL");
    database.pragma("foreign_keys = ON");

    const turns = new Turns();
    const queryRaw = adapter.queryRaw.bind(adapter);
    const executeRaw = adapter.executeRaw.bind(adapter);
    const run = async (sql: string): Promise<void> => {
      await executeRaw({ sql, args: [], argTypes: [] });
    };
    const undo = () => {
      if (database.inTransaction) database.exec("ROLLBACK");
    };
    const inTurn =
      <T>(work: (query: SqlQuery) => Promise<T>) =>
      async (query: SqlQuery): Promise<T> => {
        const end = await turns.next();
        try {
          return await work(query);
        } finally {
          end();
        }
      };

    adapter.queryRaw = inTurn(queryRaw);
    adapter.executeRaw = inTurn(executeRaw);
    adapter.startTransaction = async (): Promise<Transaction> => {
      const end = await turns.next();
      try {
        await run("BEGIN IMMEDIATE");
      } catch (error) {
        undo();
        end();
        throw error;
      }
      return {
        provider: adapter.provider,
        adapterName: adapter.adapterName,
        // COMMIT and ROLLBACK are sent below, not by the client.
        options: { usePhantomQuery: true },
        queryRaw,
        executeRaw,
        commit: async () => {
          try {
            await run("COMMIT");
          } catch (error) {
            undo();
            throw error;
          } finally {
            end();
          }
        },
        rollback: async () => {
          try {
            undo();
          } finally {
            end();
          }
        },
        createSavepoint: (name) => run(`SAVEPOINT ${name}`),
        rollbackToSavepoint: (name) => run(`ROLLBACK TO ${name}`),
        releaseSavepoint: (name) => run(`RELEASE SAVEPOINT ${name}`),
      };
    };
    return adapter;
  }
}

/** First come, first served. */
class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when it is the caller's turn, with the function that ends it. */
  next(): Promise<() => void> {
    let end!: () => void;
    const before = this.#last;
    this.#last = new Promise<void>((resolve) => {
      end = resolve;
    });
    return before.then(() => end);
  }
}
