import { createHash, randomUUID } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { AppError } from "../errors/app-error";

/** Prisma's own bookkeeping, so that its commands agree with what was done here. */
const historyTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

const moment = () => new Date().toISOString().replace("Z", "+00:00");

/**
 * Brings the control database up to date with `<folder>/<name>/migration.sql`, in the order of names; makes the file where it is missing. All or
 * nothing: console and runner may both call it at once, one works and the other waits. Answers the names that were applied now.
 * Throws `config-invalid` when an applied migration was changed, or the file was written by a newer version.
 */
export function migrateDatabase(file: string, folder: string): string[] {
  mkdirSync(/*turbopackIgnore: true*/ dirname(file), { recursive: true, mode: 0o700 });
  const database = new Database(file, { timeout: 30_000 });
  try {
    chmodSync(file, 0o600);
    database.pragma("journal_mode = WAL");
    // Rebuilding a parent table drops it for a moment: with foreign keys on its children would go, too. Cannot be switched inside a transaction.
    database.pragma("foreign_keys = OFF");
    database.exec("BEGIN IMMEDIATE");
    try {
      const applied = applyMissing(database, folder);
      database.exec("COMMIT");
      return applied;
    } catch (error) {
      if (database.inTransaction) database.exec("ROLLBACK");
      throw error;
    }
  } finally {
    database.close();
  }
}

function applyMissing(database: Database.Database, folder: string): string[] {
  const names = readdirSync(/*turbopackIgnore: true*/ folder)
    .filter((name) => existsSync(join(/*turbopackIgnore: true*/ folder, name, "migration.sql")))
    .sort();
  database.exec(historyTable);
  const rows = database
    .prepare("SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL")
    .all() as { name: string; checksum: string }[];
  const done = new Map(rows.map((row) => [row.name, row.checksum]));
  for (const name of done.keys()) {
    if (!names.includes(name)) throw new AppError("config-invalid", { detail: `the control database was written by a newer version (migration ${name})` });
  }
  const applied: string[] = [];
  const remember = database.prepare(
    "INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count) VALUES (?,?,?,?,?,1)",
  );
  for (const name of names) {
    const sql = readFileSync(join(/*turbopackIgnore: true*/ folder, name, "migration.sql"), "utf8");
    const checksum = createHash("sha256").update(sql).digest("hex");
    const before = done.get(name);
    if (before !== undefined && before !== checksum) throw new AppError("config-invalid", { detail: `migration ${name} was changed after it was applied` });
    if (before !== undefined) continue;
    const startedAt = moment();
    database.exec(sql);
    remember.run(randomUUID(), checksum, moment(), name, startedAt);
    applied.push(name);
  }
  const broken = database.pragma("foreign_key_check") as unknown[];
  if (broken.length > 0) throw new AppError("assertion-failed", { detail: `${broken.length} rows without their parent after the migration` });
  return applied;
}
