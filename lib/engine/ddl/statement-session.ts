import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteName, quoteText } from "../../mysql/identifier";
import type { StatementContext } from "../change";
import { setIfPossible } from "../schema/definition-session";
import { sqlModeNames } from "./statement-text";

/** Collation ids are the same on every MySQL; MariaDB shares those of old. */
export interface CollationTable {
  byId(id: number): { readonly name: string; readonly charset: string } | null;
  defaultOf(charset: string): string | null;
}

/** Collations of one server. Ask the source, whose ids the log holds. */
export async function readCollations(connection: MysqlConnection): Promise<CollationTable> {
  const rows = await connection.query<{ id: string | null; name: string; charset: string | null; isDefault: string | null }>(
    "SELECT ID AS id, COLLATION_NAME AS name, CHARACTER_SET_NAME AS charset, IS_DEFAULT AS isDefault FROM information_schema.COLLATIONS",
  );
  const ids = new Map<number, { name: string; charset: string }>();
  const defaults = new Map<string, string>();
  for (const { id, name, charset, isDefault } of rows) {
    if (id !== null && charset !== null) ids.set(Number(id), { name, charset });
    if (isDefault === "Yes" && charset !== null) defaults.set(charset, name);
  }
  const alias = (charset: string) => (charset === "utf8" ? "utf8mb3" : charset === "utf8mb3" ? "utf8" : charset);
  return { byId: (id) => ids.get(id) ?? null, defaultOf: (charset) => defaults.get(charset) ?? defaults.get(alias(charset)) ?? null };
}

/** The offset that a server's time zone SYSTEM has now: the log names that zone, and another server's is another one. */
export async function readSystemTimeZone(connection: MysqlConnection): Promise<string> {
  const [row] = await connection.query<{ minutes: string }>("SELECT TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(), CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')) AS minutes");
  const minutes = Number(row?.minutes ?? 0);
  const two = (value: number) => String(Math.trunc(value)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

/**
 * The session of a logged statement, set up on a connection to the destination and taken down again. The statement text is sent as utf8mb4;
 * foreign keys are not checked, for the source has checked them.
 */
export class StatementSession {
  #inside = false;

  constructor(
    private readonly connection: MysqlConnection,
    private readonly context: StatementContext,
    private readonly collations: CollationTable,
    /** When the log does not say (before 8.0 and MariaDB): the source's global value. */
    private readonly sourceExplicitTimestamps: boolean,
    /** What the source calls SYSTEM, as an offset. */
    private readonly sourceTimeZone: string,
  ) {}

  /** Throws `ddl-failed` when the destination does not know the statement's time zone. */
  async enter(options: { readonly useDatabase: boolean } = { useDatabase: false }): Promise<void> {
    const { context, connection } = this;
    this.#inside = true;
    if (options.useDatabase && context.defaultDatabase !== null) await setIfPossible(connection, `USE ${quoteName(context.defaultDatabase)}`);
    await connection.run("SET NAMES utf8mb4");
    const collation = context.collationConnection === null ? null : this.collations.byId(context.collationConnection);
    if (collation) await setIfPossible(connection, `SET SESSION collation_connection=${collation.name}`);
    await connection.run("SET SESSION foreign_key_checks=0, unique_checks=1");
    await setIfPossible(connection, `SET SESSION explicit_defaults_for_timestamp=${(context.explicitDefaultsForTimestamp ?? this.sourceExplicitTimestamps) ? "ON" : "OFF"}`);
    await setIfPossible(connection, "SET SESSION sql_require_primary_key=OFF");
    await setIfPossible(connection, "SET SESSION sql_generate_invisible_primary_key=OFF");
    await setIfPossible(connection, "SET SESSION innodb_strict_mode=OFF");
    await setIfPossible(connection, "SET SESSION restrict_fk_on_non_standard_key=OFF");
    if (context.timeZone !== null) {
      try {
        await connection.run(`SET SESSION time_zone=${quoteText(context.timeZone === "SYSTEM" ? this.sourceTimeZone : context.timeZone)}`);
      } catch (cause) {
        throw new AppError("ddl-failed", { cause, detail: `the destination does not know the time zone ${context.timeZone} of the statement` });
      }
    }
    // What a column's default takes for now, in the rows that are there already.
    if (context.timestamp !== null) await setIfPossible(connection, `SET SESSION timestamp=${context.timestamp}`);
    // Last: the modes decide how everything after them is read.
    await connection.run(`SET SESSION sql_mode='${sqlModeNames(context.sqlMode)}'`);
  }

  /** Back to the metadata session. Repeatable. */
  async leave(): Promise<void> {
    if (!this.#inside) return;
    await this.connection.run("SET SESSION sql_mode=''");
    await this.connection.run("SET NAMES utf8mb4");
    await this.connection.run("SET SESSION time_zone='+00:00', timestamp=DEFAULT");
    this.#inside = false;
  }
}
