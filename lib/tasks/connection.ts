import { AppError } from "../errors/app-error";
import { type EndpointSide, placeOf, secretPurpose } from "../endpoints/data";
import { toConnection } from "../endpoints/kind";
import { open } from "../endpoints/secret";
import type { Task } from "../generated/prisma/client";
import type { ConnectionSettings } from "../mysql/connection-settings";
import { getTaskRow } from "./data";
import { taskRecord } from "./record";

/** How to reach a configured endpoint of a task, password opened: for probes and for the runner. Throws `not-found`, `secret-missing`, `secret-unreadable`. */
export async function connectionOf(row: Task, side: EndpointSide): Promise<ConnectionSettings> {
  const { endpoints } = taskRecord(row);
  const sealed = side === "source" ? row.sourceSecret : row.destinationSecret;
  if (endpoints === null) throw new AppError("not-found", { detail: "the endpoints are not configured" });
  if (sealed === null) throw new AppError("secret-missing", { context: { role: side } });
  return toConnection(side, endpoints[side], await placeOf(endpoints[side]), open(sealed, secretPurpose(row.id, side)));
}

/** The same by task id. */
export async function taskConnection(taskId: string, side: EndpointSide): Promise<ConnectionSettings> {
  return connectionOf(await getTaskRow(taskId), side);
}
