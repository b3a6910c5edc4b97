/**
 * Databases and the objects beside tables: views, functions, procedures, triggers, events. Text comes from SHOW CREATE …; what the account
 * may not read comes back without text and with the reason.
 */
import { AppError } from "../errors/app-error";
import type { MysqlConnection } from "./connection";
import { quoteName } from "./identifier";

export interface DatabaseDefinition {
  readonly name: string;
  readonly charset: string;
  readonly collation: string;
}

export type ObjectKind = "view" | "function" | "procedure" | "trigger" | "event";

export interface StoredObject {
  readonly kind: ObjectKind;
  readonly database: string;
  readonly name: string;
  /** CREATE statement with names quoted; null when it cannot be read. */
  readonly createStatement: string | null;
  /** Why there is no text. */
  readonly unreadable: string | null;
  /** Session settings that are stored with it. Empty sql_mode for views. */
  readonly sqlMode: string;
  readonly characterSetClient: string | null;
  readonly collationConnection: string | null;
  /** Triggers: the table. */
  readonly table: string | null;
}

type Row = Record<string, string | null>;

/** Default character sets of the databases that exist. */
export async function readDatabases(connection: MysqlConnection, names: readonly string[]): Promise<DatabaseDefinition[]> {
  if (names.length === 0) return [];
  const rows = await connection.query<Row>(
    "SELECT SCHEMA_NAME AS name, DEFAULT_CHARACTER_SET_NAME AS charset, DEFAULT_COLLATION_NAME AS collation FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN (?)",
    [names],
  );
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return rows.filter((row) => wanted.has(row.name!.toLowerCase())).map((row) => ({ name: row.name!, charset: row.charset!, collation: row.collation! }));
}

/** Views, functions, procedures, triggers and events of a database, by kind and name. The connection has `metadataSession` and no default database. */
export async function readStoredObjects(connection: MysqlConnection, database: string): Promise<StoredObject[]> {
  const list = async (sql: string) => (await connection.query<Row>(sql, [database])).filter((row) => row.s?.toLowerCase() === database.toLowerCase());
  const views = await list("SELECT TABLE_SCHEMA AS s, TABLE_NAME AS name FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ?");
  const routines = await list("SELECT ROUTINE_SCHEMA AS s, ROUTINE_NAME AS name, ROUTINE_TYPE AS type, SQL_MODE AS sqlMode FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?");
  const triggers = await list("SELECT TRIGGER_SCHEMA AS s, TRIGGER_NAME AS name, EVENT_OBJECT_TABLE AS tableName, SQL_MODE AS sqlMode FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER");
  const events = await list("SELECT EVENT_SCHEMA AS s, EVENT_NAME AS name, SQL_MODE AS sqlMode FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ?");
  const result: StoredObject[] = [];
  for (const row of views) result.push(await read(connection, "view", database, row));
  for (const row of routines) if (row.type === "FUNCTION" || row.type === "PROCEDURE") result.push(await read(connection, row.type === "FUNCTION" ? "function" : "procedure", database, row));
  for (const row of triggers) result.push(await read(connection, "trigger", database, row));
  for (const row of events) result.push(await read(connection, "event", database, row));
  // Triggers stay in the order in which they fire.
  return result.sort((a, b) => (a.kind === b.kind ? (a.kind === "trigger" ? 0 : a.name < b.name ? -1 : 1) : a.kind < b.kind ? -1 : 1));
}

const textColumn: Record<ObjectKind, string> = { view: "Create View", function: "Create Function", procedure: "Create Procedure", trigger: "SQL Original Statement", event: "Create Event" };

async function read(connection: MysqlConnection, kind: ObjectKind, database: string, row: Row): Promise<StoredObject> {
  const base = { kind, database, name: row.name!, sqlMode: row.sqlMode ?? "", table: row.tableName ?? null };
  try {
    const [shown] = await connection.query<Row>(`SHOW CREATE ${kind.toUpperCase()} ${quoteName(database)}.${quoteName(row.name!)}`);
    const createStatement = shown?.[textColumn[kind]] ?? null;
    return {
      ...base,
      createStatement,
      unreadable: createStatement === null ? "the account may not read its text" : null,
      characterSetClient: shown?.["character_set_client"] ?? null,
      collationConnection: shown?.["collation_connection"] ?? null,
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.context.serverErrno === undefined) throw error;
    return { ...base, createStatement: null, unreadable: String(error.context.serverMessage), characterSetClient: null, collationConnection: null };
  }
}
