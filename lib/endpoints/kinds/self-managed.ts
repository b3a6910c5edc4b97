import type { Kind } from "../kind";

/** Address and port that the runner reaches. */
export const selfManaged = { kind: "self-managed", roles: ["source"], facts: { managed: false, gate: "security-group" } } as const satisfies Kind;
