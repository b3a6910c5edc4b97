/**
 * What a server holds, for the picker. Lists names and facts in one or two queries per database, however many tables; the badges are a
 * preview of the precheck, which looks closer. An account sees in information_schema what it has some privilege on.
 */
import { AppError } from "../errors/app-error";
import { InputInvalid } from "../errors/input-invalid";
import { connect, metadataSession, type MysqlConnection } from "../mysql/connection";
import type { ConnectionSettings } from "../mysql/connection-settings";
import { readGrants } from "../mysql/grants";
import { quoteName, quoteTable } from "../mysql/identifier";
import { readServerFacts } from "../mysql/server-facts";
import { systemDatabases } from "../tasks/schema";
import type { CatalogColumn, CatalogDatabase, CatalogDatabaseObjects, CatalogTable, ObjectBadge } from "./view";

/** A person waits; a server with very many tables may need more than the usual five seconds for the first look. */
const timeoutMs = 20_000;

/** Opens, works, closes; cuts the line when it takes too long or nobody waits any more. */
async function withConnection<T>(settings: ConnectionSettings, signal: AbortSignal | undefined, work: (connection: MysqlConnection) => Promise<T>): Promise<T> {
  const late = AbortSignal.timeout(timeoutMs);
  const bound = AbortSignal.any([late, ...(signal ? [signal] : [])]);
  const connection = await connect(settings, { timeoutMs: 5_000, session: metadataSession, signal: bound });
  const cut = () => connection.destroy();
  bound.addEventListener("abort", cut, { once: true });
  try {
    return await work(connection);
  } catch (error) {
    if (late.aborted) throw new AppError("connection-test-failed", { cause: error, detail: `no answer within ${timeoutMs / 1_000} seconds` });
    throw error;
  } finally {
    bound.removeEventListener("abort", cut);
    await connection.close();
  }
}

const number = (text: string | null | undefined) => Number(text ?? 0);
const isSystem = (name: string) => systemDatabases.includes(name.toLowerCase());

/**
 * Sizes open every table whose statistics the server has not at hand (measured: 11 s for 3,000 fresh tables on a busy machine), so they
 * get this long and are left out when they take longer.
 */
const sizesTimeoutMs = 1_500;

/** Rows of a statement about sizes, or null when they do not come in time. On a connection of its own, which is cut then. */
async function readSizes<T>(settings: ConnectionSettings, sql: string, values: readonly unknown[], signal: AbortSignal | undefined): Promise<T[] | null> {
  const late = AbortSignal.timeout(sizesTimeoutMs);
  const bound = AbortSignal.any([late, ...(signal ? [signal] : [])]);
  try {
    await using connection = await connect(settings, { timeoutMs: 5_000, session: metadataSession, signal: bound });
    const cut = () => connection.destroy();
    bound.addEventListener("abort", cut, { once: true });
    try {
      // The hint ends the statement at the server, too; servers before 5.7.8 and MariaDB read it as a comment.
      return await connection.query<T>(sql.replace(/^SELECT /, `SELECT /*+ MAX_EXECUTION_TIME(${sizesTimeoutMs}) */ `), values);
    } finally {
      bound.removeEventListener("abort", cut);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (late.aborted || (error instanceof AppError && error.context["serverErrno"] === 3024)) return null; // ER_QUERY_TIMEOUT
    throw error;
  }
}

/** All databases, the system's marked. */
export async function listDatabases(settings: ConnectionSettings, signal?: AbortSignal): Promise<CatalogDatabase[]> {
  const sizing = readSizes<{ name: string; row_count: string | null; bytes: string | null }>(
    settings,
    "SELECT TABLE_SCHEMA AS name, SUM(TABLE_ROWS) AS row_count, SUM(DATA_LENGTH + INDEX_LENGTH) AS bytes FROM information_schema.TABLES WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys') GROUP BY TABLE_SCHEMA",
    [],
    signal,
  );
  const listing = withConnection(settings, signal, async (connection) => {
    const schemas = await connection.query<{ name: string }>("SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA ORDER BY SCHEMA_NAME");
    const tables = await connection.query<{ name: string; kind: string; count: string }>(
      "SELECT TABLE_SCHEMA AS name, IF(TABLE_TYPE LIKE '%VIEW', 'view', 'table') AS kind, COUNT(*) AS count FROM information_schema.TABLES WHERE TABLE_TYPE IN ('BASE TABLE', 'VIEW', 'SYSTEM VIEW') GROUP BY TABLE_SCHEMA, kind",
    );
    const routines = await connection.query<{ name: string; count: string }>(
      "SELECT ROUTINE_SCHEMA AS name, COUNT(*) AS count FROM information_schema.ROUTINES GROUP BY ROUTINE_SCHEMA",
    );
    const triggers = await connection.query<{ name: string; count: string }>(
      "SELECT TRIGGER_SCHEMA AS name, COUNT(*) AS count FROM information_schema.TRIGGERS GROUP BY TRIGGER_SCHEMA",
    );
    return { schemas, tables, routines, triggers };
  });
  const [{ schemas, tables, routines, triggers }, sizes] = await both(listing, sizing);
  return schemas.map(({ name }) => {
    const size = sizes?.find((row) => row.name === name);
    return {
      name,
      tables: number(tables.find((row) => row.name === name && row.kind === "table")?.count),
      views: number(tables.find((row) => row.name === name && row.kind === "view")?.count),
      routines: number(routines.find((row) => row.name === name)?.count),
      triggers: number(triggers.find((row) => row.name === name)?.count),
      rowsEstimated: sizes === null ? null : number(size?.row_count),
      bytes: sizes === null ? null : number(size?.bytes),
      system: isSystem(name),
    };
  });
}

/** Both, or the first one's error: the second is not left alone with its own. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  const [a, b] = await Promise.allSettled([first, second]);
  if (a.status === "rejected") throw a.reason;
  if (b.status === "rejected") throw b.reason;
  return [a.value, b.value];
}

/** Everything in one database, sorted by name, and the names that the database of `destination` has already. */
export async function listDatabaseObjects(
  settings: ConnectionSettings,
  database: string,
  destination: { readonly settings: ConnectionSettings; readonly database: string } | null,
  signal?: AbortSignal,
): Promise<CatalogDatabaseObjects> {
  const there = destination === null ? null : existingNames(destination.settings, destination.database, signal).catch(() => null);
  const sizing = readSizes<{ db: string; name: string; row_count: string | null; bytes: string | null }>(
    settings,
    "SELECT TABLE_SCHEMA AS db, TABLE_NAME AS name, TABLE_ROWS AS row_count, DATA_LENGTH + INDEX_LENGTH AS bytes FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE'",
    [database],
    signal,
  );
  const listing = withConnection(settings, signal, async (connection) => {
    const [found] = await connection.query<{ name: string }>("SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?", [database]);
    if (found === undefined) throw new AppError("not-found", { detail: `database ${database}` });
    // Comparisons in information_schema may ignore case: each row is compared again.
    const own = <T extends { db: string }>(rows: T[]) => rows.filter((row) => row.db === database);
    const tables = own(
      await connection.query<{ db: string; name: string; kind: string; engine: string | null }>(
        "SELECT TABLE_SCHEMA AS db, TABLE_NAME AS name, TABLE_TYPE AS kind, ENGINE AS engine FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME",
        [database],
      ),
    );
    const keyed = await namesOf(
      connection,
      "SELECT TABLE_SCHEMA AS db, TABLE_NAME AS name FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? AND NON_UNIQUE = 0 GROUP BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME HAVING SUM(NULLABLE = 'YES') = 0",
      database,
    );
    const children = await namesOf(
      connection,
      "SELECT DISTINCT CONSTRAINT_SCHEMA AS db, TABLE_NAME AS name FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ?",
      database,
    );
    const triggered = await namesOf(
      connection,
      "SELECT DISTINCT TRIGGER_SCHEMA AS db, EVENT_OBJECT_TABLE AS name FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ?",
      database,
    );
    const routines = own(
      await connection.query<{ db: string; name: string; kind: string }>(
        "SELECT ROUTINE_SCHEMA AS db, ROUTINE_NAME AS name, ROUTINE_TYPE AS kind FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ? ORDER BY ROUTINE_NAME",
        [database],
      ),
    );
    const grants = await readGrants(connection, await readServerFacts(connection));
    const badgesOf = (name: string, engine: string | null): ObjectBadge[] => [
      ...(keyed.has(name) ? [] : (["no-key"] as const)),
      ...(triggered.has(name) ? (["trigger"] as const) : []),
      ...(children.has(name) ? (["foreign-key"] as const) : []),
      ...(engine !== null && !transactional.has(engine.toLowerCase()) ? (["not-transactional"] as const) : []),
      ...(grants.hasPrivilege("SELECT", database, name) ? [] : (["not-readable"] as const)),
    ];
    const tablesOf = (sizes: ReadonlyMap<string, { row_count: string | null; bytes: string | null }> | null) =>
      tables
        .filter((row) => row.kind === "BASE TABLE")
        .map((row): CatalogTable => {
          const size = sizes?.get(row.name);
          return {
            name: row.name,
            engine: row.engine,
            rowsEstimated: size === undefined ? null : number(size.row_count),
            bytes: size === undefined ? null : number(size.bytes),
            badges: badgesOf(row.name, row.engine),
          };
        });
    return {
      database,
      tablesOf,
      views: tables.filter((row) => row.kind === "VIEW").map((row) => row.name),
      routines: routines.map((row): CatalogDatabaseObjects["routines"][number] => ({
        name: row.name,
        kind: row.kind === "PROCEDURE" ? "procedure" : "function",
      })),
      limitedBy: isSystem(database) ? null : (grants.missingGrants([{ privilege: "SELECT", database }]).statements[0] ?? null),
    };
  });
  const [{ tablesOf, ...rest }, sizes] = await both(listing, sizing);
  return { ...rest, destination: await there, tables: tablesOf(sizes === null ? null : new Map(sizes.filter((row) => row.db === database).map((row) => [row.name, row]))) };
}

const transactional = new Set(["innodb", "rocksdb", "ndbcluster", "ndb", "tokudb", "xengine"]);

async function namesOf(connection: MysqlConnection, sql: string, database: string): Promise<Set<string>> {
  const rows = await connection.query<{ db: string; name: string }>(sql, [database]);
  return new Set(rows.filter((row) => row.db === database).map((row) => row.name));
}

async function existingNames(settings: ConnectionSettings, database: string, signal: AbortSignal | undefined): Promise<NonNullable<CatalogDatabaseObjects["destination"]>> {
  return withConnection(settings, signal, async (connection) => {
    const [server] = await connection.query<{ folds: string }>("SELECT @@lower_case_table_names AS folds");
    const ignoresCase = server?.folds !== "0";
    // Comparisons in information_schema may ignore case: each row is compared again.
    const fold = (name: string) => (ignoresCase ? name.toLowerCase() : name);
    const rows = await connection.query<{ db: string; name: string }>("SELECT TABLE_SCHEMA AS db, TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?", [database]);
    return { names: rows.filter((row) => fold(row.db) === fold(database)).map((row) => row.name), ignoresCase };
  });
}

/** Columns of one table in their order, for the table dialog. */
export async function listColumns(
  settings: ConnectionSettings,
  name: { readonly database: string; readonly table: string },
  signal?: AbortSignal,
): Promise<CatalogColumn[]> {
  return withConnection(settings, signal, async (connection) => {
    const values = [name.database, name.table];
    const rows = await connection.query<{ db: string; tbl: string; name: string; type: string; nullable: string; fallback: string | null; extra: string }>(
      "SELECT TABLE_SCHEMA AS db, TABLE_NAME AS tbl, COLUMN_NAME AS name, COLUMN_TYPE AS type, IS_NULLABLE AS nullable, COLUMN_DEFAULT AS fallback, EXTRA AS extra FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION",
      values,
    );
    const own = rows.filter((row) => row.db === name.database && row.tbl === name.table);
    if (own.length === 0) throw new AppError("not-found", { detail: `table ${name.database}.${name.table}` });
    const keys = await connection.query<{ tbl: string; name: string | null; key: string }>(
      "SELECT TABLE_NAME AS tbl, COLUMN_NAME AS name, INDEX_NAME AS `key` FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND NON_UNIQUE = 0",
      values,
    );
    return own.map((row) => {
      const held = keys.filter((key) => key.tbl === name.table && key.name === row.name);
      const extra = row.extra.toUpperCase();
      return {
        name: row.name,
        type: row.type,
        nullable: row.nullable === "YES",
        // AUTO_INCREMENT gives a value, too. DEFAULT_GENERATED is a default, not a generated column.
        hasDefault: row.fallback !== null || extra.includes("AUTO_INCREMENT") || extra.includes("DEFAULT_GENERATED"),
        generated: /\b(VIRTUAL|STORED|PERSISTENT) GENERATED\b|\b(VIRTUAL|PERSISTENT)\b/.test(extra),
        key: held.some((key) => key.key === "PRIMARY") ? "primary" : held.length > 0 ? "unique" : null,
      };
    });
  });
}

/**
 * Checks a row filter against its table: it must be one expression, over this table's columns. Answers how many rows the server expects and the keys of
 * up to five that match. Throws `input-invalid` (field `filter`) with the server's words.
 */
export async function verifyFilter(
  settings: ConnectionSettings,
  name: { readonly database: string; readonly table: string },
  filter: string,
  signal?: AbortSignal,
): Promise<{ rows: number; sampleKeys: string[] }> {
  const columns = await listColumns(settings, name, signal);
  const table = quoteTable({ database: name.database, table: name.table });
  const keys = columns.filter((column) => column.key === "primary");
  const shown = (keys.length > 0 ? keys : columns.slice(0, 3)).map((column) => quoteName(column.name)).join(", ");
  return withConnection(settings, signal, async (connection) => {
    try {
      // Once bare and once in brackets: a text that only fits one of them is not one expression.
      await connection.query(`EXPLAIN FORMAT=TRADITIONAL SELECT 1 FROM ${table} WHERE ${filter}\nLIMIT 1`);
      const plan = await connection.query(`EXPLAIN FORMAT=TRADITIONAL SELECT 1 FROM ${table} WHERE (${filter}\n)`);
      const sample = await connection.query(`SELECT ${shown} FROM ${table} WHERE (${filter}\n) LIMIT 5`);
      const first = plan[0];
      return {
        rows: Math.round((number(first?.["rows"]) * Number(first?.["filtered"] ?? 100)) / 100),
        sampleKeys: sample.map((row) =>
          Object.values(row)
            .map((value) => String(value))
            .join(", "),
        ),
      };
    } catch (error) {
      if (error instanceof AppError && error.code.endsWith("-query-failed"))
        throw new InputInvalid({ filter: String(error.context["serverMessage"] ?? "The server rejects this condition.") });
      throw error;
    }
  });
}
