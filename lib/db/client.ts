import { databaseFile, environment } from "../config/env";
import { PrismaClient } from "../generated/prisma/client";
import { migrateDatabase } from "./migrate";
import { SharedSqlite } from "./shared-sqlite";

export type Database = PrismaClient;
/** The client inside `$transaction(async (tx) => …)`, or the whole one. */
export type DatabaseLike = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends">;

/** Opens one control database file, brought up to date first. For tests and for `database()`. */
export function openDatabase(file: string, migrationsDir: string): Database {
  migrateDatabase(file, migrationsDir);
  return new PrismaClient({
    adapter: new SharedSqlite({ url: `file:${file}`, timeout: 5_000 }),
    transactionOptions: { maxWait: 10_000, timeout: 15_000 },
  });
}

// On globalThis, so that a reload in development does not open a second one.
const shared = globalThis as typeof globalThis & { tributaryDatabase?: Database };

/** The one client of this process. */
export function database(): Database {
  shared.tributaryDatabase ??= openDatabase(databaseFile(), environment().migrationsDir);
  return shared.tributaryDatabase;
}

/** Closes it (end of the process, between tests). */
export async function closeDatabase(): Promise<void> {
  const open = shared.tributaryDatabase;
  shared.tributaryDatabase = undefined;
  await open?.$disconnect();
}

/** Puts a test's own database in place. */
export function useDatabase(own: Database): void {
  shared.tributaryDatabase = own;
}
