import type { MysqlConnection } from "../mysql/connection";
import type { CheckpointStore, StoredProgress } from "./checkpoint/checkpoint";
import type { EngineObserver } from "./plan";
import { readExecutedSets } from "./position/read-position";
import type { SourcePosition } from "./position/position";

/**
 * A source whose `gtid_mode` is no longer ON serves its log by file and offset only ("Cannot replicate anonymous transaction when AUTO_POSITION = 1").
 * Both name the same place as long as the same server answers, so the checkpoint lets go of its GTID set, for good, and the task goes on.
 *
 * After a failover nothing is changed (`start` has no file then): file and offset may still be those of the server before. `openAttempt` ends with
 * `binlog-position-invalid`.
 */
export async function leaveGtids(source: MysqlConnection, identity: string, progress: StoredProgress, store: CheckpointStore, observer: EngineObserver): Promise<StoredProgress> {
  const { start, lowWaterMark } = progress;
  const mark = lowWaterMark ?? start;
  if (mark === null || mark.gtidSet === null || mark.flavour !== "mysql" || progress.sourceIdentity !== identity || start?.file === "") return progress;
  if ((await readExecutedSets(source)) !== null) return progress;
  const byFile = (position: SourcePosition | null) => position && { ...position, gtidSet: null };
  const patch = { start: byFile(start), lowWaterMark: byFile(lowWaterMark) };
  await store.saveProgress(patch);
  observer.event({
    kind: "warning",
    atMs: Date.now(),
    code: "source-gtids-switched",
    message: "GTIDs were switched off at the source: the task reads on by log file and offset. It can no longer follow a failover to another server.",
  });
  return { ...progress, ...patch };
}
