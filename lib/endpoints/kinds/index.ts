import type { Kind } from "../kind";
import type { EndpointKind } from "../schema";
import { ecs } from "./ecs";
import { polardb } from "./polardb";
import { selfManaged } from "./self-managed";

export const kinds = { ecs, "self-managed": selfManaged, polardb } as const satisfies Record<EndpointKind, Kind>;
