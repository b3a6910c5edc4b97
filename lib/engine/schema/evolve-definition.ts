/**
 * What a schema statement makes of a table: found out by running it on an empty table of the old form at the destination, in the
 * bookkeeping database, and reading the result. No imitation of the server's rules.
 *
 * Where the destination prints a column otherwise than the source did (display width, utf8 for utf8mb3, longtext for MariaDB's JSON), an
 * untouched column keeps the source's description: it is the one that the row images follow.
 */
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { createHash } from "node:crypto";
import { quoteTable, tableKey } from "../../mysql/identifier";
import { readTables } from "../../mysql/read-tables";
import type { ColumnDefinition, TableDefinition, TableName } from "../../mysql/table-definition";
import { createTableText } from "./definition-text";

export interface ScratchPlace {
  /** Bookkeeping database. */
  readonly database: string;
  /** Distinguishes tasks that share it; at most 16 characters of [a-z0-9]. */
  readonly prefix: string;
  readonly utf8mb4Collation: string;
  readonly sourceIsMariadb: boolean;
  readonly destinationIsMariadb: boolean;
}

/**
 * Foreign keys of scratch tables lead to tables that do not exist, so that no real table is locked or compared; in the bookkeeping
 * database, because the account must hold REFERENCES on the parent.
 */
export class StandIns {
  readonly #names = new Map<string, TableName>();
  constructor(private readonly database: string) {}

  for(name: TableName): TableName {
    const table = `parent_${createHash("sha256").update(tableKey(name)).digest("hex").slice(0, 24)}`;
    this.#names.set(table, name);
    return { database: this.database, table };
  }

  /** The table meant; `self` for a scratch table that references itself. */
  meant(name: TableName, self: TableName): TableName {
    return this.#names.get(name.table) ?? self;
  }
}

type Session = { enter(): Promise<void>; leave(): Promise<void> };
type ScratchStatement = (scratch: TableName, parent: (name: TableName) => TableName) => string;

/**
 * The definition after the statement, under `name`. `prepare` sets the session of the statement up on the connection; `statement` gives the text to run on the
 * scratch table. `before` null: the statement creates the table. Throws what the server answers.
 */
export async function evolveDefinition(connection: MysqlConnection, place: ScratchPlace, name: TableName, before: TableDefinition | null, session: Session, statement: ScratchStatement): Promise<TableDefinition> {
  const { printed, after, standIns } = await onScratch(connection, place, before && ((scratch, parent) => createTableText(before, { target: scratch, parent, utf8mb4Collation: place.utf8mb4Collation })), session, statement);
  return adopt(after, name, before, printed, place, standIns);
}

/** Runs `statement` on an empty table that `create` has made (null: it makes the table itself). `printed`: the table in front of it, as this server prints it. */
export async function onScratch(connection: MysqlConnection, place: ScratchPlace, create: ScratchStatement | null, session: Session, statement: ScratchStatement): Promise<{ readonly printed: TableDefinition | null; readonly after: TableDefinition; readonly standIns: StandIns }> {
  const scratch = { database: place.database, table: `shadow_${place.prefix}` };
  const standIns = new StandIns(place.database);
  const parent = (referenced: TableName) => standIns.for(referenced);
  const drop = () => connection.run(`DROP TABLE IF EXISTS ${quoteTable(scratch)}`);
  // Names of foreign keys and checks are unique per database: one scratch table at a time.
  await takeLock(connection, place);
  try {
    await connection.run("SET SESSION foreign_key_checks=0");
    await drop();
    let printed: TableDefinition | null = null;
    if (create) {
      await session.enter();
      await connection.run(create(scratch, parent));
      await session.leave();
      printed = await readOne(connection, scratch);
    }
    await session.enter();
    await connection.run("SET SESSION foreign_key_checks=0");
    await connection.run(statement(scratch, parent));
    await session.leave();
    return { printed, after: await readOne(connection, scratch), standIns };
  } finally {
    if (connection.usable) {
      await session.leave();
      await connection.run("SET SESSION foreign_key_checks=0");
      await drop();
      await connection.query("SELECT RELEASE_LOCK(?)", [lockName(place)]);
    }
  }
}

const lockName = (place: ScratchPlace) => `tributary-scratch-${place.database}`.slice(0, 64);

async function takeLock(connection: MysqlConnection, place: ScratchPlace): Promise<void> {
  const [row] = await connection.query<{ got: string | number | null }>("SELECT GET_LOCK(?, 60) AS got", [lockName(place)]);
  if (Number(row?.got ?? 0) !== 1) throw new AppError("destination-lock-timeout", { detail: "another task's schema change holds the scratch table" });
}

async function readOne(connection: MysqlConnection, name: TableName): Promise<TableDefinition> {
  const [table] = await readTables(connection, [{ database: name.database, tables: [name.table] }], { createStatements: true });
  if (!table) throw new AppError("assertion-failed", { detail: "the scratch table is missing" });
  return table;
}

function adopt(after: TableDefinition, name: TableName, before: TableDefinition | null, asPrinted: TableDefinition | null, place: ScratchPlace, standIns: StandIns): TableDefinition {
  const columns = after.columns.map((column) => {
    const printed = asPrinted?.columns.find((one) => one.name === column.name);
    const known = before?.columns.find((one) => one.name === column.name);
    return printed && known && JSON.stringify(printed) === JSON.stringify(column) ? known : asSource(column, after.createStatement, place);
  });
  return {
    name,
    engine: before && asPrinted?.engine === after.engine ? before.engine : after.engine,
    charset: after.charset,
    collation: after.collation,
    columns,
    keys: after.keys,
    foreignKeys: after.foreignKeys.map((foreignKey) => ({ ...foreignKey, referenced: standIns.meant(foreignKey.referenced, name) })),
    createStatement: createTableText(after, {
      target: name,
      parent: (referenced) => standIns.meant(referenced, name),
      utf8mb4Collation: place.utf8mb4Collation,
    }),
  };
}

/** JSON is a type in MySQL and a checked longtext in MariaDB, also in the row images. */
function asSource(column: ColumnDefinition, createStatement: string, place: ScratchPlace): ColumnDefinition {
  if (place.sourceIsMariadb && !place.destinationIsMariadb && column.dataType === "json") {
    return { ...column, dataType: "longtext", columnType: "longtext", charset: "utf8mb4", collation: "utf8mb4_bin" };
  }
  if (!place.sourceIsMariadb && place.destinationIsMariadb && column.dataType === "longtext" && createStatement.includes(`CHECK (json_valid(\`${column.name.replaceAll("`", "``")}\`))`)) {
    return { ...column, dataType: "json", columnType: "json", charset: null, collation: null };
  }
  return column;
}
