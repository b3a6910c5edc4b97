/** How long figures are kept, and at what grain. Pure. */

export interface Resolution {
  readonly seconds: 10 | 60 | 600;
  readonly keptMs: number;
}

const hour = 3_600_000;

/** At most 720 + 1,440 + 4,320 rows per task. */
export const resolutions: readonly Resolution[] = [
  { seconds: 10, keptMs: 2 * hour },
  { seconds: 60, keptMs: 24 * hour },
  { seconds: 600, keptMs: 30 * 24 * hour },
];

export function bucketStart(atMs: number, seconds: number): number {
  return Math.floor(atMs / (seconds * 1_000)) * seconds * 1_000;
}

/** The finest grain that still holds `fromMs` and does not give more than about 800 points. */
export function resolutionFor(fromMs: number, toMs: number, now: number): Resolution {
  const fitting = resolutions.find((each) => fromMs >= now - each.keptMs && (toMs - fromMs) / (each.seconds * 1_000) <= 800);
  return fitting ?? { seconds: 600, keptMs: 30 * 24 * hour };
}

export const windows = { "15m": hour / 4, "1h": hour, "6h": 6 * hour, "24h": 24 * hour, "7d": 7 * 24 * hour, "30d": 30 * 24 * hour } as const;
export type Window = keyof typeof windows;

/** What was measured in one bucket, as sums: two halves of a bucket can be added. */
export interface BucketSums {
  samples: number;
  rowsSum: number;
  transactionsSum: number;
  bytesSum: number;
  lagSamples: number;
  lagSumMs: number;
  lagMaxMs: number | null;
  commitSamples: number;
  commitSumMs: number;
}

export function emptyBucket(): BucketSums {
  return { samples: 0, rowsSum: 0, transactionsSum: 0, bytesSum: 0, lagSamples: 0, lagSumMs: 0, lagMaxMs: null, commitSamples: 0, commitSumMs: 0 };
}

interface Measured {
  readonly rowsPerSecond: number;
  readonly transactionsPerSecond: number;
  readonly bytesPerSecond: number;
  readonly lagMs: number | null;
  readonly commitMs: number | null;
}

export function addTo(bucket: BucketSums, measured: Measured): void {
  bucket.samples += 1;
  bucket.rowsSum += measured.rowsPerSecond;
  bucket.transactionsSum += measured.transactionsPerSecond;
  bucket.bytesSum += measured.bytesPerSecond;
  if (measured.lagMs !== null) {
    bucket.lagSamples += 1;
    bucket.lagSumMs += measured.lagMs;
    bucket.lagMaxMs = Math.max(bucket.lagMaxMs ?? 0, measured.lagMs);
  }
  if (measured.commitMs !== null) {
    bucket.commitSamples += 1;
    bucket.commitSumMs += measured.commitMs;
  }
}
