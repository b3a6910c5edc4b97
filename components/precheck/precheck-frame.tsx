"use client";
import type { ReactNode } from "react";
import type { TaskDetail, TaskDraft } from "@/lib/tasks/view";
import { TaskFrame } from "../task-page/task-frame";
import { useStepKeys } from "../wizard/step-keys";
import { useWizard } from "../wizard/wizard-context";
import { WizardFrame } from "../wizard/wizard-frame";

/** Before the first start the precheck is the wizard's fifth step, later a tab of the task. */
export function PrecheckFrame({ draft, task, children }: { draft: TaskDraft; task: TaskDetail; children: ReactNode }) {
  return isStep(draft, task) ? (
    <WizardFrame draft={draft} step="precheck">
      <BackByKey editable={draft.editable} />
      {children}
    </WizardFrame>
  ) : (
    <TaskFrame initial={task}>{children}</TaskFrame>
  );
}

/** The step before is open while the task has not begun. */
function BackByKey({ editable }: { editable: boolean }) {
  const { goTo } = useWizard();
  useStepKeys({ ...(editable && { back: () => goTo("initialization") }) });
  return null;
}

function isStep(draft: Pick<TaskDraft, "editable">, task: Pick<TaskDetail, "status" | "firstStartedAtMs">): boolean {
  return draft.editable || task.firstStartedAtMs === null || task.status.status === "prechecking" || task.status.status === "starting";
}
