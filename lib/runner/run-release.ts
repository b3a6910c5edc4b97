import { engineTaskId } from "./build-plan";
import { removeBeats, removeBeatsStatement } from "../engine/heartbeat/remove-row";
import type { Logger } from "../logging/logger";
import { removeRulesAtRelease } from "../endpoints/network-rules/mutations";
import { connectionOf } from "../tasks/connection";
import { getTaskRow } from "../tasks/data";
import { releasedPatch } from "../tasks/lifecycle/mutations";
import { noteHeartbeatStays } from "../tasks/heartbeat-left/mutations";
import { taskRecord } from "../tasks/record";
import { transition } from "../tasks/transition";
import type { Job } from "./job";

/**
 * The last act of a task: its credentials go, the tombstone stays. Destination data and the bookkeeping rows stay, too: they belong to the
 * destination's owner, and without them nobody could tell how far the copy is. The heartbeat row at the source goes where the account may take it away.
 */
export async function runRelease(job: Job, log: Logger): Promise<void> {
  const { taskId: id, epoch } = job.claim;
  const left = await removeRulesAtRelease(id, "runner");
  if (left.length > 0) log.warn({ taskId: id, sides: left }, "a network rule could not be taken back");
  await removeHeartbeat(id, log);
  await transition({
    id,
    action: "cleaned-up",
    actor: "runner",
    epoch,
    message: "Released: credentials are deleted, the destination's data stays.",
    patch: { ...releasedPatch, releasedAtMs: Date.now() },
  });
  log.info({ taskId: id }, "task released");
}

/** Whatever hinders it, the task is released: who may remove the row is told the statement. */
async function removeHeartbeat(id: string, log: Logger): Promise<void> {
  const row = await getTaskRow(id);
  if (taskRecord(row).objects?.heartbeatSeconds === undefined) return;
  // Each time the task was configured anew it wrote under another name.
  const names = Array.from({ length: row.generation }, (_, index) => engineTaskId({ id, generation: index + 1 }));
  const source = await connectionOf(row, "source").catch(() => null);
  const problem = source === null ? "unknown" : ((await removeBeats(source, names))?.code ?? null);
  if (problem === null) return;
  log.warn({ taskId: id, code: problem }, "the heartbeat row stays at the source");
  await noteHeartbeatStays(id, removeBeatsStatement(names));
}
