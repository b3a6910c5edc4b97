/**
 * What is known about a schema change under way, in table `task_ddl` of the bookkeeping database. Schema statements commit by themselves, so
 * that "ran" and "recorded" cannot be one commit:
 *
 * 1. before a step: the step's number and the state of what it touches are recorded, in a transaction of their own;
 * 2. the step runs;
 * 3. after the last step: new definitions, low-water mark and the end of the intent in one transaction.
 *
 * An intent found at start belongs to a change whose mark was not stored. Its current step ran if and only if the recorded state has changed into
 * one that the step leaves behind; changed into another, somebody else was there, and a person has to look.
 */
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteName, quoteText } from "../../mysql/identifier";
import { originMark } from "../position/origin-mark";
import type { BookkeepingPlace } from "../schema/schema-store";

export interface DdlIntent {
  /** `DdlChange.id`. */
  readonly id: string;
  readonly statement: string;
  /** Steps of the decision, so that a later version that would decide otherwise notices. */
  readonly steps: readonly string[];
  /** The step that may have run. */
  readonly step: number;
  /** `stateOf` its objects before; null: the server refused the step, so it is certain that it did not run. */
  readonly stateBefore: string | null;
  /** Key of the operator's decision that the steps come from; null: they are what the engine made of the statement. */
  readonly override: string | null;
}

export interface IntentPlace extends BookkeepingPlace {
  /** Identity of the source: who reads the destination's log learns from the intent where the statement behind it comes from (`position/origin-mark.ts`). */
  readonly origin?: string;
}

export async function ensureDdlTables(connection: MysqlConnection, place: BookkeepingPlace): Promise<void> {
  await connection.run(`CREATE TABLE IF NOT EXISTS ${quoteName(place.database)}.\`task_ddl\` (
    \`task_id\` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    \`intent\` LONGBLOB NOT NULL
  ) ENGINE=InnoDB`);
}

const table = (place: BookkeepingPlace) => `${quoteName(place.database)}.\`task_ddl\``;

/** The intent of a change that was interrupted, or null. Throws `checkpoint-unreadable`. */
export async function readIntent(connection: MysqlConnection, place: BookkeepingPlace): Promise<DdlIntent | null> {
  const [row] = await connection.query<{ intent: Buffer }>(`SELECT intent FROM ${table(place)} WHERE task_id=?`, [place.taskId]);
  if (!row) return null;
  try {
    const { id, statement, steps, step, stateBefore, override = null } = JSON.parse(row.intent.toString("utf8")) as Omit<DdlIntent, "override"> & { override?: string | null };
    if (typeof id === "string" && typeof statement === "string" && Array.isArray(steps) && typeof step === "number" && (typeof stateBefore === "string" || stateBefore === null)) return { id, statement, steps, step, stateBefore, override };
  } catch (cause) {
    throw new AppError("checkpoint-unreadable", { cause, detail: "schema change under way" });
  }
  throw new AppError("checkpoint-unreadable", { detail: "schema change under way" });
}

/** In the caller's transaction. `database`: the default one that the step runs in. */
export async function writeIntent(connection: MysqlConnection, place: IntentPlace, intent: DdlIntent, database: string | null = null): Promise<void> {
  const mark = place.origin === undefined ? {} : { database, ...originMark([place.origin]) };
  const bytes = Buffer.from(JSON.stringify({ ...intent, ...mark }), "utf8").toString("hex");
  await connection.run(`REPLACE INTO ${table(place)} (task_id, intent) VALUES (${quoteText(place.taskId)}, 0x${bytes})`);
}

/** State of an intent that is no intent any more: the statement of a CREATE TABLE … SELECT is done, its rows are not yet below the mark. */
export const doneState = "done";

/**
 * In the transaction that stores the mark of a statement whose own rows follow: its place in the log lies before the group, so a restart reads the
 * statement again and must know that it is done. The next schema change replaces the record.
 */
export async function recordDone(connection: MysqlConnection, place: IntentPlace, id: string): Promise<void> {
  await writeIntent(connection, place, { id, statement: "", steps: [], step: 0, stateBefore: doneState, override: null });
}

/** In the transaction that stores the low-water mark behind the change. */
export async function endIntent(connection: MysqlConnection, place: BookkeepingPlace): Promise<void> {
  await connection.run(`DELETE FROM ${table(place)} WHERE task_id=${quoteText(place.taskId)}`);
}
