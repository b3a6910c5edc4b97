import { quoteName, quoteTable } from "../../mysql/identifier";
import type { RoutedKey, RoutedTable, RowImage } from "../change";
import type { Dialect } from "./dialect";

/** The parts of statements that depend on the table alone, built once per table version. */
export interface TableText {
  /** `INSERT INTO t (a,b) VALUES ` */
  readonly insert: Buffer;
  readonly replace: Buffer;
  /** ` ON DUPLICATE KEY UPDATE a=…`; `guarded` writes NULL into an identity column, which the server answers with a warning or an error, when the row found is not the one of the identity. */
  readonly upsert: Buffer;
  readonly upsertGuarded: Buffer | null;
  /** `UPDATE t SET ` */
  readonly update: Buffer;
  /** `DELETE FROM t WHERE ` */
  readonly remove: Buffer;
  /** `` `a`= `` per column. */
  readonly assign: readonly Buffer[];
  readonly enumColumns: readonly number[];
  /** The server takes JSON 1 and 1.0 for equal and leaves a row alone that an update would change in such a way only. */
  readonly jsonColumns: readonly number[];
}

const rowAlias = "`tributary_row`";
const cache = new WeakMap<RoutedTable, { dialect: Dialect; text: TableText }>();

export function tableText(table: RoutedTable, dialect: Dialect): TableText {
  const known = cache.get(table);
  if (known && known.dialect === dialect) return known.text;
  const text = build(table, dialect);
  cache.set(table, { dialect, text });
  return text;
}

function build(table: RoutedTable, dialect: Dialect): TableText {
  const name = quoteTable(table.destination);
  const columns = table.columns.map((column) => quoteName(column.destinationName));
  const writable = columns.slice(0, table.writableCount);
  const fresh = (column: string) => (dialect.rowAlias ? `${rowAlias}.${column}` : `VALUES(${column})`);
  const old = (column: string) => `${quoteName(table.destination.table)}.${column}`;
  const clause = dialect.rowAlias ? ` AS ${rowAlias} ON DUPLICATE KEY UPDATE ` : " ON DUPLICATE KEY UPDATE ";
  const assignments = (guard: number | null) => {
    const isKey = new Set((table.identity?.parts ?? []).filter((part) => part.equality === "exact").map((part) => part.column));
    const same = (table.identity?.parts ?? []).map((part) => `${old(columns[part.column]!)}=${fresh(columns[part.column]!)}`).join(" AND ");
    const sets = writable.flatMap((column, index) => {
      if (index === guard) return [`${column}=IF(${same}, ${fresh(column)}, NULL)`];
      // An identity column whose equality is that of its bytes has the value already.
      return isKey.has(index) && writable.length > 1 ? [] : [`${column}=${fresh(column)}`];
    });
    return sets.length > 0 ? sets : [`${writable[0]}=${fresh(writable[0]!)}`];
  };
  const guard = table.identity?.parts.find((part) => part.column < table.writableCount)?.column ?? null;
  return {
    insert: Buffer.from(`INSERT INTO ${name} (${writable.join(",")}) VALUES `),
    replace: Buffer.from(`REPLACE INTO ${name} (${writable.join(",")}) VALUES `),
    upsert: Buffer.from(clause + assignments(null).join(",")),
    upsertGuarded: guard === null ? null : Buffer.from(clause + assignments(guard).join(",")),
    update: Buffer.from(`UPDATE ${name} SET `),
    remove: Buffer.from(`DELETE FROM ${name} WHERE `),
    assign: columns.map((column) => Buffer.from(`${column}=`)),
    enumColumns: writableOf(table, "enum"),
    jsonColumns: writableOf(table, "json"),
  };
}

function writableOf(table: RoutedTable, dataType: string): number[] {
  return table.columns.flatMap((column, index) => (index < table.writableCount && column.definition.dataType === dataType ? [index] : []));
}

/** The columns of a key, as the left side of IN. */
export function keyColumns(table: RoutedTable, key: RoutedKey): string {
  const names = key.parts.map((part) => quoteName(table.columns[part.column]!.destinationName));
  return names.length === 1 ? names[0]! : `(${names.join(",")})`;
}

/** ENUM columns that hold index 0 (the value of an invalid assignment): the server warns when it is written. */
export function countEnumZeros(text: TableText, image: RowImage): number {
  let count = 0;
  for (const column of text.enumColumns) {
    const start = image.start(column);
    if (image.end(column) - start === 1 && image.bytes[start] === 0x30) count += 1;
  }
  return count;
}
