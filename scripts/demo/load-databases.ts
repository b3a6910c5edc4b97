/** The two databases at the source: `shop`, believable and of every kind of column, and `crm`, small. Made once, by the server itself. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Connection, createConnection } from "mysql2/promise";
import { splitStatements } from "../../lib/testing/sql-script";
import type { ServerAddress } from "./server-address";

export const demoDatabases = ["shop", "crm"] as const;

/** Loads what is not completely there. `report` gets a line per database with its number of rows. Returns whether anything was loaded. */
export async function loadDatabases(source: ServerAddress, report: (line: string) => void): Promise<boolean> {
  await using connection = await connectAs(source);
  let loaded = false;
  for (const database of demoDatabases) {
    if (await isComplete(connection, database)) continue;
    loaded = true;
    await connection.query(`DROP DATABASE IF EXISTS \`${database}\``);
    await connection.query(`CREATE DATABASE \`${database}\` CHARACTER SET utf8mb4`);
    await connection.query(`USE \`${database}\``);
    await runFile(connection, database, "schema.sql");
    const triggers = await dropTriggers(connection, database);
    await makeNumbers(connection);
    await connection.query("SET SESSION foreign_key_checks = 0, unique_checks = 0");
    await runFile(connection, database, "rows.sql");
    await connection.query("SET SESSION foreign_key_checks = 1, unique_checks = 1");
    for (const trigger of triggers) await connection.query(trigger);
    // Last of all: a load that was cut short is begun anew.
    await connection.query("CREATE TABLE loaded (at DATETIME NOT NULL PRIMARY KEY) COMMENT='This database is complete'");
    await connection.query("INSERT INTO loaded VALUES (NOW())");
    report(`${database}: ${await countRows(connection, database)}`);
  }
  return loaded;
}

export async function connectAs(address: ServerAddress, database?: string): Promise<Connection & AsyncDisposable> {
  const connection = await createConnection({ ...address, database, charset: "utf8mb4", supportBigNumbers: true, bigNumberStrings: true });
  await connection.query("SET SESSION time_zone = '+00:00'");
  return Object.assign(connection, { [Symbol.asyncDispose]: () => connection.end() });
}

async function runFile(connection: Connection, database: string, file: string): Promise<void> {
  for (const statement of splitStatements(await readFile(join(import.meta.dirname, database, file), "utf8"))) await connection.query(statement);
}

/** The rows of the file are complete; triggers would add to them. */
async function dropTriggers(connection: Connection, database: string): Promise<string[]> {
  const [found] = await connection.query("SELECT trigger_name AS name FROM information_schema.triggers WHERE trigger_schema = ?", [database]);
  const statements: string[] = [];
  for (const { name } of found as { name: string }[]) {
    const [shown] = await connection.query(`SHOW CREATE TRIGGER \`${name}\``);
    statements.push((shown as { "SQL Original Statement": string }[])[0]?.["SQL Original Statement"] ?? "");
    await connection.query(`DROP TRIGGER \`${name}\``);
  }
  return statements;
}

/** 0 … 99999, without a recursive query, which older servers lack. */
async function makeNumbers(connection: Connection): Promise<void> {
  const digits = "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";
  await connection.query("DROP TEMPORARY TABLE IF EXISTS numbers");
  await connection.query("CREATE TEMPORARY TABLE numbers (n INT NOT NULL PRIMARY KEY)");
  await connection.query(`INSERT INTO numbers SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d FROM ${digits} a, ${digits} b, ${digits} c, ${digits} e, ${digits} f`);
}

async function isComplete(connection: Connection, database: string): Promise<boolean> {
  const [found] = await connection.query("SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = 'loaded'", [database]);
  return (found as unknown[]).length > 0;
}

async function countRows(connection: Connection, database: string): Promise<string> {
  const [tables] = await connection.query("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_type = 'BASE TABLE'", [database]);
  let rows = 0;
  for (const { name } of tables as { name: string }[]) {
    const [counted] = await connection.query(`SELECT COUNT(*) AS n FROM \`${database}\`.\`${name}\``);
    rows += Number((counted as { n: string }[])[0]?.n);
  }
  return `${(tables as unknown[]).length} tables, ${rows.toLocaleString("en")} rows`;
}
