/** The window of charts as the URL says it: `now-6h` or milliseconds. Pure. */

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Lengths that are offered, shortest first. */
export const presets = ["15m", "1h", "6h", "24h", "7d", "30d"] as const;
export type Preset = (typeof presets)[number];

export function presetMs(preset: Preset): number {
  return relativeMs(`now-${preset}`) ?? units.h;
}

function relativeMs(text: string): number | null {
  const found = /^now(?:-(\d{1,4})([mhd]))?$/.exec(text);
  if (!found) return null;
  return found[1] === undefined ? 0 : Number(found[1]) * units[found[2] as keyof typeof units];
}

export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
  /** It moves on with the clock. */
  readonly live: boolean;
  /** The preset it is, if it is one. */
  readonly preset: Preset | null;
}

const longestMs = 31 * units.d;

/** What `from` and `to` of the URL mean now. What is not understood, empty or longer than a month is the fallback up to now. */
export function timeWindow(from: string, to: string, nowMs: number, fallback: Preset = "1h"): TimeWindow {
  const at = (text: string) => {
    const ago = relativeMs(text);
    return ago !== null ? nowMs - ago : /^\d{12,14}$/.test(text) ? Number(text) : null;
  };
  const [fromMs, toMs] = [at(from), at(to === "" ? "now" : to)];
  if (fromMs === null || toMs === null || toMs - fromMs < 1_000 || toMs - fromMs > longestMs)
    return { fromMs: nowMs - presetMs(fallback), toMs: nowMs, live: true, preset: fallback };
  const live = relativeMs(to === "" ? "now" : to) === 0 && relativeMs(from) !== null;
  return { fromMs, toMs, live, preset: live ? (presets.find((preset) => from === `now-${preset}`) ?? null) : null };
}
