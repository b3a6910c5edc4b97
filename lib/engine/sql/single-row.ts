/** Statements for one row, found by its identity, or by its whole before image where the table has none. */
import { quoteName } from "../../mysql/identifier";
import { largeBytes } from "../../mysql/large-memory";
import type { RoutedTable, RowImage } from "../change";
import type { Dialect } from "./dialect";
import { assertFits } from "./multi-row";
import type { Statement } from "./statement";
import { countEnumZeros, tableText } from "./table-text";

const and = Buffer.from(" AND ");
const equals = Buffer.from("=");
const where = Buffer.from(" WHERE ");
const limitOne = Buffer.from(" LIMIT 1");
const comma = Buffer.from(",");

/** `UPDATE t SET … WHERE …` with all writable columns. One affected row, unless the images are equal. */
export function updateRow(table: RoutedTable, before: RowImage, after: RowImage, dialect: Dialect): Statement {
  const text = tableText(table, dialect);
  const parts: Buffer[] = [text.update];
  for (let column = 0; column < table.writableCount; column++) {
    if (column > 0) parts.push(comma);
    parts.push(text.assign[column]!, after.literal(column));
  }
  parts.push(where, ...rowMatch(table, before, dialect));
  return finish(table, parts, dialect, countEnumZeros(text, after));
}

/** `DELETE FROM t WHERE …`. One affected row. */
export function deleteRow(table: RoutedTable, before: RowImage, dialect: Dialect): Statement {
  return finish(table, [tableText(table, dialect).remove, ...rowMatch(table, before, dialect)], dialect, 0);
}

/** `SELECT COUNT(*) FROM t WHERE … INTO @tributary_found`: asks without a result set, so that any bytes may stand in it. */
export function findRow(table: RoutedTable, image: RowImage, dialect: Dialect): Statement {
  const name = `${quoteName(table.destination.database)}.${quoteName(table.destination.table)}`;
  const parts = [Buffer.from(`SELECT COUNT(*) INTO @tributary_found FROM (SELECT 1 FROM ${name} WHERE `), ...rowMatch(table, image, dialect)];
  if (table.identity) parts.push(limitOne);
  parts.push(Buffer.from(" FOR UPDATE) found"));
  return { ...finish(table, parts, dialect, 0), expected: null };
}

function finish(table: RoutedTable, parts: readonly Buffer[], dialect: Dialect, warnings: number): Statement {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  assertFits(table, length, dialect);
  return { sql: length > largeBytes ? parts : Buffer.concat(parts), table, expected: 1, warnings };
}

/** The condition that finds exactly the row of the image. */
export function rowMatch(table: RoutedTable, image: RowImage, dialect: Dialect): Buffer[] {
  const parts: Buffer[] = [];
  if (table.identity) {
    for (const part of table.identity.parts) {
      if (parts.length > 0) parts.push(and);
      parts.push(Buffer.from(quoteName(table.columns[part.column]!.destinationName)), equals, image.literal(part.column));
    }
    return parts;
  }
  for (let column = 0; column < table.writableCount; column++) {
    if (column > 0) parts.push(and);
    parts.push(...columnMatch(table, image, column, dialect));
  }
  parts.push(limitOne);
  return parts;
}

const textTypes = new Set(["char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set"]);

/**
 * `column <=> literal` in a form that is true for the very same stored bytes only. Text is compared as bytes (collations ignore case and trailing
 * spaces), FLOAT as FLOAT (the literal is a double), JSON by its text (the server takes 1 and 1.0 for equal).
 */
function columnMatch(table: RoutedTable, image: RowImage, column: number, dialect: Dialect): Buffer[] {
  const { definition, destinationName } = table.columns[column]!;
  const name = quoteName(destinationName);
  const literal = image.literal(column);
  if (image.isNull(column)) return [Buffer.from(`${name} IS NULL`)];
  const compare = (left: string, before = "", behind = "") => [Buffer.from(`${left}<=>${before}`), literal, Buffer.from(behind)];
  if (definition.dataType === "enum" || definition.dataType === "set") return compare(`${name}+0`);
  if (textTypes.has(definition.dataType)) {
    const exact = compare(`CAST(${name} AS BINARY)`);
    // An index serves only the bare column.
    const isIndexed = definition.dataType !== "longtext" && table.definition.keys.some((key) => key.parts[0]?.column?.toLowerCase() === definition.name.toLowerCase());
    return isIndexed ? [...compare(name), and, ...exact] : exact;
  }
  switch (definition.dataType) {
    case "json":
      return dialect.flavour === "mariadb" ? compare(`CAST(${name} AS BINARY)`) : compare(`CAST(${name} AS BINARY)`, "CAST(CAST(", " AS JSON) AS BINARY)");
    case "float":
      return dialect.castFloat ? compare(name, "CAST(", " AS FLOAT)") : compare(name);
    case "geometry": case "point": case "linestring": case "polygon": case "multipoint": case "multilinestring": case "multipolygon": case "geomcollection": case "geometrycollection":
    case "vector":
      return compare(`CAST(${name} AS BINARY)`);
    default:
      return compare(name);
  }
}
