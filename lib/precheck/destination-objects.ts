import { tableKey } from "../mysql/identifier";
import type { MysqlConnection } from "../mysql/connection";
import { readTables } from "../mysql/read-tables";
import type { ServerFacts } from "../mysql/server-facts";
import type { TableDefinition, TableName } from "../mysql/table-definition";
import type { SelectedObjects } from "./selected-objects";

/** What the destination already has under the names that the task will use. Only what the account may see. */
export interface DestinationObjects {
  /** Null: it does not exist, or the account holds nothing in it. */
  database(name: string): { readonly charset: string; readonly collation: string } | null;
  /** The base table of that name, as the server compares names. */
  table(name: TableName): TableDefinition | null;
  /** Tables and views under the names of selected tables and views, routines under those of routines. */
  readonly conflicts: readonly { readonly kind: "table" | "view" | "function" | "procedure"; readonly target: TableName; readonly source: TableName }[];
  readonly triggers: readonly { readonly name: TableName; readonly table: string }[];
  readonly engines: ReadonlySet<string>;
  readonly charsets: ReadonlySet<string>;
  readonly collations: ReadonlySet<string>;
}

type Row = Record<string, string | null>;

export async function readDestinationObjects(connection: MysqlConnection, facts: ServerFacts, selected: SelectedObjects, note: (statement: string) => void, signal: AbortSignal): Promise<DestinationObjects> {
  const fold = (name: string) => (facts.lowerCaseTableNames === 0 ? name : name.toLowerCase());
  const keyOf = (name: TableName) => tableKey({ database: fold(name.database), table: fold(name.table) });
  const names = [...new Set(selected.databases.map((database) => database.target))];
  const query = async (sql: string, values: readonly unknown[] = []) => {
    note(sql);
    return connection.query<Row>(sql, values);
  };
  const databases = new Map((await query("SELECT SCHEMA_NAME AS s, DEFAULT_CHARACTER_SET_NAME AS charset, DEFAULT_COLLATION_NAME AS collation FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN (?)", [names])).map((row) => [fold(row.s!), { charset: row.charset ?? "", collation: row.collation ?? "" }]));

  const byDatabase = new Map<string, string[]>();
  for (const table of selected.tables) byDatabase.set(table.target.database, [...(byDatabase.get(table.target.database) ?? []), table.target.table]);
  note("SELECT … FROM information_schema.TABLES, COLUMNS, STATISTICS, REFERENTIAL_CONSTRAINTS");
  const definitions = await readTables(connection, [...byDatabase].map(([database, tables]) => ({ database, tables })), { signal });
  const tables = new Map(definitions.map((definition) => [keyOf(definition.name), definition]));

  const kinds = new Map<string, "table" | "view">();
  for (const row of await query("SELECT TABLE_SCHEMA AS s, TABLE_NAME AS n, TABLE_TYPE AS kind FROM information_schema.TABLES WHERE TABLE_SCHEMA IN (?)", [names])) {
    kinds.set(keyOf({ database: row.s!, table: row.n! }), row.kind === "VIEW" ? "view" : "table");
  }
  // Names of routines ignore case on every server.
  const routines = new Set((await query("SELECT ROUTINE_SCHEMA AS s, ROUTINE_NAME AS n, ROUTINE_TYPE AS kind FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA IN (?)", [names])).map((row) => `${row.kind?.toLowerCase()}\0${fold(row.s!)}\0${row.n!.toLowerCase()}`));
  const triggers = await query("SELECT TRIGGER_SCHEMA AS s, TRIGGER_NAME AS n, EVENT_OBJECT_TABLE AS t FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA IN (?)", [names]);
  const targets = new Set(selected.tables.map((table) => keyOf(table.target)));
  return {
    database: (name) => databases.get(fold(name)) ?? null,
    table: (name) => tables.get(keyOf(name)) ?? null,
    conflicts: [
      ...[...selected.tables, ...selected.views].flatMap(({ source, target }) => {
        const kind = kinds.get(keyOf(target));
        return kind ? [{ kind, source, target }] : [];
      }),
      ...selected.routines.flatMap(({ kind, source, target }) => (routines.has(`${kind}\0${fold(target.database)}\0${target.table.toLowerCase()}`) ? [{ kind: kind === "function" ? ("function" as const) : ("procedure" as const), source, target }] : [])),
    ],
    triggers: triggers.map((row) => ({ name: { database: row.s!, table: row.n! }, table: row.t! })).filter((trigger) => targets.has(keyOf({ database: trigger.name.database, table: trigger.table }))),
    engines: new Set((await query("SELECT ENGINE AS e FROM information_schema.ENGINES WHERE SUPPORT IN ('YES', 'DEFAULT')")).map((row) => (row.e ?? "").toLowerCase())),
    charsets: new Set((await query("SELECT CHARACTER_SET_NAME AS c FROM information_schema.CHARACTER_SETS")).map((row) => row.c ?? "")),
    collations: new Set((await query("SELECT COLLATION_NAME AS c FROM information_schema.COLLATIONS")).map((row) => row.c ?? "")),
  };
}
