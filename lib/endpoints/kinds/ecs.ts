import type { Kind } from "../kind";

/** A self-managed server on a registered host: same engine rules as any self-managed one, but the way in is its security group. */
export const ecs = { kind: "ecs", roles: ["source"], facts: { managed: false, gate: "security-group" } } as const satisfies Kind;
