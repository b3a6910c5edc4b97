/**
 * Schema synchronization of databases and tables. Every function may be repeated after a crash at any point: it looks at what is there and does
 * the rest. Views and routines: `ddl/create-stored-objects.ts`.
 */
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteName, quoteTable, tableKey } from "../../mysql/identifier";
import { readDatabases } from "../../mysql/read-objects";
import type { DatabaseDefinition } from "../../mysql/read-objects";
import { readTables } from "../../mysql/read-tables";
import { tokenize } from "../../mysql/sql-tokens";
import type { TableDefinition, TableName } from "../../mysql/table-definition";
import type { EngineEvent } from "../plan";
import { ColumnNames } from "../router/column-names";
import type { Router } from "../router/router";
import { differingCascades } from "./compare-cascades";
import { structureDifferences } from "./compare-structure";
import { ensureCreatedMarks, readCreatedMarks, writeCreatedMarks } from "./created-marks";
import { createTableText, deferredIndexes, foreignKeyItems } from "./definition-text";
import { enterDefinitionSession } from "./definition-session";
import type { BookkeepingPlace } from "./schema-store";

export interface SchemaSyncOptions {
  /** The source's, as of P0. */
  readonly databases: readonly DatabaseDefinition[];
  readonly tables: readonly TableDefinition[];
  readonly router: Router;
  readonly existingTables: "intercept" | "ignore";
  /** Where the created tables are remembered; the database exists. */
  readonly place: BookkeepingPlace;
  /** `CollationTable.defaultOf("utf8mb4")` of the source. */
  readonly sourceUtf8mb4Collation: string;
  readonly sourceIsMariadb: boolean;
  /** Leaves non-unique indexes to `finishIndexes`. Default false. */
  readonly deferIndexes?: boolean;
  /** Of a supplement: foreign keys to what these carry are made when both are merged. */
  readonly beside?: { selects(name: TableName): boolean };
  /** For `createForeignKeys`: only these keys. Default: all. */
  readonly concerns?: (child: TableName, parent: TableName) => boolean;
  readonly event?: (event: EngineEvent) => void;
  readonly now?: () => number;
  readonly signal?: AbortSignal;
}

/**
 * Creates missing databases and tables, without foreign keys. `connection` is to the destination with `metadataSession`. Throws
 * `destination-table-exists` (intercept), `destination-structure-differs` (ignore), `schema-object-failed`.
 */
export async function createTables(connection: MysqlConnection, options: SchemaSyncOptions): Promise<void> {
  const { mapping } = options.router;
  await createDatabases(connection, options);
  const routed = options.router.routeAll(options.tables);
  const existing = await destinationTables(connection, routed.map((table) => table.destination));
  await ensureCreatedMarks(connection, options.place);
  const ours = await readCreatedMarks(connection, options.place);
  const definitions = new Map(options.tables.map((table) => [foldedKey(options.router.selection, table.name), table]));
  const definition = (name: TableName) => definitions.get(foldedKey(options.router.selection, name)) ?? null;
  const missing = routed.filter((table) => !existing.has(tableKey(table.destination)));
  for (const table of routed) {
    const found = existing.get(tableKey(table.destination));
    if (!found || ours.has(table.destination)) continue;
    const name = `${table.destination.database}.${table.destination.table}`;
    if (options.existingTables === "intercept") throw new AppError("destination-table-exists", { detail: name, context: { table: name } });
    const cascades = options.router.options.sourceLogsCascades ? [] : differingCascades(table.definition, found, { carries: (parent) => options.router.selection.selects(parent), mapping, definition }, "other");
    const differences = [...structureDifferences(table, found), ...cascades];
    if (differences.length > 0) throw new AppError("destination-structure-differs", { detail: `${name}: ${differences.join("; ")}`, context: { table: name } });
  }
  await writeCreatedMarks(connection, options.place, missing.map((table) => table.destination));
  await enterDefinitionSession(connection);
  try {
    for (const table of missing) {
      options.signal?.throwIfAborted();
      const sql = createTableText(table.definition, {
        target: mapping.table(table.source),
        rules: { mariadb: options.sourceIsMariadb },
        deferIndexes: options.deferIndexes,
        excludeColumns: options.router.selection.options(table.source)?.excludeColumns,
        columnNames: mapping.columns(table.definition),
        utf8mb4Collation: options.sourceUtf8mb4Collation,
      });
      await runObject(connection, sql, table.destination);
    }
  } finally {
    await leave(connection);
  }
}

/** Adds the indexes that `deferIndexes` left out, one statement per table. */
export async function finishIndexes(connection: MysqlConnection, options: SchemaSyncOptions): Promise<void> {
  const routed = options.router.routeAll(options.tables);
  const existing = await destinationTables(connection, routed.map((table) => table.destination));
  await enterDefinitionSession(connection);
  try {
    for (const table of routed) {
      options.signal?.throwIfAborted();
      const present = new Set((existing.get(tableKey(table.destination))?.keys ?? []).map((key) => key.name.toLowerCase()));
      const items = deferredIndexes(table.definition, { mariadb: options.sourceIsMariadb }, options.router.selection.options(table.source)?.excludeColumns, options.router.mapping.columns(table.definition)).filter((item) => !present.has(indexName(item).toLowerCase()));
      // InnoDB builds one full-text index at a time.
      const together = items.filter((item) => !/^FULLTEXT/i.test(item));
      const groups = [...(together.length > 0 ? [together] : []), ...items.filter((item) => /^FULLTEXT/i.test(item)).map((item) => [item])];
      for (const group of groups) await runObject(connection, `ALTER TABLE ${quoteTable(table.destination)} ${group.map((item) => `ADD ${item}`).join(", ")}`, table.destination);
    }
  } finally {
    await leave(connection);
  }
}

/** Adds the foreign keys whose parent is carried too; the others are reported. The rows are not checked again: the source has. */
export async function createForeignKeys(connection: MysqlConnection, options: SchemaSyncOptions): Promise<void> {
  const { mapping, selection } = options.router;
  const carried = new Map(options.tables.map((table) => [foldedKey(selection, table.name), table]));
  const columnsOf = (name: TableName) => {
    const table = carried.get(foldedKey(selection, name));
    return table ? mapping.columns(table) : ColumnNames.none;
  };
  const children = options.tables.filter((table) => table.foreignKeys.length > 0 && selection.selects(table.name));
  const existing = await destinationTables(connection, children.map((table) => mapping.table(table.name)));
  await enterDefinitionSession(connection);
  try {
    for (const table of children) {
      options.signal?.throwIfAborted();
      const target = mapping.table(table.name);
      const present = new Set((existing.get(tableKey(target))?.foreignKeys ?? []).map((foreignKey) => foreignKey.name.toLowerCase()));
      for (const { name, item } of foreignKeyItems(table, (parent) => mapping.table(parent), { mariadb: options.sourceIsMariadb }, mapping.columns(table), columnsOf)) {
        if (present.has(name.toLowerCase())) continue;
        const definition = table.foreignKeys.find((foreignKey) => foreignKey.name === name);
        if (definition && options.concerns && !options.concerns(table.name, definition.referenced)) continue;
        if (definition && !carried.has(foldedKey(selection, definition.referenced))) {
          if (options.beside?.selects(definition.referenced)) continue;
          options.event?.({
            kind: "object-not-carried",
            atMs: options.now?.() ?? Date.now(),
            object: `${table.name.database}.${table.name.table}.${name}`,
            objectKind: "foreign key",
            reason: `its parent ${definition.referenced.database}.${definition.referenced.table} is not selected`,
            statement: `ALTER TABLE ${quoteTable(target)} ADD ${item}`,
          });
          continue;
        }
        await runObject(connection, `ALTER TABLE ${quoteTable(target)} ADD ${item}`, target);
      }
    }
  } finally {
    await leave(connection);
  }
}

function foldedKey(selection: { fold(name: string): string }, name: TableName): string {
  return tableKey({ database: selection.fold(name.database), table: selection.fold(name.table) });
}

async function createDatabases(connection: MysqlConnection, options: SchemaSyncOptions): Promise<void> {
  const { mapping } = options.router;
  const targets = new Map(options.databases.map((database) => [mapping.database(database.name), database]));
  const present = new Set((await readDatabases(connection, [...targets.keys()])).map((database) => database.name.toLowerCase()));
  for (const [target, database] of targets) {
    // An account without CREATE can still use a database that is there.
    if (present.has(target.toLowerCase())) continue;
    await runObject(connection, `CREATE DATABASE IF NOT EXISTS ${quoteName(target)} DEFAULT CHARACTER SET ${database.charset} COLLATE ${database.collation}`, { database: target, table: "" });
  }
}

/** Definitions of those of `names` that exist, by `tableKey` of the name asked for. */
async function destinationTables(connection: MysqlConnection, names: readonly TableName[]): Promise<Map<string, TableDefinition>> {
  const databases = new Map<string, string[]>();
  for (const name of names) {
    const list = databases.get(name.database);
    if (list) list.push(name.table);
    else databases.set(name.database, [name.table]);
  }
  const found = await readTables(connection, [...databases].map(([database, tables]) => ({ database, tables })));
  return new Map(found.map((table) => [tableKey(table.name), table]));
}

async function runObject(connection: MysqlConnection, sql: string, name: TableName): Promise<void> {
  try {
    await connection.run(sql);
  } catch (error) {
    if (!(error instanceof AppError) || error.context.serverErrno === undefined || !connection.usable) throw error;
    if (error.code === "destination-privilege-missing" || error.code === "destination-read-only" || error.code === "destination-disk-full" || error.code === "destination-lock-timeout") throw error;
    const object = `${name.database}${name.table ? `.${name.table}` : ""}`;
    throw new AppError("schema-object-failed", { cause: error, detail: `${object}: ${String(error.context.serverMessage)}: ${sql.slice(0, 2_000)}`, context: { table: object, serverErrno: error.context.serverErrno } });
  }
}

async function leave(connection: MysqlConnection): Promise<void> {
  if (connection.usable) await connection.run("SET SESSION sql_mode=''");
}

function indexName(item: string): string {
  return tokenize(item)?.tokens.find((token) => token.kind === "name")?.value ?? "";
}
