import type { TaskActionKind } from "@/lib/tasks/action-rules";
import { stepPath } from "@/lib/tasks/steps";
import type { TaskSummary } from "@/lib/tasks/view";

/** Pages of a task that exist: the menu offers no way to nowhere. */
const places: Partial<Record<TaskActionKind, (id: string) => string>> = {
  verify: (id) => `/sync/${id}/verification?new=1`,
  monitoring: (id) => `/sync/${id}/alerts`,
  changeConnection: (id) => `/sync/${id}/config/connection`,
  changeClass: (id) => `/sync/${id}/config`,
  createSimilar: (id) => `/sync/new?from=${id}`,
  createReverse: (id) => `/sync/new?from=${id}&reverse=true`,
  modifyObjects: (id) => `/sync/${id}/objects/modify`,
};

/** Where an entry of a task's menu leads; null = it is done in place, undefined = it is not there. */
export function menuPlace(kind: TaskActionKind, task: Pick<TaskSummary, "id" | "attention">): string | null | undefined {
  switch (kind) {
    case "configure":
      return stepPath(task.id, task.attention.kind === "configure" ? task.attention.step : "endpoints");
    case "precheck":
    case "start":
    case "resume":
    case "pause":
    case "retryNow":
    case "rename":
    case "tags":
    case "reset":
    case "release":
      return null;
    default:
      return places[kind]?.(task.id);
  }
}
