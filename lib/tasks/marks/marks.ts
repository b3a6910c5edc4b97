/** What a chart draws besides lines: stretches of time in which the task stood or copied, and moments worth a look. Pure; browser-safe. */
import type { Severity, TaskEventKind } from "../event-view";

export type BandKind = "paused" | "retrying" | "failed" | "load";

export interface Band {
  readonly kind: BandKind;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Flag {
  /** Of the event. */
  readonly id: number;
  readonly atMs: number;
  readonly kind: TaskEventKind;
  readonly severity: Severity;
  readonly message: string;
}

export interface Marks {
  readonly bands: readonly Band[];
  readonly flags: readonly Flag[];
}

/** One change of status, oldest first. */
export interface StatusStep {
  readonly atMs: number;
  readonly to: string;
}

const bandOf: Readonly<Record<string, BandKind>> = { paused: "paused", retrying: "retrying", failed: "failed" };

/** Stretches of `fromMs` to `toMs` in which the task was paused, retrying or failed, and the full load. `steps` may begin before `fromMs`. */
export function bandsOf(steps: readonly StatusStep[], load: { readonly startedAtMs: number; readonly endedAtMs: number | null } | undefined, fromMs: number, toMs: number): Band[] {
  const bands: Band[] = [];
  const add = (kind: BandKind, from: number, to: number) => {
    const band = { kind, fromMs: Math.max(from, fromMs), toMs: Math.min(to, toMs) };
    if (band.toMs > band.fromMs) bands.push(band);
  };
  steps.forEach((step, index) => {
    const kind = bandOf[step.to];
    if (kind) add(kind, step.atMs, steps[index + 1]?.atMs ?? toMs);
  });
  if (load) add("load", load.startedAtMs, load.endedAtMs ?? toMs);
  return bands.sort((a, b) => a.fromMs - b.fromMs);
}
