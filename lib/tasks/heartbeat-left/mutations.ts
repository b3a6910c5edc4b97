import { database } from "../../db/client";

/** Says on the task's events which statement takes the heartbeat row away at the source. */
export async function noteHeartbeatStays(taskId: string, statement: string): Promise<void> {
  await database().taskEvent.create({
    data: {
      taskId,
      atMs: Date.now(),
      kind: "configuration",
      severity: "warning",
      actor: "runner",
      message: `The heartbeat row stays at the source: the account may not remove it, or the source does not answer. Somebody who may runs: ${statement}.`,
      detail: { statement },
    },
  });
}
