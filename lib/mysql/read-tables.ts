/**
 * Reads table definitions of MySQL 5.6 – 9.x and MariaDB. Column, key and foreign-key facts come from information_schema (a handful of
 * queries per database, however many tables), the statement text from SHOW CREATE TABLE where it is asked for.
 *
 * Traps that this file knows (manual, "INFORMATION_SCHEMA"):
 * 1. Name comparisons there may ignore case although the file system does not: every row is compared again here, exactly.
 * 2. Before 8.0, and on MariaDB, foreign keys are shown only to accounts that hold more than SELECT: there they are read from the statement text.
 * 3. `DEFAULT_GENERATED` in EXTRA is not a generated column.
 * 4. A generated invisible primary key is part of every row image, also where the server was told to hide it.
 */
import { AppError } from "../errors/app-error";
import type { MysqlConnection } from "./connection";
import { parseForeignKeys } from "./foreign-key-text";
import { quoteTable, tableKey } from "./identifier";
import { withLaterWordsQuoted } from "./later-words";
import type { ColumnDefinition, ForeignKeyDefinition, KeyDefinition, KeyPart, TableDefinition, TableName } from "./table-definition";

export interface TableSelection {
  readonly database: string;
  /** Absent: every base table of the database. Names that do not exist are left out of the answer. */
  readonly tables?: readonly string[];
}

export interface ReadTablesOptions {
  /** Also runs SHOW CREATE TABLE for each table (with quotes around words that later servers reserve); otherwise `createStatement` is empty. Default false. */
  readonly createStatements?: boolean;
  readonly signal?: AbortSignal;
}

/** Beyond this many names one scan of the database is cheaper than a list of names. */
const nameListLimit = 500;

/**
 * Definitions of the selected base tables, by database in the order of `selection`, by name within it. The connection should have
 * `metadataSession`. Not one moment's picture: a caller that needs that reads twice and compares (see `schema-history.ts`).
 */
export async function readTables(connection: MysqlConnection, selection: readonly TableSelection[], options: ReadTablesOptions = {}): Promise<TableDefinition[]> {
  const server = await prepareSession(connection);
  const result: TableDefinition[] = [];
  for (const part of selection) {
    options.signal?.throwIfAborted();
    if (part.tables?.length === 0) continue;
    result.push(...(await readDatabase(connection, part, server, options)));
  }
  return result;
}

interface ServerTraits {
  readonly mariadb: boolean;
  /** major * 10,000 + minor * 100 + patch. */
  readonly version: number;
  readonly ignoresCase: boolean;
}

async function prepareSession(connection: MysqlConnection): Promise<ServerTraits> {
  const [row] = await connection.query<{ version: string; lctn: string }>("SELECT VERSION() AS version, @@lower_case_table_names AS lctn");
  const text = row?.version ?? "";
  const [major = 0, minor = 0, patch = 0] = (/^(\d+)\.(\d+)\.(\d+)/.exec(text) ?? []).slice(1).map(Number);
  const traits = { mariadb: /mariadb/i.test(text), version: major * 10_000 + minor * 100 + patch, ignoresCase: row?.lctn !== "0" };
  await connection.run("SET SESSION sql_quote_show_create=1");
  if (!traits.mariadb && traits.version >= 8_00_30) {
    // ON by default; setting it takes SESSION_VARIABLES_ADMIN, which the product does not ask for.
    const [row] = await connection.query<{ shown: string | number }>("SELECT @@session.show_gipk_in_create_table_and_information_schema AS shown");
    if (String(row?.shown) !== "1") await connection.run("SET SESSION show_gipk_in_create_table_and_information_schema=ON");
  }
  return traits;
}

type Row = Record<string, string | null>;

async function readDatabase(connection: MysqlConnection, part: TableSelection, server: ServerTraits, options: ReadTablesOptions): Promise<TableDefinition[]> {
  const names = part.tables && part.tables.length <= nameListLimit ? part.tables : null;
  const where = (schemaColumn: string, tableColumn: string) =>
    `WHERE ${schemaColumn} = ?` + (names === null ? "" : names.length === 1 ? ` AND ${tableColumn} = ?` : ` AND ${tableColumn} IN (?)`);
  const values = names === null ? [part.database] : names.length === 1 ? [part.database, names[0]] : [part.database, names];
  const fold = (name: string) => (server.ignoresCase ? name.toLowerCase() : name);
  const wanted = part.tables ? new Set(part.tables.map(fold)) : null;
  const isWanted = (row: Row) => fold(row.s ?? "") === fold(part.database) && (wanted === null || wanted.has(fold(row.t ?? "")));
  const read = async (sql: string) => (await connection.query<Row>(sql, values)).filter(isWanted);

  const tables = (
    await read(
      `SELECT TABLE_SCHEMA AS s, TABLE_NAME AS t, TABLE_TYPE AS type, ENGINE AS engine, TABLE_COLLATION AS collation FROM information_schema.TABLES ${where("TABLE_SCHEMA", "TABLE_NAME")}`,
    )
  ).filter((row) => row.type === "BASE TABLE" || row.type === "SYSTEM VERSIONED");
  if (tables.length === 0) return [];
  const columns = groupByTable(
    await read(
      `SELECT TABLE_SCHEMA AS s, TABLE_NAME AS t, COLUMN_NAME AS name, ORDINAL_POSITION AS position, COLUMN_DEFAULT AS defaultText, IS_NULLABLE AS nullable, DATA_TYPE AS dataType,
        COLUMN_TYPE AS columnType, CHARACTER_SET_NAME AS charset, COLLATION_NAME AS collation, EXTRA AS extra FROM information_schema.COLUMNS ${where("TABLE_SCHEMA", "TABLE_NAME")}`,
    ),
  );
  const expression = !server.mariadb && server.version >= 8_00_13 ? "EXPRESSION" : "NULL";
  const statistics = groupByTable(
    await read(
      `SELECT TABLE_SCHEMA AS s, TABLE_NAME AS t, INDEX_NAME AS name, NON_UNIQUE AS nonUnique, SEQ_IN_INDEX AS position, COLUMN_NAME AS columnName, SUB_PART AS prefix,
        INDEX_TYPE AS kind, ${expression} AS expression FROM information_schema.STATISTICS ${where("TABLE_SCHEMA", "TABLE_NAME")}`,
    ),
  );
  const showsForeignKeys = !server.mariadb && server.version >= 8_00_00;
  const foreignKeys = showsForeignKeys ? await readForeignKeys(read, where) : null;

  const result: TableDefinition[] = [];
  for (const row of tables) {
    options.signal?.throwIfAborted();
    const name: TableName = { database: row.s!, table: row.t! };
    const key = tableKey(name);
    const needsText = options.createStatements || (foreignKeys === null && row.engine === "InnoDB");
    const text = needsText ? await showCreateTable(connection, name) : "";
    if (text === null) continue;
    result.push({
      name,
      engine: row.engine ?? "",
      charset: row.collation ? charsetOf(row.collation) : null,
      collation: row.collation ?? null,
      columns: columnsOf(columns.get(key) ?? []),
      keys: keysOf(statistics.get(key) ?? []),
      foreignKeys: foreignKeys === null ? parseForeignKeys(text, name.database) : (foreignKeys.get(key) ?? []),
      // Expressions, partitions above all, stand there as they were typed.
      createStatement: options.createStatements ? withLaterWordsQuoted(text, server) : "",
    });
  }
  return result.sort((a, b) => (a.name.table < b.name.table ? -1 : 1));
}

/** SHOW CREATE TABLE text; null when the table is gone by now. Needs any privilege on the table. */
export async function showCreateTable(connection: MysqlConnection, name: TableName): Promise<string | null> {
  try {
    const [row] = await connection.query(`SHOW CREATE TABLE ${quoteTable(name)}`);
    return row?.["Create Table"] ?? null;
  } catch (error) {
    // ER_NO_SUCH_TABLE, ER_BAD_DB_ERROR: dropped since the list was read.
    if (error instanceof AppError && (error.context.serverErrno === 1146 || error.context.serverErrno === 1049)) return null;
    throw error;
  }
}

function groupByTable(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = tableKey({ database: row.s!, table: row.t! });
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

const byPosition = (a: Row, b: Row) => Number(a.position) - Number(b.position);

function columnsOf(rows: readonly Row[]): ColumnDefinition[] {
  return [...rows].sort(byPosition).map((row) => {
    const extra = (row.extra ?? "").toUpperCase();
    const generated = /\b(STORED GENERATED|PERSISTENT)\b/.test(extra) ? "stored" : /\bVIRTUAL\b/.test(extra) ? "virtual" : null;
    const nullable = row.nullable === "YES";
    const autoIncrement = extra.includes("AUTO_INCREMENT");
    return {
      name: row.name!,
      dataType: (row.dataType ?? "").toLowerCase(),
      columnType: row.columnType ?? "",
      unsigned: /\bunsigned\b/i.test(withoutQuoted(row.columnType ?? "")),
      nullable,
      charset: row.charset ?? null,
      collation: row.collation ?? null,
      generated,
      invisible: /\bINVISIBLE\b/.test(extra),
      autoIncrement,
      hasDefault: nullable || autoIncrement || generated !== null || row.defaultText !== null,
    };
  });
}

/** Members of ENUM and SET may hold any word. */
function withoutQuoted(columnType: string): string {
  return columnType.replace(/'(?:[^']|'')*'/g, "");
}

function keysOf(rows: readonly Row[]): KeyDefinition[] {
  const parts = new Map<string, Row[]>();
  for (const row of [...rows].sort(byPosition)) {
    const list = parts.get(row.name!);
    if (list) list.push(row);
    else parts.set(row.name!, [row]);
  }
  const keys = [...parts.entries()].map(([name, list]): KeyDefinition => ({
    name,
    unique: Number(list[0]!.nonUnique) === 0,
    kind: list[0]!.kind ?? "BTREE",
    parts: list.map((row): KeyPart => ({ column: row.expression === null ? (row.columnName ?? null) : null, prefix: row.prefix === null ? null : Number(row.prefix) })),
  }));
  return keys.sort((a, b) => (a.name === "PRIMARY" ? -1 : b.name === "PRIMARY" ? 1 : a.name < b.name ? -1 : 1));
}

async function readForeignKeys(read: (sql: string) => Promise<Row[]>, where: (schema: string, table: string) => string): Promise<Map<string, ForeignKeyDefinition[]>> {
  const rules = new Map<string, Row>();
  for (const row of await read(
    `SELECT CONSTRAINT_SCHEMA AS s, TABLE_NAME AS t, CONSTRAINT_NAME AS name, UPDATE_RULE AS onUpdate, DELETE_RULE AS onDelete FROM information_schema.REFERENTIAL_CONSTRAINTS ${where("CONSTRAINT_SCHEMA", "TABLE_NAME")}`,
  )) {
    rules.set(`${tableKey({ database: row.s!, table: row.t! })}\0${row.name}`, row);
  }
  const rows = await read(
    `SELECT TABLE_SCHEMA AS s, TABLE_NAME AS t, CONSTRAINT_NAME AS name, COLUMN_NAME AS columnName, ORDINAL_POSITION AS position, REFERENCED_TABLE_SCHEMA AS refDatabase,
      REFERENCED_TABLE_NAME AS refTable, REFERENCED_COLUMN_NAME AS refColumn FROM information_schema.KEY_COLUMN_USAGE ${where("TABLE_SCHEMA", "TABLE_NAME")} AND REFERENCED_TABLE_NAME IS NOT NULL`,
  );
  const result = new Map<string, ForeignKeyDefinition[]>();
  for (const [key, ofTable] of groupByTable(rows)) {
    const names = [...new Set(ofTable.map((row) => row.name!))].sort();
    result.set(
      key,
      names.map((name) => {
        const list = ofTable.filter((row) => row.name === name).sort(byPosition);
        const rule = rules.get(`${key}\0${name}`);
        return {
          name,
          columns: list.map((row) => row.columnName!),
          referenced: { database: list[0]!.refDatabase!, table: list[0]!.refTable! },
          referencedColumns: list.map((row) => row.refColumn!),
          onDelete: (rule?.onDelete ?? "NO ACTION") as ForeignKeyDefinition["onDelete"],
          onUpdate: (rule?.onUpdate ?? "NO ACTION") as ForeignKeyDefinition["onUpdate"],
        };
      }),
    );
  }
  return result;
}

/** `utf8mb4_0900_ai_ci` → `utf8mb4`; the collation `binary` has no suffix. */
export function charsetOf(collation: string): string {
  const end = collation.indexOf("_");
  return end < 0 ? collation : collation.slice(0, end);
}
