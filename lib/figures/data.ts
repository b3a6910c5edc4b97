import { database } from "../db/client";
import type { TaskFigureBucket } from "../generated/prisma/client";
import type { FigureSeries } from "./series";
import { bucketStart, resolutionFor } from "./buckets";

const mean = (total: number, count: number) => (count === 0 ? null : total / count);

/** Columns for a chart, one value per bucket from `fromMs` to `toMs`; buckets in which nothing was measured are null. */
export async function getSeries(taskId: string, range: { readonly fromMs: number; readonly toMs: number }, now = Date.now()): Promise<FigureSeries> {
  const { seconds } = resolutionFor(range.fromMs, range.toMs, now);
  const step = seconds * 1_000;
  const from = bucketStart(range.fromMs, seconds);
  const to = bucketStart(Math.min(range.toMs, now), seconds);
  const rows = await database().taskFigureBucket.findMany({ where: { taskId, resolutionSeconds: seconds, atMs: { gte: from, lte: to } } });
  const byTime = new Map(rows.map((row) => [Number(row.atMs), row]));
  const atMs: number[] = [];
  for (let at = from; at <= to && atMs.length < 10_000; at += step) atMs.push(at);
  const column = (value: (row: TaskFigureBucket) => number | null) => atMs.map((at) => (byTime.has(at) ? value(byTime.get(at)!) : null));
  return {
    resolutionSeconds: seconds,
    fromMs: from,
    toMs: to,
    atMs,
    rowsPerSecond: column((row) => mean(row.rowsSum, row.samples)),
    transactionsPerSecond: column((row) => mean(row.transactionsSum, row.samples)),
    bytesPerSecond: column((row) => mean(row.bytesSum, row.samples)),
    lagMs: column((row) => mean(row.lagSumMs, row.lagSamples)),
    lagMaxMs: column((row) => row.lagMaxMs),
    commitMs: column((row) => mean(row.commitSumMs, row.commitSamples)),
    statementMs: column((row) => mean(row.statementSumMs, row.statementSamples)),
    insertsPerSecond: column((row) => mean(row.insertsSum, row.stageSamples)),
    updatesPerSecond: column((row) => mean(row.updatesSum, row.stageSamples)),
    deletesPerSecond: column((row) => mean(row.deletesSum, row.stageSamples)),
    readBytesPerSecond: column((row) => mean(row.readBytesSum, row.stageSamples)),
    sourceBytesPerSecond: column((row) => mean(row.sourceBytesSum, row.sourceSamples)),
    readerFill: column((row) => mean(row.readerFillSum, row.stageSamples)),
    bufferFill: column((row) => mean(row.bufferFillSum, row.stageSamples)),
    // Counted where the task lived; a bucket in which it did not even retry is a gap.
    ddls: column((row) => (row.samples > 0 || row.ddls > 0 ? row.ddls : null)),
    retries: column((row) => (row.samples > 0 || row.retries > 0 ? row.retries : null)),
  };
}

/** Lag per minute of the last 30 minutes, oldest first, of several tasks: for the sparklines of the list. */
export async function lagHistories(taskIds: readonly string[], now = Date.now()): Promise<Map<string, (number | null)[]>> {
  const minutes = 30;
  const from = bucketStart(now, 60) - (minutes - 1) * 60_000;
  const rows = await database().taskFigureBucket.findMany({
    where: { taskId: { in: [...taskIds] }, resolutionSeconds: 60, atMs: { gte: from } },
    select: { taskId: true, atMs: true, lagSumMs: true, lagSamples: true },
  });
  const result = new Map<string, (number | null)[]>();
  for (const row of rows) {
    const list = result.get(row.taskId) ?? Array.from({ length: minutes }, (): number | null => null);
    const at = Math.round((Number(row.atMs) - from) / 60_000);
    if (at >= 0 && at < minutes) list[at] = mean(row.lagSumMs, row.lagSamples);
    result.set(row.taskId, list);
  }
  return result;
}

/** Rows and bytes per second in each ten seconds of the last five minutes. */
export async function recentRates(taskId: string, now = Date.now()): Promise<{ atMs: number; rowsPerSecond: number; bytesPerSecond: number }[]> {
  const rows = await database().taskFigureBucket.findMany({
    where: { taskId, resolutionSeconds: 10, atMs: { gte: now - 5 * 60_000 }, samples: { gt: 0 } },
    select: { atMs: true, rowsSum: true, bytesSum: true, samples: true },
  });
  return rows.map((row) => ({ atMs: Number(row.atMs), rowsPerSecond: row.rowsSum / row.samples, bytesPerSecond: row.bytesSum / row.samples }));
}

/** Samples that make a minute's mean worth something: figures come once a second. */
const minuteSamples = 20;

/** Bytes of log per second that a task has read in the fastest minute of the day before; null when there was none. What it could do beyond that nobody has seen. */
export async function fastestMinute(taskId: string, beforeMs: number): Promise<number | null> {
  const rows = await database().taskFigureBucket.findMany({
    where: { taskId, resolutionSeconds: 60, atMs: { gte: beforeMs - 24 * 3_600_000, lte: beforeMs }, stageSamples: { gte: minuteSamples } },
    select: { readBytesSum: true, stageSamples: true },
  });
  const rates = rows.map((row) => row.readBytesSum / row.stageSamples).filter((rate) => rate > 0);
  return rates.length === 0 ? null : Math.max(...rates);
}
