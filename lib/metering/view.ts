/** Read models of the usage page. Plain JSON, browser-safe, types only. */
import type { MeterKind } from "./meter-kind";

export interface UsageSum {
  readonly elapsedMs: number;
  readonly rows: number;
  readonly bytes: number;
}

export interface UsageTask {
  readonly taskId: string;
  readonly taskName: string;
  readonly meteredMs: number;
  readonly freeMs: number;
  readonly rows: number;
  readonly bytes: number;
  readonly kinds: Partial<Record<MeterKind, UsageSum>>;
}

export interface UsageReport {
  readonly fromMs: number;
  readonly toMs: number;
  readonly atMs: number;
  readonly tasks: readonly UsageTask[];
}

export interface UsageHour extends UsageSum {
  readonly atMs: number;
  readonly kind: MeterKind;
  readonly metered: boolean;
}

export interface UsageHours {
  readonly taskId: string;
  readonly hours: readonly UsageHour[];
}
