import { createHash } from "node:crypto";
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteName, quoteTable } from "../../mysql/identifier";
import { withoutCounter } from "../schema/schema-history";
import type { TouchedObject } from "./decision";

const textColumn: Record<Exclude<TouchedObject["kind"], "database">, string> = { table: "Create Table", view: "Create View", function: "Create Function", procedure: "Create Procedure", trigger: "SQL Original Statement", event: "Create Event" };

/** Errors that mean "there is none": table, database, routine, trigger, event, and a name that is no view. */
const absent = new Set([1146, 1049, 1305, 1347, 1356, 1360, 1539]);

/**
 * One string for the state of the objects that a step changes: `absent` or a hash of the server's own text. Two equal strings: nothing
 * that a definition shows has changed in between.
 */
export async function stateOf(connection: MysqlConnection, objects: readonly TouchedObject[]): Promise<string> {
  const states: string[] = [];
  for (const object of objects) states.push(await oneState(connection, object));
  return states.join(" ");
}

/** Is a state as `stateOf` told it what the step leaves behind, as far as presence goes? */
export function isAfter(state: string, objects: readonly TouchedObject[]): boolean {
  return state.split(" ").every((one, index) => (one === "absent") === (objects[index]!.gone ?? false));
}

async function oneState(connection: MysqlConnection, object: TouchedObject): Promise<string> {
  const sql = object.kind === "database" ? `SHOW CREATE DATABASE ${quoteName(object.name.database)}` : `SHOW CREATE ${object.kind.toUpperCase()} ${quoteTable(object.name)}`;
  try {
    const [row] = await connection.query(sql);
    const text = row?.[object.kind === "database" ? "Create Database" : textColumn[object.kind]];
    if (text === undefined) return "other";
    return createHash("sha256").update(withoutCounter(text ?? "unreadable")).digest("hex");
  } catch (error) {
    if (error instanceof AppError && absent.has(Number(error.context.serverErrno))) return "absent";
    throw error;
  }
}
