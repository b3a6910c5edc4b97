import type { TaskSummary } from "@/lib/tasks/view";

/** What an operator can do to a task from a button. */
export type ButtonAction = "configure" | "editSettings" | "precheck" | "viewPrecheck" | "start" | "pause" | "resume" | "retryNow" | "reset" | "release";

/** The log that comes next is not there any more: trying again cannot help, only beginning anew. */
const hopeless: readonly string[] = ["binlog-purged", "binlog-position-invalid"];

export function cannotResume({ attention }: Pick<TaskSummary, "attention">): boolean {
  return attention.kind === "failed" && hopeless.includes(attention.code);
}

/** The one button that fits the state best; null when there is nothing to do but look. */
export function primaryAction(task: Pick<TaskSummary, "status" | "allowed" | "attention">): ButtonAction | null {
  const { allowed } = task;
  switch (task.status.value) {
    case "NotConfigured":
      return "configure";
    case "NotStarted":
      return allowed.precheck ? "precheck" : "configure";
    case "Prechecking":
    case "PrecheckFailed":
      return "viewPrecheck";
    case "PreCheckPass":
      // With warnings to acknowledge the start happens where they are listed.
      return task.attention.kind === "precheck-warnings" ? "viewPrecheck" : allowed.start ? "start" : "viewPrecheck";
    case "Starting":
    case "Initializing":
    case "Synchronizing":
    case "Modifying":
      return allowed.pause ? "pause" : null;
    case "Retrying":
      return allowed.retryNow ? "retryNow" : null;
    case "Suspending":
      return allowed.resume ? "resume" : null;
    case "Failed":
    case "InitializeFailed":
      if (cannotResume(task)) return allowed.reset ? "reset" : null;
      return allowed.retryNow ? "retryNow" : allowed.resume ? "resume" : null;
    case "Pausing":
    case "Releasing":
    case "Released":
      return null;
  }
}
