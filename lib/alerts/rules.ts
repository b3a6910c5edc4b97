/** What alerts are about, when they are raised and cleared. Pure and browser-safe. */
import { z } from "zod";
import { isMoving, isRunnable, type TaskStatus } from "../tasks/status";

export const alertKinds = ["lag", "state", "runway", "no-progress", "full-load", "verification", "worker-lost", "destination-full", "destination-space", "reminder"] as const;
export type AlertKind = (typeof alertKinds)[number];

/** What the number of a rule counts; null = it has none. */
export const thresholdUnits = { lag: "seconds", state: null, runway: "hours", "no-progress": null, "full-load": "hours", verification: "rows", "worker-lost": null, "destination-full": null, "destination-space": "percent", reminder: null } as const satisfies Record<AlertKind, string | null>;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Enter a time such as 22:00.");

export const ruleSettingsSchema = z.object({
  enabled: z.boolean(),
  /** null: of the lag alone, the limit at which the task's own screens warn. */
  threshold: z.number().min(1, "Enter a number of at least 1.").max(10_000_000).nullable(),
  /** The condition must hold for so long. */
  forMinutes: z.number().int().min(0).max(10_080),
  /** Channels by id; empty = all. */
  channels: z.array(z.string().max(64)).max(50).default([]),
  /** Only then is anybody told; null = always. */
  hours: z.object({ from: clock, to: clock, timeZone: z.string().min(1).max(64) }).nullable().default(null),
});
export type RuleSettings = z.infer<typeof ruleSettingsSchema>;

/** What holds without a rule of one's own. The first two are on, as in the vendor's console. */
export const builtInRules: Readonly<Record<AlertKind, RuleSettings>> = {
  lag: { enabled: true, threshold: null, forMinutes: 5, channels: [], hours: null },
  state: { enabled: true, threshold: 1, forMinutes: 1, channels: [], hours: null },
  runway: { enabled: false, threshold: 24, forMinutes: 0, channels: [], hours: null },
  "no-progress": { enabled: false, threshold: 1, forMinutes: 10, channels: [], hours: null },
  "full-load": { enabled: false, threshold: 24, forMinutes: 0, channels: [], hours: null },
  verification: { enabled: false, threshold: 1, forMinutes: 0, channels: [], hours: null },
  "worker-lost": { enabled: false, threshold: 1, forMinutes: 1, channels: [], hours: null },
  "destination-full": { enabled: false, threshold: 1, forMinutes: 0, channels: [], hours: null },
  "destination-space": { enabled: false, threshold: 10, forMinutes: 0, channels: [], hours: null },
  // Somebody asked for it when pausing.
  reminder: { enabled: true, threshold: 1, forMinutes: 0, channels: [], hours: null },
};

/** What the rules look at. */
export interface AlertFacts {
  readonly status: TaskStatus;
  /** null while nothing is known: then nothing is raised and nothing is cleared. */
  readonly lagMs: number | null;
  /** The task's own limit: list, strip and charts warn from there on. */
  readonly lagLimitSeconds: number;
  readonly caughtUp: boolean | null;
  /** Sentence of the error that the task failed with or is retrying for. */
  readonly errorSentence: string | null;
  /** The destination answered that it has no space left (1021, 1114, 3675). MySQL tells nobody over SQL how much is left, so there is no earlier sign. */
  readonly destinationFull: boolean;
  /** About what is left of the destination's storage, in per cent, by what somebody typed; null = nobody did. */
  readonly destinationFreePercent: number | null;
  readonly runwayMs: number | null;
  /** The applied position moved since it was last looked at; null = not known yet. */
  readonly moved: boolean | null;
  /** Since when the full load goes on; null = it does not. */
  readonly loadingSinceMs: number | null;
  /** The one that ended last. `tables`: missing, without columns, or refused by a server: they have no rows to count. */
  readonly verification: { readonly number: number; readonly failed: boolean; readonly differences: number; readonly tables: number; readonly threshold: number } | null;
  readonly workerAlive: boolean;
  /** When whoever paused it wants to be reminded; null = nobody does. */
  readonly remindAtMs: number | null;
  /** It could not start at its appointed time, and nobody has looked after it since. */
  readonly missedStart: boolean;
}

export interface Verdict {
  /** null = cannot be told now. */
  readonly holds: boolean | null;
  readonly value: number | null;
  /** One line in English, as the status page says it. */
  readonly cause: string;
}

const no: Verdict = { holds: false, value: null, cause: "" };
const hourMs = 3_600_000;

/** Does the condition hold? A task that stopped is not cured of its lag: it is told by its state. An active alert clears only well below its limit, so that it does not flap. */
export function judge(kind: AlertKind, { threshold: given }: Pick<RuleSettings, "threshold">, facts: AlertFacts, active: boolean, now: number): Verdict {
  const threshold = given ?? (kind === "lag" ? facts.lagLimitSeconds : 1);
  switch (kind) {
    case "lag": {
      if (facts.status === "failed") return { ...no, holds: null };
      if (!isMoving(facts.status)) return no;
      if (facts.lagMs === null) return { ...no, holds: null };
      const seconds = Math.round(facts.lagMs / 1_000);
      return { holds: seconds >= threshold * (active ? 0.8 : 1), value: seconds, cause: `Lag is ${seconds} s; the limit is ${threshold} s.` };
    }
    case "state":
      if (facts.missedStart) return { holds: true, value: null, cause: "The task did not start at its appointed time." };
      return facts.status === "failed" || facts.status === "retrying" ? { holds: true, value: null, cause: facts.errorSentence ?? "The task has stopped." } : no;
    case "destination-full":
      return facts.destinationFull ? { holds: true, value: null, cause: "The destination has no space left: nothing can be written." } : no;
    case "destination-space": {
      const { destinationFreePercent: percent } = facts;
      if (percent === null || facts.status === "released") return no;
      return { holds: percent < threshold * (active ? 1.1 : 1), value: percent, cause: `About ${percent} % of the destination's storage is free, by what was entered in Resources and copied since; the limit is ${threshold} %.` };
    }
    case "runway": {
      if (facts.runwayMs === null) return { ...no, holds: facts.status === "released" ? false : null };
      const hours = Math.floor((facts.runwayMs / hourMs) * 10) / 10;
      return { holds: hours < threshold * (active ? 1.1 : 1), value: hours, cause: `The source may purge the binary log that this task needs in ${hours} hours.` };
    }
    case "no-progress":
      if (facts.status === "failed") return { ...no, holds: null };
      if (!isMoving(facts.status) || facts.caughtUp === true) return no;
      return { holds: facts.caughtUp === null || facts.moved === null ? null : !facts.moved, value: null, cause: "Nothing is applied although the source has more." };
    case "full-load": {
      if (facts.loadingSinceMs === null) return no;
      const hours = Math.floor(((now - facts.loadingSinceMs) / hourMs) * 10) / 10;
      return { holds: hours >= threshold, value: hours, cause: `The full load has run for ${hours} hours; the limit is ${threshold} hours.` };
    }
    case "verification": {
      const { verification } = facts;
      if (verification === null) return no;
      const { number, failed, differences, tables } = verification;
      if (failed) return { holds: true, value: null, cause: `Verification ${number} could not be finished.` };
      if (tables > 0) return { holds: true, value: differences, cause: `Verification ${number} found ${differences} differing rows; missing or not comparable tables: ${tables}.` };
      return { holds: differences >= Math.max(threshold, verification.threshold), value: differences, cause: `Verification ${number} found ${differences} differing rows.` };
    }
    case "reminder":
      return { holds: (facts.status === "paused" || facts.status === "pausing") && facts.remindAtMs !== null && facts.remindAtMs <= now, value: null, cause: "The task is still paused: this is the reminder that was asked for." };
    case "worker-lost":
      if (!isRunnable(facts.status)) return no;
      return { holds: !facts.workerAlive, value: null, cause: "No runner has shown itself lately: the task does not move." };
  }
}

/** How far an alert is. */
export interface AlertState {
  readonly state: "pending" | "active";
  readonly sinceMs: number;
  readonly clearSinceMs: number | null;
}

/** An alert clears when its condition has not held for so long. */
export const clearMs = 60_000;

export type Step = { readonly kind: "nothing" } | { readonly kind: "pend" } | { readonly kind: "raise" } | { readonly kind: "forget" } | { readonly kind: "clearing" } | { readonly kind: "holding" } | { readonly kind: "clear" };

/** What becomes of the alert of one rule and task. */
export function step(state: AlertState | null, holds: boolean | null, rule: Pick<RuleSettings, "enabled" | "forMinutes">, now: number): Step {
  if (!rule.enabled) return state === null ? { kind: "nothing" } : { kind: state.state === "active" ? "clear" : "forget" };
  if (holds === null) return { kind: "nothing" };
  if (state === null) return holds ? { kind: rule.forMinutes === 0 ? "raise" : "pend" } : { kind: "nothing" };
  if (state.state === "pending") {
    if (!holds) return { kind: "forget" };
    return { kind: now - state.sinceMs >= rule.forMinutes * 60_000 ? "raise" : "nothing" };
  }
  if (holds) return { kind: state.clearSinceMs === null ? "nothing" : "holding" };
  if (state.clearSinceMs === null) return { kind: "clearing" };
  return { kind: now - state.clearSinceMs >= clearMs ? "clear" : "nothing" };
}

/** A task's own rule, else the console's, else the built-in one. */
export function ruleFor<T>(kind: AlertKind, own: ReadonlyMap<AlertKind, T>, global: ReadonlyMap<AlertKind, T>, builtIn: (kind: AlertKind) => T): T {
  return own.get(kind) ?? global.get(kind) ?? builtIn(kind);
}
