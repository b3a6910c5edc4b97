/**
 * The schema history at rest: table `task_schema` of the bookkeeping database, one row per object, so that a DDL among thousands of tables
 * writes only what it changed.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteName, quoteText, tableKey } from "../../mysql/identifier";
import type { FollowedTable } from "../router/object-selection";
import type { OnlineCandidate, SchemaEffect, SchemaHistory, ShadowTable } from "./schema-history";
import type { TableDefinition, TableName } from "../../mysql/table-definition";

export interface BookkeepingPlace {
  readonly database: string;
  readonly taskId: string;
}

const name = z.object({ database: z.string(), table: z.string() });
const action = z.enum(["CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"]);
const definition = z.object({
  name,
  engine: z.string(),
  charset: z.string().nullable(),
  collation: z.string().nullable(),
  columns: z.array(
    z.object({
      name: z.string(),
      dataType: z.string(),
      columnType: z.string(),
      unsigned: z.boolean(),
      nullable: z.boolean(),
      charset: z.string().nullable(),
      collation: z.string().nullable(),
      generated: z.enum(["virtual", "stored"]).nullable(),
      invisible: z.boolean(),
      autoIncrement: z.boolean(),
      hasDefault: z.boolean(),
    }),
  ),
  keys: z.array(z.object({ name: z.string(), unique: z.boolean(), parts: z.array(z.object({ column: z.string().nullable(), prefix: z.number().nullable() })), kind: z.string() })),
  foreignKeys: z.array(
    z.object({ name: z.string(), columns: z.array(z.string()), referenced: name, referencedColumns: z.array(z.string()), onDelete: action, onUpdate: action }),
  ),
  createStatement: z.string(),
  columnNames: z.record(z.string(), z.string()).optional(),
}) satisfies z.ZodType<TableDefinition>;

/** Statement contexts hold a bigint: kept as text. */
const recorded = z.object({ text: z.string(), context: z.record(z.string(), z.unknown()), columnEdits: z.array(z.object({ start: z.number(), end: z.number(), text: z.string() })).optional() });
const shadow = z.object({ definition, base: name, alters: z.array(recorded), unproven: z.boolean().optional() });
const candidate = z.object({ name, base: name, alters: z.array(recorded) });
const ignored = z.object({ name, reason: z.string() });
const followed = z.object({ name, origin: name });
const database = z.object({ name: z.string(), charset: z.string(), collation: z.string() });

/** Creates `task_schema` where missing; the bookkeeping database exists already. */
export async function ensureSchemaTables(connection: MysqlConnection, place: BookkeepingPlace): Promise<void> {
  await connection.run(`CREATE TABLE IF NOT EXISTS ${quoteName(place.database)}.\`task_schema\` (
    \`task_id\` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    \`kind\` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    \`object_hash\` BINARY(32) NOT NULL,
    \`object\` LONGBLOB NOT NULL,
    PRIMARY KEY (\`task_id\`, \`kind\`, \`object_hash\`)
  ) ENGINE=InnoDB`);
}

/** Writes what a DDL changed; in the caller's transaction, beside the low-water mark. */
export async function storeEffects(connection: MysqlConnection, place: BookkeepingPlace, effects: readonly SchemaEffect[], fold: (name: string) => string): Promise<void> {
  for (const effect of effects) {
    if (effect.kind === "put-table") await storeEffects(connection, place, [{ kind: "remove-ignored", name: effect.definition.name }, { kind: "remove-shadow", name: effect.definition.name }], fold);
    if (effect.kind === "remove-table") await storeEffects(connection, place, [{ kind: "remove-candidate", name: effect.name }], fold);
    if (effect.kind.startsWith("put-")) await connection.run(`REPLACE INTO ${into(place)} (task_id, kind, object_hash, object) VALUES ${rowOf(place, effect, fold)}`);
    else await connection.run(`DELETE FROM ${into(place)} WHERE task_id=${quoteText(place.taskId)} AND kind='${kindOf(effect)}' AND object_hash=${hashOf(effect, fold)}`);
  }
}

/** Replaces all that is stored of the task; in the caller's transaction. */
export async function storeWholeSchema(connection: MysqlConnection, place: BookkeepingPlace, history: SchemaHistory): Promise<void> {
  await connection.run(`DELETE FROM ${into(place)} WHERE task_id=${quoteText(place.taskId)}`);
  const effects: SchemaEffect[] = [
    ...history.tables.map((table) => ({ kind: "put-table" as const, definition: table })),
    ...history.shadows.map((one) => ({ kind: "put-shadow" as const, shadow: one })),
    ...history.candidates.map((one) => ({ kind: "put-candidate" as const, candidate: one })),
    ...history.ignored.map((one) => ({ kind: "put-ignored" as const, ...one })),
    ...history.followed.map((one) => ({ kind: "put-followed" as const, ...one })),
    ...history.databases.map((one) => ({ kind: "put-database" as const, database: one })),
  ];
  // Several rows per statement, well under any max_allowed_packet.
  let rows: string[] = [];
  let bytes = 0;
  const flush = async () => {
    if (rows.length > 0) await connection.run(`INSERT INTO ${into(place)} (task_id, kind, object_hash, object) VALUES ${rows.join(",")}`);
    rows = [];
    bytes = 0;
  };
  for (const effect of effects) {
    const row = rowOf(place, effect, history.fold);
    rows.push(row);
    bytes += row.length;
    if (bytes > 500_000) await flush();
  }
  await flush();
}

/** Where followed tables are as of the low-water mark; for those who look at a task from outside. Empty when there is no such task. */
export async function readFollowed(connection: MysqlConnection, place: BookkeepingPlace): Promise<FollowedTable[]> {
  const [found] = await connection.query("SELECT 1 FROM information_schema.tables WHERE table_schema=? AND table_name='task_schema'", [place.database]);
  if (!found) return [];
  const rows = await connection.query<{ object: Buffer }>(`SELECT object FROM ${into(place)} WHERE task_id=? AND kind='followed'`, [place.taskId]);
  return rows.map((row) => followed.parse(JSON.parse(row.object.toString("utf8"))));
}

/** Selected tables that are not carried, for a reason that was told, as of the low-water mark; for those who look at a task from outside. Empty when there is no such task. */
export async function readIgnored(connection: MysqlConnection, place: BookkeepingPlace): Promise<TableName[]> {
  const [found] = await connection.query("SELECT 1 FROM information_schema.tables WHERE table_schema=? AND table_name='task_schema'", [place.database]);
  if (!found) return [];
  const rows = await connection.query<{ object: Buffer }>(`SELECT object FROM ${into(place)} WHERE task_id=? AND kind='ignored'`, [place.taskId]);
  return rows.map((row) => ignored.parse(JSON.parse(row.object.toString("utf8"))).name);
}

/** Names that columns have at the destination as of the low-water mark, by `tableKey` of the source's table; for those who look at a task from outside. Empty when there is no such task. */
export async function readColumnNames(connection: MysqlConnection, place: BookkeepingPlace): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const [found] = await connection.query("SELECT 1 FROM information_schema.tables WHERE table_schema=? AND table_name='task_schema'", [place.database]);
  if (!found) return new Map();
  const rows = await connection.query<{ object: Buffer }>(`SELECT object FROM ${into(place)} WHERE task_id=? AND kind='table' AND INSTR(object, '"columnNames":{"') > 0`, [place.taskId]);
  const tables = rows.map((row) => definition.parse(JSON.parse(row.object.toString("utf8"))));
  return new Map(tables.flatMap((table) => (table.columnNames ? [[tableKey(table.name), table.columnNames]] : [])));
}

/** Fills `history` with what is stored; false when nothing is (the task never got to P0). Throws `checkpoint-unreadable`. */
export async function restoreSchema(connection: MysqlConnection, place: BookkeepingPlace, history: SchemaHistory): Promise<boolean> {
  const rows = await connection.query<{ kind: string; object: Buffer }>(`SELECT kind, object FROM ${into(place)} WHERE task_id=?`, [place.taskId]);
  history.reset({ tables: [], databases: [] });
  try {
    for (const row of rows) {
      const object: unknown = JSON.parse(row.object.toString("utf8"), revive);
      if (row.kind === "table") history.advance([{ kind: "put-table", definition: definition.parse(object) }]);
      else if (row.kind === "shadow") history.advance([{ kind: "put-shadow", shadow: shadow.parse(object) as unknown as ShadowTable }]);
      else if (row.kind === "candidate") history.advance([{ kind: "put-candidate", candidate: candidate.parse(object) as unknown as OnlineCandidate }]);
      else if (row.kind === "ignored") history.advance([{ kind: "put-ignored", ...ignored.parse(object) }]);
      else if (row.kind === "followed") history.advance([{ kind: "put-followed", ...followed.parse(object) }]);
      else if (row.kind === "database") history.advance([{ kind: "put-database", database: database.parse(object) }]);
      else throw new AppError("checkpoint-unreadable", { detail: `schema object of kind ${row.kind}` });
    }
  } catch (cause) {
    throw cause instanceof AppError ? cause : new AppError("checkpoint-unreadable", { cause, detail: "stored schema" });
  }
  return rows.length > 0;
}

const into = (place: BookkeepingPlace) => `${quoteName(place.database)}.\`task_schema\``;

function kindOf(effect: SchemaEffect): string {
  return effect.kind.slice(effect.kind.indexOf("-") + 1);
}

function nameOf(effect: SchemaEffect): TableName {
  switch (effect.kind) {
    case "put-table":
      return effect.definition.name;
    case "put-shadow":
      return effect.shadow.definition.name;
    case "put-candidate":
      return effect.candidate.name;
    case "put-database":
      return { database: effect.database.name, table: "" };
    case "remove-database":
      return { database: effect.name, table: "" };
    case "put-ignored":
    case "put-followed":
    case "remove-followed":
    case "remove-ignored":
    case "remove-table":
    case "remove-shadow":
    case "remove-candidate":
      return effect.name;
  }
}

function hashOf(effect: SchemaEffect, fold: (name: string) => string): string {
  const { database: db, table } = nameOf(effect);
  return `0x${createHash("sha256").update(`${fold(db)}\0${fold(table)}`).digest("hex")}`;
}

function rowOf(place: BookkeepingPlace, effect: SchemaEffect, fold: (name: string) => string): string {
  const object =
    effect.kind === "put-table" ? effect.definition : effect.kind === "put-shadow" ? effect.shadow : effect.kind === "put-candidate" ? effect.candidate : effect.kind === "put-database" ? effect.database : effect.kind === "put-ignored" ? { name: effect.name, reason: effect.reason } : effect.kind === "put-followed" ? { name: effect.name, origin: effect.origin } : null;
  return `(${quoteText(place.taskId)}, '${kindOf(effect)}', ${hashOf(effect, fold)}, 0x${Buffer.from(serializeJson(object), "utf8").toString("hex")})`;
}

/** JSON with bigint (sql_mode bits) as `{"$bigint":"…"}`. */
export function serializeJson(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === "bigint" ? { $bigint: one.toString() } : one));
}

/** Reviver for `serializeJson`. */
export function revive(_key: string, value: unknown): unknown {
  if (typeof value === "object" && value !== null && "$bigint" in value) return BigInt(String((value as { $bigint: unknown }).$bigint));
  return value;
}
