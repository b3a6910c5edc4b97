/**
 * A DELETE whose cascade the destination refuses because of its shape, although it is no deeper than any server allows. MySQL from 9.6 on carries cascades out
 * itself and counts the tables that it opens for them: in a table that refers to itself a row with some eight below it in several branches is too much, which a source
 * before 9.6 and MariaDB delete (measured on 9.7.4). Here the rows below go first, those that nobody refers to before the others, each with its own cascades.
 * What is left in the end is a circle at most.
 */
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteName } from "../../mysql/identifier";
import type { RoutedTable, RowImage } from "../change";
import type { Dialect } from "../sql/dialect";
import { rowMatch } from "../sql/single-row";

/** "Foreign key cascade delete/update exceeds max tables limit of 30." */
const tooManyTables = 6575;

export function isCascadeTooWide(error: unknown): boolean {
  return error instanceof AppError && error.context["serverErrno"] === tooManyTables;
}

/** The statement that deletes those rows below the image's that no row below it refers to; null where the table does not refer to itself by ON DELETE CASCADE. */
export function deleteLeavesBelow(table: RoutedTable, image: RowImage, dialect: Dialect): Buffer | null {
  const { identity, definition } = table;
  const own = definition.foreignKeys.filter(({ referenced, onDelete }) => onDelete === "CASCADE" && referenced.database === definition.name.database && referenced.table === definition.name.table);
  if (identity === null || own.length === 0) return null;
  const at = (column: string) => quoteName(table.columns.find(({ definition: { name } }) => name.toLowerCase() === column.toLowerCase())?.destinationName ?? table.names?.at(column) ?? column);
  const keys = identity.parts.map((part) => quoteName(table.columns[part.column]!.destinationName));
  const columns = [...new Set([...keys, ...own.flatMap((key) => [...key.columns, ...key.referencedColumns].map(at))])];
  const refers = (child: string, parent: string) =>
    own.map((key) => `(${key.columns.map((column, i) => `${child}.${at(column)}=${parent}.${at(key.referencedColumns[i]!)}`).join(" AND ")})`).join(" OR ");
  const name = `${quoteName(table.destination.database)}.${quoteName(table.destination.table)}`;
  const match = rowMatch(table, image, dialect);
  return Buffer.concat([
    Buffer.from(`WITH RECURSIVE below AS (SELECT ${columns.join(",")} FROM ${name} WHERE `),
    ...match,
    Buffer.from(` UNION SELECT ${columns.map((column) => `child.${column}`).join(",")} FROM ${name} AS child JOIN below ON ${refers("child", "below")}) `),
    Buffer.from(`DELETE FROM ${name} WHERE (${keys.join(",")}) IN (SELECT ${keys.join(",")} FROM below WHERE NOT EXISTS (SELECT 1 FROM below AS child WHERE ${refers("child", "below")})) AND NOT (`),
    ...match,
    Buffer.from(")"),
  ]);
}

/** Deletes them until only the row itself, or a circle that it is in, is left. */
export async function deleteBelow(connection: MysqlConnection, leaves: Buffer): Promise<void> {
  while ((await connection.run(leaves)).affectedRows > 0) continue;
}
