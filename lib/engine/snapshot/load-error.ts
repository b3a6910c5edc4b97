import { AppError } from "../../errors/app-error";
import type { TableName } from "../../mysql/table-definition";

/** Unknown database, table, column or key, or a definition that changed under a snapshot. */
const schemaErrors = new Set<unknown>([1049, 1146, 1054, 1176, 1412]);

/** What the source says when a table is renamed, dropped or altered under the load. */
export function asLoadError(cause: unknown, table: TableName): unknown {
  if (!(cause instanceof AppError) || cause.context.role !== "source" || !schemaErrors.has(cause.context.serverErrno)) return cause;
  return new AppError("schema-changed-during-load", { cause, context: { ...cause.context, table: `${table.database}.${table.table}` } });
}
