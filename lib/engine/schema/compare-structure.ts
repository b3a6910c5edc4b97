import type { ColumnDefinition, TableDefinition } from "../../mysql/table-definition";
import type { RoutedTable } from "../change";

const integerRank: Record<string, number> = { tinyint: 1, smallint: 2, mediumint: 3, int: 4, bigint: 5 };
const textRank: Record<string, number> = { char: 1, varchar: 2, tinytext: 2, text: 3, mediumtext: 4, longtext: 5 };
const byteRank: Record<string, number> = { binary: 1, varbinary: 2, tinyblob: 2, blob: 3, mediumblob: 4, longblob: 5 };

/** Why rows of the source do not fit into a table that is there already; empty when they do. */
export function structureDifferences(table: RoutedTable, destination: TableDefinition): string[] {
  const differences: string[] = [];
  const found = new Map(destination.columns.map((column) => [column.name.toLowerCase(), column]));
  const written = new Set<string>();
  for (const column of table.columns.slice(0, table.writableCount)) {
    const target = found.get(column.destinationName.toLowerCase());
    written.add(column.destinationName.toLowerCase());
    if (!target) differences.push(`column ${column.destinationName} is missing`);
    else if (target.generated !== null) differences.push(`column ${target.name} is generated there`);
    else if (!holds(target, column.definition)) differences.push(`column ${target.name} is ${typeText(target, column.definition)}, not ${typeText(column.definition, target)}`);
    else if (column.definition.nullable && !target.nullable) differences.push(`column ${target.name} does not take NULL`);
  }
  for (const column of destination.columns) {
    if (!written.has(column.name.toLowerCase()) && !column.hasDefault) differences.push(`column ${column.name} exists there alone and has no default`);
  }
  return differences;
}

/** Columns that rows are written to and that are not there, and columns there that no row could fill. */
export function missingColumns(table: RoutedTable, destination: TableDefinition): string[] {
  const found = new Map(destination.columns.map((column) => [column.name.toLowerCase(), column]));
  return table.columns.slice(0, table.writableCount).flatMap((column) => {
    const target = found.get(column.destinationName.toLowerCase());
    if (!target) return [`column ${column.destinationName} is missing`];
    return target.generated === null ? [] : [`column ${target.name} is generated there`];
  });
}

/** Does every value of `source` fit into `target` unchanged? */
function holds(target: ColumnDefinition, source: ColumnDefinition): boolean {
  const ranks = [integerRank, textRank, byteRank].find((rank) => rank[source.dataType] !== undefined);
  if (ranks) {
    const wanted = ranks[source.dataType]!;
    const given = ranks[target.dataType];
    if (given === undefined || given < wanted) return false;
    if (ranks === integerRank) return target.unsigned === source.unsigned;
    // It would be filled up with zeros.
    if (target.dataType === "binary" && lengthOf(target) !== lengthOf(source)) return false;
    if (source.charset !== null && target.charset !== null && !charsetHolds(target.charset, source.charset)) return false;
    return given > 2 || lengthOf(target) >= lengthOf(source) || (given > wanted && lengthOf(source) <= 255);
  }
  if (target.dataType !== source.dataType) return source.dataType === "json" && target.dataType === "longtext";
  return plainType(target.columnType) === plainType(source.columnType) || ["year", "float", "double"].includes(source.dataType);
}

/** With the character set where the type alone tells no difference. */
function typeText(column: ColumnDefinition, other: ColumnDefinition): string {
  return column.charset === null || column.columnType !== other.columnType ? column.columnType : `${column.columnType} CHARACTER SET ${column.charset}`;
}

/** Text is written as the bytes that the source stores: they must mean the same characters there. */
function charsetHolds(target: string, source: string): boolean {
  const name = (charset: string) => (charset === "utf8" ? "utf8mb3" : charset);
  if (name(target) === name(source)) return true;
  return (target === "utf8mb4" && name(source) === "utf8mb3") || (source === "ascii" && !["ucs2", "utf16", "utf16le", "utf32", "binary"].includes(target));
}

function lengthOf(column: ColumnDefinition): number {
  return Number(/\((\d+)\)/.exec(column.columnType)?.[1] ?? (column.dataType === "tinytext" || column.dataType === "tinyblob" ? 255 : 65_535));
}

const plainType = (type: string) => type.toLowerCase().replaceAll(" ", "").replace("zerofill", "");
