/**
 * Lets the runner in where somebody else's program can do it. `webhook`: the rule is posted as JSON to a URL; 2xx = done. The receiver must take the same rule
 * twice without harm; when it answers `{"status":"already-present"}` nothing had to change.
 */
import type { AccessStatus } from "../view";

/** The rule as it is sent: everything that a firewall, a security group or a whitelist needs. */
export interface NetworkRuleBody {
  readonly protocol: "tcp";
  readonly address: string;
  readonly port: number;
  /** CIDRs that are let in. */
  readonly sources: readonly string[];
  /** Name of the group or list that it goes to. */
  readonly group: "dts_sync";
  readonly task: string;
  readonly side: "source" | "destination";
  /** Registered id of the host or cluster. */
  readonly name: string;
}

const timeoutMs = 15_000;
const keptWords = 300;

/** Never throws: a receiver that refuses or does not answer is `failed` with its words. */
export async function sendRule(url: string, action: "allow" | "revoke", rule: NetworkRuleBody): Promise<{ status: Extract<AccessStatus, "added" | "present" | "failed" | "reverted">; detail: string }> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": `${rule.task}:${rule.side}:${action}` },
      body: JSON.stringify({ action, ...rule }),
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const words = (await response.text()).slice(0, keptWords);
    if (!response.ok) return { status: "failed", detail: `HTTP ${response.status}${words === "" ? "" : `: ${words}`}` };
    if (action === "revoke") return { status: "reverted", detail: "" };
    return { status: /"status"\s*:\s*"already-present"/.test(words) ? "present" : "added", detail: "" };
  } catch (error) {
    const cause = (error as { cause?: { code?: string; message?: string } }).cause;
    return { status: "failed", detail: cause?.code ?? cause?.message ?? (error instanceof Error ? error.message : String(error)) };
  }
}
