import { isFlowing } from "@/lib/tasks/status";
import type { TaskDetail } from "@/lib/tasks/view";

/** `held`: begun, but nobody works on it (paused, retrying). `stopped`: an error ended it. */
export type PhaseState = "waiting" | "running" | "held" | "stopped" | "done" | "skipped" | "live";

/** What each of the three phases of the screen is doing. Catch-up counts as incremental: the copy is complete by then. */
export function phaseStates(task: Pick<TaskDetail, "status" | "settings" | "phaseTimes">): { schema: PhaseState; load: PhaseState; incremental: PhaseState } {
  const { phase, status } = task.status;
  const initial = task.settings.initialization;
  const working = isFlowing(status) || status === "starting" || status === "pausing";
  const current: PhaseState = working ? "running" : status === "failed" ? "stopped" : "held";
  const at = phase === null ? -1 : phase === "schema" ? 0 : phase === "load" ? 1 : 2;
  const stateOf = (index: number): PhaseState => (at < 0 || index > at ? "waiting" : index < at ? "done" : current);
  const incremental = stateOf(2);
  return {
    schema: initial && !initial.schema ? "skipped" : stateOf(0),
    load: initial && !initial.data ? "skipped" : stateOf(1),
    incremental: incremental === "running" && phase === "stream" ? "live" : incremental,
  };
}
