/** How far a task's data is. The engine's union, with its order. Pure, browser-safe. */
import type { Phase } from "../engine/plan";

export type TaskPhase = Phase;

export const phaseOrder = ["schema", "load", "catch_up", "stream"] as const satisfies readonly Phase[];

/** Phases only move forward; starting over is another task generation. */
export function isLater(phase: Phase, than: Phase | null): boolean {
  return than === null || phaseOrder.indexOf(phase) > phaseOrder.indexOf(than);
}
