/**
 * What may be done to a task, and when: the one table that buttons, menus, bulk actions and the server ask. Pure and browser-safe. Where a
 * transition of status.ts stands behind an action, the table asks it, so that the two cannot differ.
 */
import type { Phase } from "../engine/plan";
import { can, isInitializing, type TaskStatus } from "./status";

/** In the order of the menu. */
export const taskActionKinds = [
  "configure",
  "precheck",
  "start",
  "resume",
  "pause",
  "retryNow",
  "modifyObjects",
  "monitoring",
  "changeConnection",
  "changeClass",
  "verify",
  "createSimilar",
  "createReverse",
  "rename",
  "tags",
  "reset",
  "release",
] as const;
export type TaskActionKind = (typeof taskActionKinds)[number];

/** What the rules look at. */
export interface ActionFacts {
  readonly status: TaskStatus;
  readonly phase: Phase | null;
}

const begun: readonly TaskStatus[] = ["running", "modifying", "retrying", "paused", "failed"];

/** When it may be done; why not is the message `tasks.actions.why.<kind>`. */
const rules: Record<TaskActionKind, (task: ActionFacts) => boolean> = {
  configure: ({ status }) => can(status, "edit"),
  precheck: ({ status }) => can(status, "precheck"),
  // A task that was never checked, or too long ago, is checked first and then starts.
  start: ({ status }) => can(status, "start") || can(status, "precheck"),
  resume: ({ status }) => can(status, "resume"),
  pause: ({ status }) => can(status, "pause"),
  retryNow: ({ status }) => status === "retrying" || status === "failed",
  modifyObjects: ({ status, phase }) => (status === "running" || status === "paused" || status === "failed") && !isInitializing(phase),
  monitoring: ({ status }) => status !== "not_configured" && status !== "released",
  // A running task's runner connects anew at a transaction border.
  changeConnection: ({ status }) => begun.includes(status),
  // The class, and with it rate caps, thresholds and retry times.
  changeClass: ({ status }) => status !== "not_configured" && status !== "prechecking" && status !== "releasing" && status !== "released",
  verify: ({ status, phase }) => begun.includes(status) && !isInitializing(phase),
  createSimilar: ({ status }) => status !== "not_configured",
  createReverse: ({ status }) => status !== "not_configured",
  rename: ({ status }) => status !== "released",
  tags: ({ status }) => status !== "released",
  reset: ({ status }) => can(status, "reset") && status !== "not_configured",
  release: ({ status }) => can(status, "release"),
};

/** Asked again by the server before it acts. */
export function isAllowed(kind: TaskActionKind, task: ActionFacts): boolean {
  return rules[kind](task);
}

export type AllowedActions = Readonly<Record<TaskActionKind, boolean>>;

export function allowedActions(task: ActionFacts): AllowedActions {
  return Object.fromEntries(taskActionKinds.map((kind) => [kind, rules[kind](task)])) as AllowedActions;
}
