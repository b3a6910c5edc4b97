import { isWorking } from "@/lib/tasks/status";
import type { PhaseTime, StatusView } from "@/lib/tasks/view";

/** How long a phase was worked on: without the time in which the task stood still. Milliseconds; null while the time is not known. */
export function workedMs(time: PhaseTime, status: Pick<StatusView, "status" | "sinceMs">, nowMs: number | null): number | null {
  const end = time.endedAtMs ?? (isWorking(status.status) ? nowMs : Math.max(status.sinceMs, time.startedAtMs));
  return end === null ? null : Math.max(0, end - time.startedAtMs - (time.heldMs ?? 0));
}
