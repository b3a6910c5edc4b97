import { AppError } from "../errors/app-error";
import { database, type DatabaseLike } from "../db/client";
import type { Place } from "./kind";
import type { EndpointConfig } from "./schema";

export type EndpointSide = "source" | "destination";

/** Looks an endpoint's address up. Throws `not-found` when its host or cluster is no longer registered. */
export async function placeOf(config: EndpointConfig, tx: DatabaseLike = database()): Promise<Place> {
  switch (config.kind) {
    case "self-managed":
      return { address: config.address, port: config.port, name: config.address };
    case "ecs": {
      const host = await tx.host.findUnique({ where: { id: config.hostId } });
      if (host === null) throw new AppError("not-found", { detail: `host ${config.hostId}` });
      return { address: host.address, port: config.port, name: host.id, ...(host.securityGroupId === "" ? {} : { securityGroupId: host.securityGroupId }) };
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
