/** What may be changed of a task that has been started, without a new precheck. Browser-safe. */
import { z } from "zod";
import { instanceClassNames, type InstanceClass } from "../instance-class";
import { objectsSliceSchema, type ObjectsSlice } from "../schema";

const { caps, heartbeatSeconds, lagWarnSeconds, retryMinutes, otherRetryMinutes } = objectsSliceSchema.shape;

export const limitsSchema = z
  .object({ instanceClass: z.enum(instanceClassNames), caps, heartbeatSeconds, lagWarnSeconds, retryMinutes, otherRetryMinutes })
  .refine((value) => value.otherRetryMinutes < value.retryMinutes, {
    path: ["otherRetryMinutes"],
    error: "Must be smaller than the retry time for failed connections.",
  });
export type LimitsInput = z.input<typeof limitsSchema>;
export type Limits = z.output<typeof limitsSchema>;

export function limitsOf(instanceClass: InstanceClass, objects: ObjectsSlice): Limits {
  return {
    instanceClass,
    caps: objects.caps,
    ...(objects.heartbeatSeconds === undefined ? {} : { heartbeatSeconds: objects.heartbeatSeconds }),
    lagWarnSeconds: objects.lagWarnSeconds,
    retryMinutes: objects.retryMinutes,
    otherRetryMinutes: objects.otherRetryMinutes,
  };
}

/** One changed value: `path` names it in the configuration; null = no limit. */
export interface LimitChange {
  readonly path: "instanceClass" | "caps.full.queriesPerSecond" | "caps.full.rowsPerSecond" | "caps.full.bytesPerSecond" | "caps.incremental.rowsPerSecond" | "caps.incremental.bytesPerSecond" | "heartbeatSeconds" | "lagWarnSeconds" | "retryMinutes" | "otherRetryMinutes";
  readonly before: string | number | null;
  readonly after: string | number | null;
}

/** What differs, in the order of the form. Pure. */
export function limitChanges(before: Limits, after: Limits): LimitChange[] {
  const flat = (limits: Limits): Record<LimitChange["path"], string | number | null> => ({
    instanceClass: limits.instanceClass,
    "caps.full.queriesPerSecond": limits.caps.full.queriesPerSecond ?? null,
    "caps.full.rowsPerSecond": limits.caps.full.rowsPerSecond ?? null,
    "caps.full.bytesPerSecond": limits.caps.full.bytesPerSecond ?? null,
    "caps.incremental.rowsPerSecond": limits.caps.incremental.rowsPerSecond ?? null,
    "caps.incremental.bytesPerSecond": limits.caps.incremental.bytesPerSecond ?? null,
    heartbeatSeconds: limits.heartbeatSeconds ?? null,
    lagWarnSeconds: limits.lagWarnSeconds,
    retryMinutes: limits.retryMinutes,
    otherRetryMinutes: limits.otherRetryMinutes,
  });
  const [from, to] = [flat(before), flat(after)];
  return (Object.keys(from) as LimitChange["path"][]).filter((path) => from[path] !== to[path]).map((path) => ({ path, before: from[path], after: to[path] }));
}

/** The warning threshold is only read by screens; everything else is part of what the runner was told. */
export function needsNewAttempt(changes: readonly LimitChange[]): boolean {
  return changes.some(({ path }) => path !== "lagWarnSeconds");
}
