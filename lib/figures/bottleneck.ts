/** Which of the five stages holds the others up. Pure. */
import type { StageFigures } from "../engine/metrics/stages";

export const stageNames = ["source", "reader", "buffer", "writer", "destination"] as const;
export type StageName = (typeof stageNames)[number];

export type Bottleneck =
  /** Nothing is waiting. */
  | { readonly kind: "none"; readonly why: "idle" | "keeping-up" }
  /** The rate cap of the instance class. */
  | { readonly kind: "class"; readonly stage: "buffer"; readonly share: number }
  /** COMMIT takes most of the writer's time. */
  | { readonly kind: "commit"; readonly stage: "destination"; readonly commitMs: number }
  /** The statements take most of the writer's time. */
  | { readonly kind: "statements"; readonly stage: "writer"; readonly statementMs: number }
  /** Transactions change the same rows and go one after the other. */
  | { readonly kind: "same-rows"; readonly stage: "writer"; readonly share: number }
  /** Decoding on one processor core. */
  | { readonly kind: "processor"; readonly stage: "reader"; readonly share: number }
  /** The source or the network delivers less than the rest could take. */
  | { readonly kind: "delivery"; readonly stage: "reader"; readonly bytesPerSecond: number };

/** From this share on something is the limit and not just in use. */
const high = 0.7;

/**
 * The widest bottleneck. `caughtUp`: everything that the source has is applied; then nothing limits, whatever the load is.
 * Behind, the first stage from the end that has no time left is the limit: all before it only wait for it.
 */
export function bottleneck(stages: StageFigures, caughtUp: boolean | null): Bottleneck {
  const { reader, buffer, writer, destination, cpu } = stages;
  const idle = reader.eventsPerSecond === 0 && writer.rowsPerSecond === 0 && buffer.transactions === 0;
  if (caughtUp === true) return { kind: "none", why: idle ? "idle" : "keeping-up" };
  if (writer.capped >= high) return { kind: "class", stage: "buffer", share: writer.capped };
  const lanesFull = writer.lanes > 0 && writer.lanesBusy / writer.lanes >= high;
  const queued = buffer.transactions > writer.lanes || reader.blocked > 0 || reader.queueBytes / Math.max(1, reader.queueLimitBytes) >= 0.5;
  // Lanes that wait for each other do not work, and what is behind them piles up.
  if (writer.waiting >= 0.5 && writer.waiting * writer.lanes > writer.lanesBusy) return { kind: "same-rows", stage: "writer", share: writer.waiting };
  if (lanesFull || (queued && writer.lanesBusy >= 1 && cpu < high)) {
    const { commitMs } = destination;
    const { statementMs } = writer;
    if (commitMs !== null && commitMs >= (statementMs ?? 0)) return { kind: "commit", stage: "destination", commitMs };
    if (statementMs !== null) return { kind: "statements", stage: "writer", statementMs };
    // A destination transaction is under way longer than a second: no answer yet is an answer.
    if (lanesFull) return { kind: "statements", stage: "writer", statementMs: 1_000 };
  }
  if (cpu >= high) return { kind: "processor", stage: "reader", share: Math.min(1, cpu) };
  if (!queued && caughtUp === false && reader.eventsPerSecond > 0 && buffer.transactions <= writer.lanes && stages.source.bytesPerSecond !== null && stages.source.bytesPerSecond > reader.bytesPerSecond)
    return { kind: "delivery", stage: "reader", bytesPerSecond: reader.bytesPerSecond };
  return { kind: "none", why: idle ? "idle" : "keeping-up" };
}
