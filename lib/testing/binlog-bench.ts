/** Reading a server's log in tests: selected tables, items up to a position, and a twin table that is written from decoded literals. */
import type { RoutedTable, RowChange, SourceItem } from "../engine/change";
import { decodeItems, type DecodeOptions } from "../engine/decoder/decode-items";
import { reached } from "../engine/position/position-order";
import type { SourcePosition } from "../engine/position/position";
import { PositionTracker } from "../engine/position/position-tracker";
import { readSourcePosition } from "../engine/position/read-position";
import { openBinlogReader } from "../engine/reader/binlog-reader";
import { connect, literalSession, type MysqlConnection } from "../mysql/connection";
import type { ConnectionSettings } from "../mysql/connection-settings";
import { readTables } from "../mysql/read-tables";
import type { TableDefinition } from "../mysql/table-definition";

let nextServerId = 70_000 + (process.pid % 20_000) * 100;

/** The whole table, names unchanged, no keys known: enough for a decoder. `order`: image order by source ordinal; default as in the source. */
export function routed(definition: TableDefinition, order: readonly number[] = definition.columns.map((_, i) => i)): RoutedTable {
  return {
    id: 1,
    version: 1,
    source: definition.name,
    destination: definition.name,
    definition,
    columns: order.map((ordinal) => ({
      definition: definition.columns[ordinal]!,
      sourceOrdinal: ordinal,
      destinationName: definition.columns[ordinal]!.name,
      writable: definition.columns[ordinal]!.generated === null,
    })),
    writableCount: order.length,
    keys: [],
    identity: null,
    foreignKeys: [],
    isParent: false,
    cascadesUnlogged: false,
    filter: null,
    copiedUpTo: null,
  };
}

/** The tables of one database as they are now, by name. */
export async function routedTables(settings: ConnectionSettings, database: string): Promise<Map<string, RoutedTable>> {
  await using connection = await connect(settings);
  const definitions = await readTables(connection, [{ database }]);
  return new Map(definitions.map((definition) => [definition.name.table, routed(definition)]));
}

export type ReadOptions = Partial<DecodeOptions> & { readonly queueBytes?: number; readonly to?: SourcePosition };

/** Items from `from` to where the source stands when the call is made. */
export async function* readItems(settings: ConnectionSettings, from: SourcePosition, tables: (database: string, table: string) => RoutedTable | null, options: ReadOptions = {}): AsyncGenerator<SourceItem> {
  let to = options.to;
  if (!to) {
    await using connection = await connect(settings);
    to = await readSourcePosition(connection);
  }
  if (reached(from, to)) return;
  await using reader = await openBinlogReader({
    settings,
    from,
    serverId: nextServerId++,
    replicaUuid: `00000000-0000-4000-8000-${String(nextServerId).padStart(12, "0")}`,
    heartbeatMs: 500,
    queueBytes: options.queueBytes,
    signal: options.signal,
  });
  const tracker = new PositionTracker(from);
  for await (const item of decodeItems(reader, { memoryBytes: 64 * 1024 * 1024, ...options, resolveTable: tables })) {
    yield item;
    if (item.kind === "heartbeat") tracker.move(item.file, item.offset);
    else tracker.advance(item);
    if (reached(tracker.position, to)) return;
  }
}

/** All changes of small transactions between two moments. */
export async function readChanges(settings: ConnectionSettings, from: SourcePosition, tables: (database: string, table: string) => RoutedTable | null, options: ReadOptions = {}): Promise<RowChange[]> {
  const changes: RowChange[] = [];
  for await (const item of readItems(settings, from, tables, options)) {
    if (item.kind === "transaction") changes.push(...item.changes);
    else if (item.kind === "large-transaction") for await (const part of item.parts) changes.push(...part);
  }
  return changes;
}

export async function positionOf(settings: ConnectionSettings): Promise<SourcePosition> {
  await using connection = await connect(settings);
  return await readSourcePosition(connection);
}

/** Writes the inserts of `changes` into `target` (quoted, with database), literals as they are. */
export async function insertAll(settings: ConnectionSettings, target: string, changes: readonly RowChange[]): Promise<void> {
  await using connection = await connect(settings, { session: literalSession });
  for (const change of changes) {
    if (change.kind !== "insert") continue;
    const columns = change.table.columns.map((column) => `\`${column.destinationName}\``).join(",");
    await connection.run(Buffer.concat([Buffer.from(`INSERT INTO ${target} (${columns}) VALUES (`), change.after.run(change.table.columns.length), Buffer.from(")")]));
  }
}

/** Columns of `a` whose value differs in `b` for some row, with the key of one: both tables on the same server, key `id`. */
export async function differences(connection: MysqlConnection, a: string, b: string, definition: TableDefinition): Promise<string[]> {
  const found: string[] = [];
  const [counts] = await connection.query<{ a: string; b: string }>(`SELECT (SELECT COUNT(*) FROM ${a}) AS a, (SELECT COUNT(*) FROM ${b}) AS b`);
  if (counts!.a !== counts!.b) found.push(`rows: ${counts!.a} and ${counts!.b}`);
  for (const column of definition.columns) {
    const name = `\`${column.name}\``;
    const json = column.dataType === "json" ? ` OR NOT (JSON_TYPE(a.${name}) <=> JSON_TYPE(b.${name}))` : "";
    const text = /int|dec|float|double|year|date|time/.test(column.dataType) ? (side: string) => `CONCAT(${side}.${name})` : (side: string) => `HEX(${side}.${name})`;
    const equal = /float|double/.test(column.dataType) ? ` OR NOT (a.${name} <=> b.${name})` : "";
    const rows = await connection.query<{ id: string; x: string; y: string }>(
      `SELECT a.id AS id, ${text("a")} AS x, ${text("b")} AS y FROM ${a} a JOIN ${b} b ON a.id = b.id WHERE NOT (${text("a")} <=> ${text("b")})${equal}${json} LIMIT 1`,
    );
    for (const row of rows) found.push(`${column.name} (${column.columnType}) of ${row.id}: ${String(row.x).slice(0, 60)} and ${String(row.y).slice(0, 60)}`);
  }
  return found;
}
