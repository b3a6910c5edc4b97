import { database } from "../db/client";
import type { Figures } from "../engine/plan";
import type { SourcePosition } from "../engine/position/position";
import { compareCoordinates, reached } from "../engine/position/position-order";
import type { CutoverView } from "./view";

/** JSON of `CutoverMark.position`. */
export interface KeptMark {
  readonly position: SourcePosition;
  readonly readOnly: boolean;
  readonly guardsOff?: { readonly atMs: number; readonly triggers: number; readonly events: number };
}

/** Buckets that are older say nothing about now. */
const freshMs = 40_000;

/** How far a cut-over is, from what the runner last reported. */
export async function getCutover(taskId: string, now = Date.now()): Promise<CutoverView> {
  const db = database();
  const [mark, figure, buckets] = await Promise.all([
    db.cutoverMark.findUnique({ where: { taskId } }),
    db.taskFigure.findUnique({ where: { taskId } }),
    db.taskFigureBucket.findMany({ where: { taskId, resolutionSeconds: 10, atMs: { gte: now - 2 * 3_600_000 } }, orderBy: { atMs: "desc" }, take: 720 }),
  ]);
  const job = mark === null ? null : await db.verificationJob.findFirst({ where: { taskId, createdAtMs: { gte: mark.atMs }, dueAtMs: { lte: now } }, orderBy: { id: "desc" } });
  const figures = figure === null ? null : (figure.figures as unknown as Figures);
  const { position, readOnly, guardsOff } = (mark?.position ?? {}) as unknown as KeptMark;
  return {
    caughtUpSinceMs: caughtUpSince(figures?.caughtUp === true ? buckets.map((bucket) => ({ atMs: Number(bucket.atMs), lagMaxMs: bucket.lagSamples > 0 ? bucket.lagMaxMs : null })) : [], now),
    mark:
      mark === null
        ? null
        : {
            atMs: Number(mark.atMs),
            actor: mark.actor,
            position: position.gtidSet || `${position.file}:${position.offset}`,
            readOnly,
            guardsOff: guardsOff ?? null,
            applied: figures?.applied ? reached(figures.applied, position) : null,
            writtenSince: writtenSince(position, figures),
          },
    verification: job === null ? null : { number: job.id, status: job.status },
  };
}

/** Null = not known. Where heartbeat rows move the source's position, what was read of others counts: what is not read yet is not applied either. */
export function writtenSince(position: SourcePosition, figures: Pick<Figures, "source" | "heartbeat"> | null): boolean | null {
  if (!figures?.source) return null;
  if (!figures.heartbeat?.lastOther.file) return !reached(position, figures.source);
  return compareCoordinates(figures.heartbeat.lastOther, position) > 0;
}

/** Begin of the unbroken row of buckets without lag that leads to now; newest first. */
export function caughtUpSince(buckets: readonly { readonly atMs: number; readonly lagMaxMs: number | null }[], now: number): number | null {
  let since: number | null = null;
  for (const bucket of buckets) {
    if (bucket.lagMaxMs !== 0 || (since ?? now) - bucket.atMs > (since === null ? freshMs : 10_000)) break;
    since = bucket.atMs;
  }
  return since;
}
