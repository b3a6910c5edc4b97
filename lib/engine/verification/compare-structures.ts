/** Whether the destination's tables are built as the source's: columns and keys, for what the task carries. */
import { tableKey } from "../../mysql/identifier";
import type { ColumnDefinition, TableDefinition } from "../../mysql/table-definition";
import type { RoutedTable } from "../change";

export interface StructureDifference {
  /** `database.table` of the source. */
  readonly table: string;
  /** Column or key; empty for the table itself. */
  readonly what: string;
  readonly source: string;
  readonly destination: string;
}

/** Differences that can change what a row means or whether it is found. Comments and the order of columns are not compared. */
export function compareStructures(tables: readonly RoutedTable[], there: readonly TableDefinition[]): StructureDifference[] {
  const byName = new Map(there.map((definition) => [tableKey(definition.name), definition]));
  return tables.flatMap((table) => {
    const name = `${table.source.database}.${table.source.table}`;
    const other = byName.get(tableKey(table.destination));
    if (!other) return [{ table: name, what: "", source: "table", destination: "—" }];
    return [...columns(name, table, other), ...keys(name, table, other)];
  });
}

function columns(name: string, table: RoutedTable, other: TableDefinition): StructureDifference[] {
  const there = new Map(other.columns.map((column) => [column.name.toLowerCase(), column]));
  return table.columns.flatMap(({ definition, destinationName }) => {
    const column = there.get(destinationName.toLowerCase());
    const [ours, theirs] = [printed(definition), column ? printed(column) : "—"];
    return ours === theirs ? [] : [{ table: name, what: destinationName, source: ours, destination: theirs }];
  });
}

/** Display widths, which newer servers no longer tell, are not compared. */
function printed(column: ColumnDefinition): string {
  const type = column.columnType.toLowerCase().replace(/^((?:tiny|small|medium|big)?int|integer|year)\(\d+\)(?! zerofill)/, "$1");
  const collation = column.collation?.replace(/^utf8mb3_/, "utf8_");
  return [type, collation, column.nullable ? "NULL" : "NOT NULL"].filter(Boolean).join(" ");
}

function keys(name: string, table: RoutedTable, other: TableDefinition): StructureDifference[] {
  const nameThere = new Map(table.columns.map((column) => [column.definition.name, column.destinationName]));
  const print = (key: TableDefinition["keys"][number], rename: (column: string) => string | null) => {
    const parts = key.parts.map((part) => (part.column === null ? "(…)" : rename(part.column)));
    return parts.includes(null) ? null : `${key.unique ? "UNIQUE" : "KEY"} (${parts.join(", ").toLowerCase()})`;
  };
  const ours = table.definition.keys.flatMap((key) => print(key, (column) => nameThere.get(column) ?? null) ?? []);
  const theirs = other.keys.flatMap((key) => print(key, (column) => column) ?? []);
  return [
    ...ours.filter((key) => !theirs.includes(key)).map((key) => ({ table: name, what: key, source: key, destination: "—" })),
    ...theirs.filter((key) => key.startsWith("UNIQUE") && !ours.includes(key)).map((key) => ({ table: name, what: key, source: "—", destination: key })),
  ];
}
