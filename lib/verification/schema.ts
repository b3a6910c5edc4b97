/** What may be asked of a verification. Browser-safe. */
import { z } from "zod";

export const methods = ["count", "hash", "full"] as const;
export const scopes = ["all", "selected", "changed"] as const;
export const jobStatuses = ["waiting", "running", "passed", "different", "failed", "cancelled"] as const;
export type JobStatus = (typeof jobStatuses)[number];
export const tableStates = ["waiting", "running", "match", "different", "skipped"] as const;
export type VerifiedState = (typeof tableStates)[number];
/** `changing`: rows changed faster than they can be compared; `behind`: the task does not run and is not at the source's position; `unreadable`: a server refused. */
export const skipReasons = ["changing", "behind", "missing", "left-out", "columns", "unreadable"] as const;
export type SkipReason = (typeof skipReasons)[number];

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Enter a time such as 22:00.");

export const scheduleSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("now") }),
  z.object({ kind: z.literal("at"), atMs: z.number().int().positive("Choose a time.") }),
  z.object({ kind: z.literal("every"), hours: z.number().int().min(1).max(720), from: clock, to: clock, timeZone: z.string().min(1).max(64) }),
]);
export type Schedule = z.infer<typeof scheduleSchema>;

export const verificationSchema = z
  .object({
    scope: z.enum(scopes),
    /** `database.table` of the source. */
    tables: z.array(z.string().min(3).max(130)).max(10_000).default([]),
    method: z.enum(methods),
    /** Rows per second read on each side; 0 = no limit. */
    rowsPerSecond: z.number().int().min(0).max(100_000_000),
    /** Bytes of rows per second read on each side; 0 = no limit. */
    bytesPerSecond: z.number().int().min(0).max(100_000_000_000).default(0),
    schedule: scheduleSchema,
    /** Differing rows from which the alert rule "Verification differences" speaks of this run. */
    threshold: z.number().int().min(1).max(1_000_000_000),
  })
  .refine((settings) => settings.scope !== "selected" || settings.tables.length > 0, { path: ["tables"], message: "Choose at least one table." });
export type VerificationSettings = z.infer<typeof verificationSchema>;

/** Minutes of the day at a place. */
function minuteOfDay(atMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(atMs);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value ?? 0);
  return part("hour") * 60 + part("minute");
}

const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** May work go on at that moment? A window over midnight is one; equal ends are the whole day. */
export function isInWindow(window: { readonly from: string; readonly to: string; readonly timeZone: string }, atMs: number): boolean {
  const [from, to, now] = [minutes(window.from), minutes(window.to), minuteOfDay(atMs, window.timeZone)];
  if (from === to) return true;
  return from < to ? now >= from && now < to : now >= from || now < to;
}

/** When the first run of a schedule is due. */
export function firstDue(schedule: Schedule, now: number): number {
  if (schedule.kind === "at") return schedule.atMs;
  return now;
}

/** When the run after one that began at `startedAtMs` is due; null = none follows. */
export function nextDue(schedule: Schedule, startedAtMs: number): number | null {
  return schedule.kind === "every" ? startedAtMs + schedule.hours * 3_600_000 : null;
}
