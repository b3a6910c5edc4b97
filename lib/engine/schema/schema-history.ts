/**
 * The source's table definitions as of the position that the engine has reached. Loaded at P0, changed by each DDL in stream order,
 * stored at the destination in the same transaction as the low-water mark behind that DDL.
 *
 * Invariants
 * 1. `tables` holds exactly the tables whose rows are carried. A selected table that is not in it is a shadow or ignored; one that is neither is a fault
 *    (`rowsOf`), never passed over in silence.
 * 2. Nothing asks the source for columns after P0: its information_schema shows today's, the log yesterday's.
 * 3. In memory it changes only after the transaction that stores the change has committed.
 */
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { tableKey } from "../../mysql/identifier";
import { readDatabases } from "../../mysql/read-objects";
import type { DatabaseDefinition } from "../../mysql/read-objects";
import { readTables } from "../../mysql/read-tables";
import type { TableSelection } from "../../mysql/read-tables";
import type { TableDefinition, TableName } from "../../mysql/table-definition";
import type { FollowedTable } from "../router/object-selection";
import type { Edit } from "../../mysql/sql-tokens";
import type { StatementContext } from "../change";

/** A schema statement with the session it ran in; the default database and all. */
export interface RecordedStatement {
  readonly text: string;
  readonly context: StatementContext;
  /** What gives columns their names at the destination, in offsets of `text`; absent = none differs. */
  readonly columnEdits?: readonly Edit[];
}

/** The table in which an online-DDL tool prepares the new form of another one. Its rows are not carried; its changes are kept for the moment of the swap. */
export interface ShadowTable {
  readonly definition: TableDefinition;
  /** The table that it will replace. */
  readonly base: TableName;
  /** ALTERs since it was made like `base`. */
  readonly alters: readonly RecordedStatement[];
  /** Its name alone says so, so far. */
  readonly unproven?: boolean;
}

/** A table that is carried, and may turn out to be the one in which a tool prepares the new form of `base`. */
export interface OnlineCandidate {
  readonly name: TableName;
  readonly base: TableName;
  /** ALTERs since it was made like `base`. */
  readonly alters: readonly RecordedStatement[];
}

export type SchemaEffect =
  | { readonly kind: "put-table"; readonly definition: TableDefinition }
  | { readonly kind: "remove-table"; readonly name: TableName }
  | { readonly kind: "put-shadow"; readonly shadow: ShadowTable }
  | { readonly kind: "remove-shadow"; readonly name: TableName }
  /** Goes with its table (`remove-table`). */
  | { readonly kind: "put-candidate"; readonly candidate: OnlineCandidate }
  | { readonly kind: "remove-candidate"; readonly name: TableName }
  /** Selected by name or database, but not carried, for a reason that was told: row changes of it are passed over. */
  | { readonly kind: "put-ignored"; readonly name: TableName; readonly reason: string }
  | { readonly kind: "remove-ignored"; readonly name: TableName }
  /** A table selected by itself goes on under another name. */
  | { readonly kind: "put-followed"; readonly name: TableName; readonly origin: TableName }
  | { readonly kind: "remove-followed"; readonly name: TableName }
  | { readonly kind: "put-database"; readonly database: DatabaseDefinition }
  | { readonly kind: "remove-database"; readonly name: string };

export interface SchemaAt<Position> {
  readonly position: Position;
  readonly tables: readonly TableDefinition[];
  readonly databases: readonly DatabaseDefinition[];
}

export class SchemaHistory {
  readonly #tables = new Map<string, TableDefinition>();
  readonly #shadows = new Map<string, ShadowTable>();
  readonly #candidates = new Map<string, OnlineCandidate>();
  readonly #ignored = new Map<string, { readonly name: TableName; readonly reason: string }>();
  readonly #followed = new Map<string, FollowedTable>();
  readonly #databases = new Map<string, DatabaseDefinition>();

  /** `fold` makes names equal that the source takes for equal (`ObjectSelection.fold`). */
  constructor(readonly fold: (name: string) => string = (name) => name) {}

  key(name: TableName): string {
    return tableKey({ database: this.fold(name.database), table: this.fold(name.table) });
  }

  table(name: TableName): TableDefinition | null {
    return this.#tables.get(this.key(name)) ?? null;
  }

  shadow(name: TableName): ShadowTable | null {
    return this.#shadows.get(this.key(name)) ?? null;
  }

  candidate(name: TableName): OnlineCandidate | null {
    return this.#candidates.get(this.key(name)) ?? null;
  }

  database(name: string): DatabaseDefinition | null {
    return this.#databases.get(this.fold(name)) ?? null;
  }

  /** Whether rows of a selected table are carried. Throws `schema-mismatch` for a selected table that the history has never heard of. */
  rowsOf(name: TableName): TableDefinition | null {
    const key = this.key(name);
    const table = this.#tables.get(key);
    if (table) return table;
    if (this.#shadows.has(key) || this.#ignored.has(key)) return null;
    throw new AppError("schema-mismatch", { detail: `rows of ${name.database}.${name.table} arrive, but no statement has made this table`, context: { table: `${name.database}.${name.table}` } });
  }

  get ignored(): readonly { readonly name: TableName; readonly reason: string }[] {
    return [...this.#ignored.values()];
  }

  get tables(): readonly TableDefinition[] {
    return [...this.#tables.values()];
  }

  get shadows(): readonly ShadowTable[] {
    return [...this.#shadows.values()];
  }

  get candidates(): readonly OnlineCandidate[] {
    return [...this.#candidates.values()];
  }

  get followed(): readonly FollowedTable[] {
    return [...this.#followed.values()];
  }

  get databases(): readonly DatabaseDefinition[] {
    return [...this.#databases.values()];
  }

  /** Replaces everything by the schema at P0. */
  reset(schema: Omit<SchemaAt<unknown>, "position">): void {
    this.#tables.clear();
    this.#shadows.clear();
    this.#candidates.clear();
    this.#ignored.clear();
    this.#followed.clear();
    this.#databases.clear();
    this.advance([...schema.tables.map((definition) => ({ kind: "put-table" as const, definition })), ...schema.databases.map((database) => ({ kind: "put-database" as const, database }))]);
  }

  /** Takes over the effects of one DDL, in order. */
  advance(effects: readonly SchemaEffect[]): void {
    for (const effect of effects) {
      switch (effect.kind) {
        case "put-table":
          this.#tables.set(this.key(effect.definition.name), effect.definition);
          this.#ignored.delete(this.key(effect.definition.name));
          this.#shadows.delete(this.key(effect.definition.name));
          break;
        case "remove-table":
          this.#tables.delete(this.key(effect.name));
          this.#candidates.delete(this.key(effect.name));
          break;
        case "put-shadow":
          this.#shadows.set(this.key(effect.shadow.definition.name), effect.shadow);
          break;
        case "remove-shadow":
          this.#shadows.delete(this.key(effect.name));
          break;
        case "put-candidate":
          this.#candidates.set(this.key(effect.candidate.name), effect.candidate);
          break;
        case "remove-candidate":
          this.#candidates.delete(this.key(effect.name));
          break;
        case "put-ignored":
          this.#ignored.set(this.key(effect.name), { name: effect.name, reason: effect.reason });
          break;
        case "remove-ignored":
          this.#ignored.delete(this.key(effect.name));
          break;
        case "put-followed":
          this.#followed.set(this.key(effect.name), { name: effect.name, origin: effect.origin });
          break;
        case "remove-followed":
          this.#followed.delete(this.key(effect.name));
          break;
        case "put-database":
          this.#databases.set(this.fold(effect.database.name), effect.database);
          break;
        case "remove-database":
          this.#databases.delete(this.fold(effect.name));
          break;
      }
    }
  }
}

/** Each try costs two readings; a source that alters tables without a pause of that length is not calm enough to begin. */
const maxTries = 10;

/**
 * Definitions and a position that belong together: read, take the position, read again; equal readings prove that no schema change
 * lies between. (SHOW CREATE TABLE waits for a change that is under way, so one that is in the log is also in the second reading.)
 * `connection` is to the source with `metadataSession`. Throws `schema-unstable`.
 */
export async function loadSchemaAt<Position>(
  connection: MysqlConnection,
  selection: readonly TableSelection[],
  readPosition: () => Promise<Position>,
  signal?: AbortSignal,
): Promise<SchemaAt<Position>> {
  const read = async () => ({
    tables: await readTables(connection, selection, { createStatements: true, signal }),
    databases: await readDatabases(connection, selection.map((part) => part.database)),
  });
  let before = await read();
  for (let tries = 0; tries < maxTries; tries += 1) {
    signal?.throwIfAborted();
    const position = await readPosition();
    const after = await read();
    if (fingerprint(before) === fingerprint(after)) return { position, ...after };
    before = after;
  }
  throw new AppError("schema-unstable", { context: { tries: maxTries } });
}

function fingerprint(schema: { tables: readonly TableDefinition[]; databases: readonly DatabaseDefinition[] }): string {
  return JSON.stringify([schema.tables.map((table) => ({ ...table, createStatement: withoutCounter(table.createStatement) })), schema.databases]);
}

/** The next AUTO_INCREMENT value moves with every insert. */
export function withoutCounter(createStatement: string): string {
  return createStatement.replace(/(\n\).*?) AUTO_INCREMENT=\d+/, "$1");
}
