/** How long the full load still takes, as honestly as its recent rates allow. Pure. */

export interface EtaRange {
  readonly lowMs: number;
  readonly highMs: number;
}

const leastMs = 60_000;
const leastPercent = 2;
/** Weight of a rate halves with this age. */
const halfLifeMs = 100_000;

export interface EtaFacts {
  /** Rows or bytes still to copy. */
  readonly ahead: number;
  readonly percent: number;
  readonly loadStartedAtMs: number;
  readonly nowMs: number;
  /** The same per second in the last five minutes, any order. */
  readonly rates: readonly { readonly atMs: number; readonly perSecond: number }[];
}

/**
 * What is ahead ÷ the weighted rate of the last five minutes; wide where the rate varied. Null ("Estimating…") before a minute has passed and two
 * per cent are copied, and while nothing moves.
 */
export function etaRange({ ahead, percent, loadStartedAtMs, nowMs, rates }: EtaFacts): EtaRange | null {
  if (nowMs - loadStartedAtMs < leastMs || percent < leastPercent) return null;
  const recent = rates.filter((rate) => nowMs - rate.atMs <= 5 * 60_000 && rate.atMs >= loadStartedAtMs - 10_000);
  if (recent.length < 3) return null;
  const weight = (atMs: number) => 0.5 ** ((nowMs - atMs) / halfLifeMs);
  const total = recent.reduce((sum, rate) => sum + weight(rate.atMs), 0);
  const mean = recent.reduce((sum, rate) => sum + rate.perSecond * weight(rate.atMs), 0) / total;
  if (!(mean > 0)) return null;
  const variance = recent.reduce((sum, rate) => sum + weight(rate.atMs) * (rate.perSecond - mean) ** 2, 0) / total;
  // A rate that halves now and then doubles the time at worst; nothing is promised beyond a third of the mean.
  const spread = Math.sqrt(variance);
  const seconds = (rate: number) => Math.round((ahead / rate) * 1_000);
  return { lowMs: seconds(mean + spread), highMs: seconds(Math.max(mean - spread, mean / 3)) };
}
