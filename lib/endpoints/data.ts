import { AppError } from "../errors/app-error";
import { database, type DatabaseLike } from "../db/client";
import type { Task } from "../generated/prisma/client";
import type { ConnectionSettings } from "../mysql/connection-settings";
import { taskRecord } from "../tasks/record";
import { toConnection, type Place } from "./kind";
import type { EndpointConfig } from "./schema";
import { open } from "./secret";

export type EndpointSide = "source" | "destination";

/** Looks an endpoint's address up. Throws `not-found` when its host or cluster is no longer registered. */
export async function placeOf(config: EndpointConfig, tx: DatabaseLike = database()): Promise<Place> {
  switch (config.kind) {
    case "self-managed":
      return { address: config.address, port: config.port, name: config.address };
    case "ecs": {
      const host = await tx.host.findUnique({ where: { id: config.hostId } });
      if (host === null) throw new AppError("not-found", { detail: `host ${config.hostId}` });
      return { address: host.address, port: config.port, name: host.id };
    }
    case "polardb": {
      const cluster = await tx.cluster.findUnique({ where: { id: config.clusterId } });
      if (cluster === null) throw new AppError("not-found", { detail: `cluster ${config.clusterId}` });
      return { address: cluster.address, port: cluster.port, name: cluster.id };
    }
  }
}

/** What a sealed password is bound to. */
export function secretPurpose(taskId: string, side: EndpointSide): string {
  return `${taskId}:${side}`;
}

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
  const row = await database().task.findUnique({ where: { id: taskId } });
  if (row === null) throw new AppError("not-found");
  return connectionOf(row, side);
}
