import lighthouse, { desktopConfig, type Config, type Result } from "lighthouse";
import type { LighthouseBrowser } from "./browser";

export type Preset = "desktop" | "mobile";

/** Scores 0–100, the shift of the layout without a unit, the blocking time in milliseconds. */
export interface Measured {
  readonly accessibility: number;
  readonly bestPractices: number;
  /** Null where it was not asked for. */
  readonly performance: number | null;
  readonly layoutShift: number;
  readonly blockingMs: number;
  /** What costs points for accessibility and best practices: `id: what it found first`. */
  readonly faults: readonly string[];
}

/**
 * One run of Lighthouse. `quick`: without its figure for the speed.
 * @throws when Lighthouse could not measure, or measured another page, such as the sign-in.
 */
export async function measure({ port }: LighthouseBrowser, url: string, preset: Preset, { quick }: { quick: boolean }): Promise<Measured> {
  const run = await lighthouse(
    url,
    {
      port,
      output: "json",
      logLevel: "error",
      // It does not wait for a page that does nothing: live figures always do something, and what it still asks when it gives that up ends in an error of nobody.
      cpuQuietThresholdMs: 0,
      ...(quick ? { onlyCategories: ["accessibility", "best-practices"], onlyAudits: ["cumulative-layout-shift", "total-blocking-time"] } : { onlyCategories: ["accessibility", "best-practices", "performance"] }),
    },
    preset === "desktop" ? (desktopConfig as Config) : undefined,
  );
  const result = run?.lhr;
  if (result === undefined || result.runtimeError) throw new Error(`Lighthouse has no result for ${url}: ${result?.runtimeError?.message ?? "nothing came"}`);
  if (result.finalDisplayedUrl !== url) throw new Error(`${url} led to ${result.finalDisplayedUrl}`);
  const score = (category: string) => Math.round((result.categories[category]?.score ?? 0) * 100);
  return {
    accessibility: score("accessibility"),
    bestPractices: score("best-practices"),
    performance: quick ? null : score("performance"),
    layoutShift: result.audits["cumulative-layout-shift"]?.numericValue ?? Infinity,
    blockingMs: result.audits["total-blocking-time"]?.numericValue ?? Infinity,
    faults: ["accessibility", "best-practices"].flatMap((category) => faultsOf(result, category)),
  };
}

function faultsOf(result: Result, category: string): string[] {
  return (result.categories[category]?.auditRefs ?? []).flatMap(({ id, weight }) => {
    const audit = result.audits[id];
    if (!audit || weight === 0 || audit.score === null || audit.score === 1) return [];
    const items = audit.details && "items" in audit.details ? audit.details.items : [];
    return [`${id}: ${JSON.stringify((items as readonly unknown[])[0] ?? null).slice(0, 300)}`];
  });
}

/** The one in the middle of each figure. */
export function medianOf(runs: readonly Measured[]): Measured {
  const middle = (figure: (run: Measured) => number) => runs.map(figure).sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? NaN;
  return {
    accessibility: middle((run) => run.accessibility),
    bestPractices: middle((run) => run.bestPractices),
    performance: middle((run) => run.performance ?? 0),
    layoutShift: middle((run) => run.layoutShift),
    blockingMs: middle((run) => run.blockingMs),
    faults: [...new Set(runs.flatMap((run) => run.faults))],
  };
}
