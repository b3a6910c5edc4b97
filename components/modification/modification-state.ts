import type { ModificationState, ModificationView } from "@/lib/tasks/modification/view";

/** Confirmed, and not yet at its end: the runner has something to do, or waits for a person after a failure. */
export const isOpen = (state: ModificationState): boolean => state === "confirmed" || state === "running" || state === "left" || state === "failed";

/** Tables that are copied anew cannot be put back once that is confirmed; all else can, until it is merged. */
export const mayCancel = ({ state, diff }: Pick<ModificationView, "state" | "diff">): boolean => isOpen(state) && state !== "left" && diff.changed.length === 0;
