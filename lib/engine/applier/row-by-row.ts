import { AppError } from "../../errors/app-error";
import type { MysqlConnection, StatementResult } from "../../mysql/connection";
import type { RowChange } from "../change";
import type { ConflictPolicy } from "../plan";
import { atChange } from "../row-fault";
import { mustCascade } from "../sql/cascades";
import type { Dialect } from "../sql/dialect";
import { sameLiteral } from "../sql/key-fold";
import { insertRows } from "../sql/multi-row";
import { deleteRow, findRow, updateRow } from "../sql/single-row";
import type { Statement } from "../sql/statement";
import { tableText } from "../sql/table-text";
import { modeOf, type ApplyMode } from "./apply-mode";
import { conflictStopped, decisionOn, printKey, type Conflict } from "./conflict";
import { cascadeRow, overwriteRow } from "./merge";
import { isDuplicate } from "./run-statements";
import { deleteBelow, deleteLeavesBelow, isCascadeTooWide } from "./wide-cascades";

/** Warnings that say nothing about values: deprecated syntax, statements unsafe for statement-based logging. */
const harmlessWarnings = new Set([1287, 1592, 1681, 3719, 3778]);
const dataTruncated = 1265;

export interface RowByRowOptions {
  readonly mode: ApplyMode;
  readonly policy: ConflictPolicy;
  readonly dialect: Dialect;
  /** For messages. */
  readonly position: string;
}

/**
 * The slow and exact way, inside the caller's transaction: every change by itself, in source order, every answer looked at. Gives the conflicts
 * that the policy settled. Throws `conflict-stopped`, `destination-rejects-value`, or the AppError of a statement.
 */
export async function applyRowByRow(connection: MysqlConnection, changes: readonly RowChange[], options: RowByRowOptions): Promise<Conflict[]> {
  const conflicts: Conflict[] = [];
  for (const change of changes) {
    try {
      const conflict = await applyChange(connection, change, options);
      if (conflict) conflicts.push(conflict);
    } catch (error) {
      throw atChange(error, change);
    }
  }
  return conflicts;
}

async function applyChange(connection: MysqlConnection, change: RowChange, options: RowByRowOptions): Promise<Conflict | null> {
  const mode = modeOf(change.table, options.mode);
  const conflict = mode === "strict" || change.table.identity === null ? await applyStrictly(connection, change, options) : null;
  if (mode === "idempotent" && change.table.identity !== null) {
    const statements = mustCascade(change) ? cascadeRow(change, "idempotent", options.dialect) : overwriteRow(change, options.dialect);
    for (const statement of statements) await runChecked(connection, statement, change, options.dialect);
  }
  if (!conflict) return null;
  const found: Conflict = {
    table: change.table,
    conflict,
    key: printKey(change.table, (change.before ?? change.after)!),
    // While the copy is caught up with, rows of both moments are there.
    ...(mode !== options.mode && conflict === "row-exists" ? { decision: "overwrite", expected: true } : decisionOn(change.table, conflict, options.policy)),
    position: options.position,
  };
  if (found.decision === "stop") throw conflictStopped(found);
  if (found.decision === "overwrite" && change.kind !== "delete") {
    for (const statement of overwriteRow(change, options.dialect)) await runChecked(connection, statement, change, options.dialect);
  }
  return found;
}

async function applyStrictly(connection: MysqlConnection, change: RowChange, { dialect }: RowByRowOptions): Promise<Conflict["conflict"] | null> {
  const { table } = change;
  const cascades = mustCascade(change);
  try {
    switch (change.kind) {
      case "insert":
        await runChecked(connection, insertRows(table, [change.after], "insert", dialect)[0]!, change, dialect);
        return null;
      case "delete": {
        const { affectedRows } = await runChecked(connection, { ...deleteRow(table, change.before, dialect), cascades }, change, dialect);
        return affectedRows === 0 ? "row-missing" : null;
      }
      case "update": {
        const { affectedRows } = await runChecked(connection, { ...updateRow(table, change.before, change.after, dialect), cascades }, change, dialect);
        if (affectedRows > 0) return null;
        // Missing, or already as the update leaves it.
        await connection.run(findRow(table, change.before, dialect).sql);
        const [row] = await connection.query<{ found: string }>("SELECT @tributary_found AS found");
        if (Number(row?.found ?? 0) === 0) return "row-missing";
        // The server took the new JSON for equal to the old and kept that: only another row takes the value as it is.
        if (table.identity && tableText(table, dialect).jsonColumns.some((column) => !sameLiteral(change.before, change.after, column))) {
          for (const statement of overwriteRow(change, dialect)) await runChecked(connection, statement, change, dialect);
        }
        return null;
      }
    }
  } catch (error) {
    if (isDuplicate(error)) return "row-exists";
    throw error;
  }
}

async function runChecked(connection: MysqlConnection, statement: Statement, change: RowChange, dialect: Dialect): Promise<StatementResult> {
  if (statement.cascades) await connection.run("SET SESSION foreign_key_checks=1");
  try {
    const result = await runCascade(connection, statement, change, dialect);
    if (result.warnings !== 0) await checkWarnings(connection, statement, change);
    return result;
  } finally {
    if (statement.cascades && connection.usable) await connection.run("SET SESSION foreign_key_checks=0");
  }
}

/** What the destination finds too much at once is done in steps. */
async function runCascade(connection: MysqlConnection, statement: Statement, { kind, table, before }: RowChange, dialect: Dialect): Promise<StatementResult> {
  try {
    return await connection.run(statement.sql);
  } catch (error) {
    const leaves = statement.cascades && kind === "delete" && isCascadeTooWide(error) ? deleteLeavesBelow(table, before, dialect) : null;
    if (leaves === null) throw error;
    await deleteBelow(connection, leaves);
    return connection.run(statement.sql);
  }
}

/** The session is not strict (values that the source holds must be taken as they are), so what would be an error elsewhere is a warning here. */
async function checkWarnings(connection: MysqlConnection, statement: Statement, change: RowChange): Promise<void> {
  const warnings = await connection.query<{ Code: string; Message: string }>("SHOW WARNINGS");
  for (const { Code, Message } of warnings) {
    const code = Number(Code);
    if (harmlessWarnings.has(code)) continue;
    if (code === dataTruncated && isEnumZero(change, Message)) continue;
    throw new AppError("destination-rejects-value", {
      context: { database: statement.table.destination.database, table: statement.table.destination.table, serverErrno: code, serverMessage: Message },
    });
  }
}

/** The index 0 of an ENUM is a valid stored value, but the server warns whenever it is written. The column's name in the message is not translated. */
function isEnumZero({ table, after }: RowChange, message: string): boolean {
  return (
    after !== null &&
    table.columns.some(
      (column, index) => column.definition.dataType === "enum" && after.literal(index).equals(Buffer.from("0")) && message.includes(`'${column.destinationName}'`),
    )
  );
}
