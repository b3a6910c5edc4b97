import { AppError } from "../../errors/app-error";
import { connect } from "../../mysql/connection";
import type { ConnectionSettings } from "../../mysql/connection-settings";
import { quoteTable, quoteText } from "../../mysql/identifier";
import { heartbeatTable } from "./beat-row";
import { beatSession } from "./source-heartbeat";

/** What takes the rows of these tasks away, for whoever may run it. */
export const removeBeatsStatement = (tasks: readonly string[]): string => `DELETE FROM ${quoteTable(heartbeatTable)} WHERE \`task\` IN (${tasks.map(quoteText).join(", ")})`;

/** Takes the rows away where the account may: writing them asks for INSERT and UPDATE alone. Null when they are gone, else why they stay. */
export async function removeBeats(source: ConnectionSettings, tasks: readonly string[]): Promise<AppError | null> {
  try {
    await using connection = await connect(source);
    for (const statement of [...beatSession, removeBeatsStatement(tasks)]) await connection.run(statement);
    return null;
  } catch (error) {
    return error instanceof AppError ? error : new AppError("unknown", { cause: error });
  }
}
