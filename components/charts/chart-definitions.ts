import type { FigureSeries } from "@/lib/figures/series";
import { countSteps, durationSteps } from "./chart-steps";

export const chartNames = ["lag", "rows", "transactions", "bytes", "commit", "queue", "ddl", "retries"] as const;
export type ChartName = (typeof chartNames)[number];

type Column = keyof { [Key in keyof FigureSeries as FigureSeries[Key] extends readonly (number | null)[] ? Key : never]: true };
export type SeriesName = "lagMean" | "lagMax" | "inserts" | "updates" | "deletes" | "transactions" | "sourceBytes" | "readBytes" | "bytes" | "commit" | "statements" | "reader" | "buffer" | "ddl" | "retries";

export interface ChartDefinition {
  readonly unit: "duration" | "milliseconds" | "perSecond" | "bytes" | "share" | "count";
  readonly series: readonly { readonly name: SeriesName; readonly column: Column; readonly color: string; readonly dash?: number[]; readonly fill?: boolean }[];
  readonly increments?: readonly number[];
  /** The axis reaches at least this far. */
  readonly floor: number;
  readonly log?: boolean;
}

const megabytes = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

/** Each line has its own colour and, beside others, its own dash. */
export const charts: Record<ChartName, ChartDefinition> = {
  lag: {
    unit: "duration",
    series: [
      { name: "lagMean", column: "lagMs", color: "--series-1", fill: true },
      { name: "lagMax", column: "lagMaxMs", color: "--series-5", dash: [2, 3] },
    ],
    increments: durationSteps,
    floor: 1_000,
    log: true,
  },
  rows: {
    unit: "perSecond",
    series: [
      { name: "inserts", column: "insertsPerSecond", color: "--series-3" },
      { name: "updates", column: "updatesPerSecond", color: "--series-1", dash: [6, 3] },
      { name: "deletes", column: "deletesPerSecond", color: "--series-2", dash: [2, 3] },
    ],
    increments: countSteps,
    floor: 5,
  },
  transactions: { unit: "perSecond", series: [{ name: "transactions", column: "transactionsPerSecond", color: "--series-4", fill: true }], increments: countSteps, floor: 5 },
  bytes: {
    unit: "bytes",
    series: [
      { name: "sourceBytes", column: "sourceBytesPerSecond", color: "--series-5", dash: [2, 3] },
      { name: "readBytes", column: "readBytesPerSecond", color: "--series-2", dash: [6, 3] },
      { name: "bytes", column: "bytesPerSecond", color: "--series-3" },
    ],
    increments: megabytes,
    floor: 1_000,
  },
  commit: {
    unit: "milliseconds",
    series: [
      { name: "commit", column: "commitMs", color: "--series-1" },
      { name: "statements", column: "statementMs", color: "--series-4", dash: [6, 3] },
    ],
    increments: durationSteps,
    floor: 10,
  },
  queue: {
    unit: "share",
    series: [
      { name: "reader", column: "readerFill", color: "--series-2" },
      { name: "buffer", column: "bufferFill", color: "--series-1", dash: [6, 3] },
    ],
    increments: [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1],
    floor: 0.1,
  },
  ddl: { unit: "count", series: [{ name: "ddl", column: "ddls", color: "--series-4", fill: true }], increments: countSteps, floor: 4 },
  retries: { unit: "count", series: [{ name: "retries", column: "retries", color: "--series-2", fill: true }], increments: countSteps, floor: 4 },
};
