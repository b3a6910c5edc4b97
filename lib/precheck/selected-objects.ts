import type { RoutedTable } from "../engine/change";
import { meetingColumns } from "../engine/router/column-names";
import { ObjectSelection } from "../engine/router/object-selection";
import { Router } from "../engine/router/router";
import { AppError } from "../errors/app-error";
import type { MysqlConnection } from "../mysql/connection";
import { readTables } from "../mysql/read-tables";
import type { ServerFacts } from "../mysql/server-facts";
import { tableKey } from "../mysql/identifier";
import type { TableDefinition, TableName } from "../mysql/table-definition";
import type { PrecheckInput } from "./check";
import { shadowTableOf, type ShadowTable } from "./online-ddl-names";

export interface MappedTable {
  readonly definition: TableDefinition;
  /** As the engine will see it. */
  readonly routed: RoutedTable;
  readonly source: TableName;
  readonly target: TableName;
  /** Rows by the server's statistics, an estimate. */
  readonly rowsEstimated: number;
  /** Data and indexes, bytes, by the server's statistics. */
  readonly bytesEstimated: number;
}

export interface MappedDatabase {
  readonly source: string;
  readonly target: string;
  readonly whole: boolean;
  readonly exists: boolean;
  readonly charset: string | null;
  readonly collation: string | null;
}

export interface NamedObject {
  readonly kind: "view" | "function" | "procedure" | "trigger" | "event";
  readonly source: TableName;
  readonly target: TableName;
  /** `user@host`. */
  readonly definer: string;
  /** Of a trigger: the table that it hangs on. */
  readonly table?: string;
}

/** The selection, resolved at the source. What the account may not see is not here. */
export interface SelectedObjects {
  readonly databases: readonly MappedDatabase[];
  readonly tables: readonly MappedTable[];
  /** Tables whose chosen columns cannot be left out, with the reason. Not among `tables`. */
  readonly misfits: readonly { readonly name: TableName; readonly reason: string }[];
  /** Columns that were given other names; `present`: the table has the column. */
  readonly renamedColumns: readonly { readonly table: TableName; readonly column: string; readonly as: string; readonly present: boolean }[];
  /** Two columns of a table that would have one name at the destination. Their tables are not among `tables`. */
  readonly meetingColumns: readonly { readonly table: TableName; readonly name: string; readonly columns: readonly [string, string] }[];
  /** Selected by name, but not there or not visible to the account. */
  readonly absent: readonly TableName[];
  /** Of whole databases. */
  readonly views: readonly NamedObject[];
  readonly routines: readonly NamedObject[];
  /** On selected tables. */
  readonly triggers: readonly NamedObject[];
  readonly events: readonly NamedObject[];
  readonly shadowTables: readonly (TableName & ShadowTable)[];
  readonly isSelected: (name: TableName) => boolean;
}

type Row = Record<string, string | null>;

/** Reads everything selected: a handful of queries per database. `destinationFolding`: lower_case_table_names there. */
export async function readSelectedObjects(connection: MysqlConnection, facts: ServerFacts, destinationFolding: number, input: PrecheckInput, note: (statement: string) => void, signal: AbortSignal): Promise<SelectedObjects> {
  const selection = new ObjectSelection(input.objects, facts.lowerCaseTableNames !== 0, input.options.kinds);
  const router = new Router(selection, { sourceLogsCascades: facts.logsCascades, destinationFolding });
  const { mapping } = router;
  const query = async (sql: string, values: readonly unknown[]) => {
    note(sql);
    return connection.query<Row>(sql, values);
  };
  note("SELECT … FROM information_schema.TABLES, COLUMNS, STATISTICS, REFERENTIAL_CONSTRAINTS");
  const definitions = await readTables(connection, selection.toTableSelection(), { signal });
  const names = input.objects.map((object) => object.database);
  const wholes = input.objects.filter((object) => object.tables === undefined).map((object) => object.database);
  const exists = new Map((await query("SELECT SCHEMA_NAME AS s, DEFAULT_CHARACTER_SET_NAME AS charset, DEFAULT_COLLATION_NAME AS collation FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN (?)", [names])).map((row) => [selection.fold(row.s!), row]));
  const sizes = new Map<string, Row>();
  const listed = new Map<string, Set<string>>();
  for (const row of await query("SELECT TABLE_SCHEMA AS s, TABLE_NAME AS t, TABLE_ROWS AS n, COALESCE(DATA_LENGTH,0) + COALESCE(INDEX_LENGTH,0) AS bytes FROM information_schema.TABLES WHERE TABLE_SCHEMA IN (?) AND TABLE_TYPE <> 'VIEW'", [names])) {
    sizes.set(tableKey({ database: selection.fold(row.s!), table: selection.fold(row.t!) }), row);
    const tables = listed.get(row.s!) ?? new Set<string>();
    listed.set(row.s!, tables.add(row.t!));
  }
  const shadowOf = (name: TableName) => shadowTableOf(name.table, listed.get(name.database) ?? new Set());
  const misfits: { name: TableName; reason: string }[] = [];
  const renamedColumns: SelectedObjects["renamedColumns"][number][] = [];
  const meeting: SelectedObjects["meetingColumns"][number][] = [];
  const mapped = definitions.flatMap((definition): MappedTable[] => {
    const chosen = selection.options(definition.name);
    const has = new Set(definition.columns.map((column) => column.name.toLowerCase()));
    for (const [column, as] of Object.entries(chosen?.columnNames ?? {})) renamedColumns.push({ table: definition.name, column, as, present: has.has(column.toLowerCase()) });
    const met = meetingColumns(definition, mapping.columns(definition), new Set((chosen?.excludeColumns ?? []).map((column) => column.toLowerCase())));
    if (met) {
      meeting.push({ table: definition.name, ...met });
      return [];
    }
    const routed = routeOrReason(router, definition);
    if (typeof routed === "string") misfits.push({ name: definition.name, reason: routed });
    if (typeof routed !== "object") return [];
    const size = sizes.get(tableKey({ database: selection.fold(definition.name.database), table: selection.fold(definition.name.table) }));
    return [{ definition, routed, source: definition.name, target: routed.destination, rowsEstimated: Number(size?.n ?? 0), bytesEstimated: Number(size?.bytes ?? 0) }];
  });
  const found = new Set(definitions.map((definition) => tableKey({ database: selection.fold(definition.name.database), table: selection.fold(definition.name.table) })));
  const isSelected = (name: TableName) => selection.selects(name);
  const named = (kind: NamedObject["kind"], row: Row): NamedObject => {
    const source = { database: row.s!, table: row.n! };
    return { kind, source, target: kind === "view" ? mapping.view(source) : mapping.object(source), definer: row.definer ?? "", ...(row.t === undefined ? {} : { table: row.t! }) };
  };
  const ofWhole = async (sql: string): Promise<Row[]> => (wholes.length === 0 ? [] : query(sql, [wholes]));

  return {
    databases: input.objects.map((object) => {
      const row = exists.get(selection.fold(object.database));
      return { source: object.database, target: mapping.database(object.database), whole: object.tables === undefined, exists: row !== undefined, charset: row?.charset ?? null, collation: row?.collation ?? null };
    }),
    tables: mapped,
    misfits,
    renamedColumns,
    meetingColumns: meeting,
    absent: input.objects.flatMap((object) =>
      (object.tables ?? []).map((table) => ({ database: object.database, table: table.name })).filter((name) => !found.has(tableKey({ database: selection.fold(name.database), table: selection.fold(name.table) }))),
    ),
    views: (await ofWhole("SELECT TABLE_SCHEMA AS s, TABLE_NAME AS n, DEFINER AS definer FROM information_schema.VIEWS WHERE TABLE_SCHEMA IN (?)")).map((row) => named("view", row)),
    routines: (await ofWhole("SELECT ROUTINE_SCHEMA AS s, ROUTINE_NAME AS n, ROUTINE_TYPE AS kind, DEFINER AS definer FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA IN (?)")).map((row) =>
      named(row.kind === "FUNCTION" ? "function" : "procedure", row),
    ),
    triggers: (await query("SELECT TRIGGER_SCHEMA AS s, TRIGGER_NAME AS n, EVENT_OBJECT_TABLE AS t, DEFINER AS definer FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA IN (?)", [names]))
      .map((row) => named("trigger", row))
      .filter((trigger) => isSelected({ database: trigger.source.database, table: trigger.table! })),
    events: (await ofWhole("SELECT EVENT_SCHEMA AS s, EVENT_NAME AS n, DEFINER AS definer FROM information_schema.EVENTS WHERE EVENT_SCHEMA IN (?)")).map((row) => named("event", row)),
    shadowTables: definitions.flatMap((definition) => {
      const shadow = shadowOf(definition.name);
      return shadow ? [{ ...definition.name, ...shadow }] : [];
    }),
    isSelected,
  };
}

/** Undefined when the table is not selected; the reason when its chosen columns cannot be left out. */
function routeOrReason(router: Router, definition: TableDefinition): RoutedTable | string | undefined {
  try {
    return router.routeTable(definition) ?? undefined;
  } catch (error) {
    if (error instanceof AppError && error.code === "config-invalid") return String(error.context.detail ?? error.message);
    throw error;
  }
}
