/** How long figures are kept, and at what grain. Pure. */
import type { StageFigures } from "../engine/metrics/stages";

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
  /** Samples that knew the stages. */
  stageSamples: number;
  insertsSum: number;
  updatesSum: number;
  deletesSum: number;
  readBytesSum: number;
  sourceSamples: number;
  sourceBytesSum: number;
  /** Share of the reader's queue and of the writer's buffer that was filled, 0-1. */
  readerFillSum: number;
  bufferFillSum: number;
  statementSamples: number;
  statementSumMs: number;
  /** Counted, not averaged. */
  ddls: number;
  retries: number;
}

export function emptyBucket(): BucketSums {
  return { samples: 0, rowsSum: 0, transactionsSum: 0, bytesSum: 0, lagSamples: 0, lagSumMs: 0, lagMaxMs: null, commitSamples: 0, commitSumMs: 0, stageSamples: 0, insertsSum: 0, updatesSum: 0, deletesSum: 0, readBytesSum: 0, sourceSamples: 0, sourceBytesSum: 0, readerFillSum: 0, bufferFillSum: 0, statementSamples: 0, statementSumMs: 0, ddls: 0, retries: 0 };
}

interface Measured {
  readonly rowsPerSecond: number;
  readonly transactionsPerSecond: number;
  readonly bytesPerSecond: number;
  readonly lagMs: number | null;
  readonly commitMs: number | null;
  readonly stages?: StageFigures;
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
  // The commits of this very second where they are known: the last one of all times says nothing about an idle minute.
  const commitMs = measured.stages ? measured.stages.destination.commitMs : measured.commitMs;
  if (commitMs !== null) {
    bucket.commitSamples += 1;
    bucket.commitSumMs += commitMs;
  }
  if (measured.stages) addStages(bucket, measured.stages);
}

function addStages(bucket: BucketSums, { source, reader, buffer, writer, changes }: StageFigures): void {
  bucket.stageSamples += 1;
  bucket.insertsSum += changes.inserts;
  bucket.updatesSum += changes.updates;
  bucket.deletesSum += changes.deletes;
  bucket.readBytesSum += reader.bytesPerSecond;
  bucket.readerFillSum += Math.min(1, reader.queueBytes / Math.max(1, reader.queueLimitBytes));
  bucket.bufferFillSum += Math.min(1, buffer.bytes / Math.max(1, buffer.limitBytes));
  if (source.bytesPerSecond !== null) {
    bucket.sourceSamples += 1;
    bucket.sourceBytesSum += source.bytesPerSecond;
  }
  if (writer.statementMs !== null) {
    bucket.statementSamples += 1;
    bucket.statementSumMs += writer.statementMs;
  }
}
