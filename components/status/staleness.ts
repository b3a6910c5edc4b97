import { isFlowing } from "@/lib/tasks/status";
import type { TaskDetail } from "@/lib/tasks/view";

/** Older than this is not news: nothing is drawn green, and the state reads "Last known". Milliseconds. */
export const staleAfterMs = 15_000;

/** Is what we show about a live task out of date — because the console does not answer, or because the runner says nothing? */
export function isStale(task: TaskDetail, receivedAtMs: number, nowMs: number | null): boolean {
  if (nowMs !== null && nowMs - receivedAtMs > staleAfterMs) return true;
  // The server marks the lag unknown when the figures stopped, though the runner had been measuring.
  return isFlowing(task.status.status) && task.lag.state === "unknown" && task.figures !== null && task.figures.caughtUp !== null;
}
