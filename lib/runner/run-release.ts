import type { Logger } from "../logging/logger";
import { removeRulesAtRelease } from "../endpoints/network-rules/mutations";
import { releasedPatch } from "../tasks/lifecycle/mutations";
import { transition } from "../tasks/transition";
import type { Job } from "./job";

/**
 * The last act of a task: its credentials go, the tombstone stays. Destination data and the bookkeeping rows stay, too: they belong to the
 * destination's owner, and without them nobody could tell how far the copy is.
 */
export async function runRelease(job: Job, log: Logger): Promise<void> {
  const { taskId: id, epoch } = job.claim;
  const left = await removeRulesAtRelease(id, "runner");
  if (left.length > 0) log.warn({ taskId: id, sides: left }, "a network rule could not be taken back");
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
