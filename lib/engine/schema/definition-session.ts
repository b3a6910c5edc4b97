import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";

/** ER_UNKNOWN_SYSTEM_VARIABLE, ER_SPECIFIC_ACCESS_DENIED_ERROR, ER_VARIABLE_IS_READONLY …: the server cannot or will not; the statement behind it decides whether that matters. */
export async function setIfPossible(connection: MysqlConnection, statement: string): Promise<void> {
  try {
    await connection.run(statement);
  } catch (error) {
    if (!(error instanceof AppError) || error.context.serverErrno === undefined || !connection.usable) throw error;
  }
}

/** A session in which definitions that another server printed are accepted: zero dates as defaults, tables without a key, row formats of old. */
export async function enterDefinitionSession(connection: MysqlConnection): Promise<void> {
  await connection.run("SET SESSION sql_mode='ALLOW_INVALID_DATES'");
  await connection.run("SET SESSION foreign_key_checks=0, unique_checks=1");
  await setIfPossible(connection, "SET SESSION explicit_defaults_for_timestamp=ON");
  await setIfPossible(connection, "SET SESSION sql_require_primary_key=OFF");
  await setIfPossible(connection, "SET SESSION sql_generate_invisible_primary_key=OFF");
  await setIfPossible(connection, "SET SESSION innodb_strict_mode=OFF");
  await setIfPossible(connection, "SET SESSION restrict_fk_on_non_standard_key=OFF");
}
