/** How far the destination is behind. Pure. */
import type { SourcePosition } from "../position/position";
import { compareFiles, reached } from "../position/position-order";

export interface LagFacts {
  /** Durable at the destination. */
  readonly applied: SourcePosition | null;
  /** Newest at the source; null = could not be read. */
  readonly source: SourcePosition | null;
  /** Source commit time of the oldest transaction that was read and is not applied; null when there is none. */
  readonly oldestOpenCommitMs: number | null;
  /** Source commit time of the last applied transaction. */
  readonly lastCommitMs: number | null;
  readonly nowMs: number;
  /** Source clock minus ours. */
  readonly clockOffsetMs: number;
}

/** Everything that the source has committed is applied; null = unknown. */
export function isCaughtUp(applied: SourcePosition | null, source: SourcePosition | null): boolean | null {
  return applied === null || source === null ? null : reached(applied, source);
}

/**
 * Milliseconds since the source committed the oldest transaction that is not applied. 0 when caught up, by position: an idle source is not lag.
 * Behind with nothing in hand (the reader has yet to deliver), the last applied transaction is the best bound; null = unknown.
 */
export function lagMs(facts: LagFacts): number | null {
  if (facts.oldestOpenCommitMs === null && isCaughtUp(facts.applied, facts.source) === true) return 0;
  const since = facts.oldestOpenCommitMs ?? (facts.source === null ? null : facts.lastCommitMs);
  return since === null ? null : Math.max(0, facts.nowMs + facts.clockOffsetMs - since);
}

/** Bytes of binlog from `applied` to `source`, by the sizes of the source's files; null when the applied file is not among them. */
export function bytesBehind(
  applied: { readonly file: string; readonly offset: number } | null,
  source: { readonly file: string; readonly offset: number } | null,
  files: readonly { readonly file: string; readonly bytes: number }[],
): number | null {
  if (applied === null || source === null) return null;
  if (applied.file === source.file) return Math.max(0, source.offset - applied.offset);
  if (compareFiles(applied.file, source.file) > 0) return 0;
  let behind = source.offset;
  let isKnown = false;
  for (const { file, bytes } of files) {
    if (file === applied.file) {
      isKnown = true;
      behind += Math.max(0, bytes - applied.offset);
    } else if (compareFiles(file, applied.file) > 0 && compareFiles(file, source.file) < 0) behind += bytes;
  }
  return isKnown ? behind : null;
}
