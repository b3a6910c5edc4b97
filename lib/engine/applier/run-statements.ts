import { AppError } from "../../errors/app-error";
import type { MysqlConnection, StatementResult } from "../../mysql/connection";
import type { Statement } from "../sql/statement";

/** The answers do not add up: some row is not as expected, or some value was not taken as it is. The transaction is rolled back and gone through row by row. */
export class UnexpectedAnswer extends Error {
  override readonly name = "UnexpectedAnswer";
}

const duplicateEntry = 1062;

/**
 * Sends the statements, the next one as soon as the one before is answered, and then looks at the answers. Nothing is committed here, so what is sent
 * behind a failing statement is rolled back with it: the session runs with autocommit=0, where a statement after a deadlock opens a new transaction.
 *
 * Throws UnexpectedAnswer, or the first statement's AppError.
 */
export async function runStatements(connection: MysqlConnection, statements: readonly Statement[], behind?: () => Promise<void>): Promise<void> {
  const answers: Promise<StatementResult>[] = [];
  let cascades = false;
  for (const statement of statements) {
    const wanted = statement.cascades ?? false;
    if (wanted !== cascades) void connection.run(wanted ? "SET SESSION foreign_key_checks=1" : "SET SESSION foreign_key_checks=0").catch(() => undefined);
    cascades = wanted;
    answers.push(connection.run(statement.sql));
  }
  if (cascades) void connection.run("SET SESSION foreign_key_checks=0").catch(() => undefined);
  const last = behind?.();
  const settled = await Promise.allSettled([...answers, ...(last ? [last] : [])]);
  for (let i = 0; i < statements.length; i++) {
    const answer = settled[i]!;
    const statement = statements[i]!;
    if (answer.status === "rejected") {
      // A unique key met a row that should not be there.
      if (isDuplicate(answer.reason)) throw new UnexpectedAnswer();
      throw answer.reason;
    }
    const { affectedRows, warnings } = answer.value as StatementResult;
    if ((statement.expected !== null && affectedRows !== statement.expected) || warnings !== statement.warnings) throw new UnexpectedAnswer();
  }
  const recorded = settled[statements.length];
  if (recorded?.status === "rejected") throw recorded.reason;
}

export function isDuplicate(error: unknown): boolean {
  return error instanceof AppError && error.context["serverErrno"] === duplicateEntry;
}

/** Ends the transaction and brings the session back to its start, whatever was under way. */
export async function rollBack(connection: MysqlConnection): Promise<void> {
  await connection.run("ROLLBACK");
  await connection.run("SET SESSION foreign_key_checks=0");
}
