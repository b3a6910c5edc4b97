import type { CheckSide } from "./check";
import { checks } from "./checks";
import { spokenTexts, type Text } from "./text";

/** A check as its help page shows it. */
export interface CheckHelp {
  readonly id: string;
  readonly code: string;
  readonly side: CheckSide;
  readonly severity: "blocker" | "warning";
  readonly ignorable: boolean;
  readonly topic: Text;
  /** Why it matters, for each way it can end; `{name}` stands where a run fills in what it found. */
  readonly why: readonly Text[];
  readonly dependsOn: readonly { readonly id: string; readonly topic: Text }[];
}

/** All checks in the order of a run. */
export function checkHelp(): CheckHelp[] {
  const topics = new Map(checks.map((check) => [check.id, check.topic]));
  return checks.map(({ id, code, side, severity, ignorable, topic, dependsOn }) => ({
    id,
    code,
    side,
    severity,
    ignorable,
    topic,
    why: [...spokenTexts].filter(([key]) => speakers(id).some((speaker) => key.startsWith(`${speaker}.`)) && /\.(why|leftOut|notCarried|replaced|handled|independent)/.test(key)).map(([key, text]) => ({ key, values: {}, text })),
    dependsOn: dependsOn.map((other) => ({ id: other, topic: topics.get(other)! })),
  }));
}

/** Both ends are reached in the same way. */
const speakers = (id: string) => (id.endsWith("-reachable") ? [id, "connectivity"] : [id]);
