/**
 * What a table looks like, as plain data. One shape for the picker, the checks and the engine; filled by
 * `read-tables.ts` from a live server, advanced by the schema history when a DDL passes.
 */

export interface TableName {
  readonly database: string;
  readonly table: string;
}

export interface ColumnDefinition {
  readonly name: string;
  /** information_schema DATA_TYPE in lower case: `int`, `varchar`, `geometry`, `vector` … */
  readonly dataType: string;
  /** information_schema COLUMN_TYPE as the server prints it: `int unsigned`, `enum('a','b')`. */
  readonly columnType: string;
  readonly unsigned: boolean;
  readonly nullable: boolean;
  /** Character set and collation; null for types without one. */
  readonly charset: string | null;
  readonly collation: string | null;
  /** Generated columns appear in row images but cannot be written. */
  readonly generated: "virtual" | "stored" | null;
  readonly invisible: boolean;
  readonly autoIncrement: boolean;
  readonly hasDefault: boolean;
}

export interface KeyPart {
  /** Null for a functional key part. */
  readonly column: string | null;
  /** Prefix length in characters (bytes for binary types), null when the whole column is the key part. */
  readonly prefix: number | null;
}

export interface KeyDefinition {
  /** `PRIMARY` for the primary key. */
  readonly name: string;
  readonly unique: boolean;
  readonly parts: readonly KeyPart[];
  /** BTREE, FULLTEXT, SPATIAL, HASH. */
  readonly kind: string;
}

export type ReferentialAction = "CASCADE" | "SET NULL" | "SET DEFAULT" | "RESTRICT" | "NO ACTION";

export interface ForeignKeyDefinition {
  readonly name: string;
  readonly columns: readonly string[];
  readonly referenced: TableName;
  readonly referencedColumns: readonly string[];
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
}

export interface TableDefinition {
  readonly name: TableName;
  readonly engine: string;
  readonly charset: string | null;
  readonly collation: string | null;
  /** In ordinal order, generated and invisible columns included: the order of a binlog row image. */
  readonly columns: readonly ColumnDefinition[];
  readonly keys: readonly KeyDefinition[];
  readonly foreignKeys: readonly ForeignKeyDefinition[];
  /** The server's SHOW CREATE TABLE text (of the source, as of the position). */
  readonly createStatement: string;
  /** In the schema history alone: columns that have another name at the destination, as of the position. Absent: the selection says which. */
  readonly columnNames?: Readonly<Record<string, string>>;
}
