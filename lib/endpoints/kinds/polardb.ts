import type { Kind } from "../kind";

/** A cluster's primary endpoint: parameters in its console, no superuser, a whitelist instead of a firewall. */
export const polardb = { kind: "polardb", roles: ["destination"], facts: { managed: true, gate: "whitelist" } } as const satisfies Kind;
