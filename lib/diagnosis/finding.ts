/** What a diagnosis found. Plain JSON; browser-safe. The words are messages `performance.findings.<check>.<outcome>`. */

export const diagnosisChecks = [
  "bottleneck",
  "source-position",
  "source-runway",
  "source-load",
  "source-transactions",
  "source-clock",
  "destination-writable",
  "destination-load",
  "destination-commit",
  "destination-locks",
  "destination-transactions",
  "destination-memory",
  "destination-keys",
  "network-source",
  "network-destination",
  "runner-heartbeat",
  "runner-processor",
  "runner-memory",
  "runner-disk",
] as const;
export type DiagnosisCheck = (typeof diagnosisChecks)[number];

export type FindingLevel = "fine" | "warn" | "bad" | "unknown";

export interface Finding {
  readonly check: DiagnosisCheck;
  readonly level: FindingLevel;
  /** Which sentence of the check. */
  readonly outcome: string;
  /** For the sentence: numbers as they are (milliseconds, bytes, shares in percent), names as text. */
  readonly values: Readonly<Record<string, string | number>>;
  /** A statement for the server of that side, to copy. */
  readonly fix?: string;
  /** The server's own words. */
  readonly serverMessage?: string;
}

export interface DiagnosisView {
  readonly id: number;
  readonly atMs: number;
  readonly durationMs: number;
  readonly actor: string;
  readonly findings: readonly Finding[];
}

export const sideOf = (check: DiagnosisCheck) => (check === "bottleneck" ? "runner" : (check.split("-")[0] as "source" | "destination" | "network" | "runner"));

const urgency: Record<FindingLevel, number> = { bad: 0, warn: 1, unknown: 2, fine: 3 };

/** Worst first, then as the stages follow each other. */
export function byUrgency(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => urgency[a.level] - urgency[b.level] || diagnosisChecks.indexOf(a.check) - diagnosisChecks.indexOf(b.check));
}
