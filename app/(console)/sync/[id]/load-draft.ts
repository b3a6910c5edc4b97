import { notFound, redirect } from "next/navigation";
import { AppError } from "@/lib/errors/app-error";
import { inReadersLanguage } from "@/lib/http/reader";
import { getDraft } from "@/lib/tasks/data";
import { isReachable, stepPath, type WizardStep } from "@/lib/tasks/steps";
import type { TaskDraft } from "@/lib/tasks/view";

/** Server only: the draft, or the page that says it does not exist. */
export async function loadDraft(id: string): Promise<TaskDraft> {
  try {
    return await inReadersLanguage(await getDraft(id));
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") notFound();
    throw error;
  }
}

/** Server only: the draft for a step's page. A task that cannot be edited leads to its own page, a step too early to the one that comes first. */
export async function loadStep(id: string, step: Exclude<WizardStep, "precheck">): Promise<TaskDraft> {
  const draft = await loadDraft(id);
  if (!draft.editable) redirect(draft.status.status === "prechecking" ? stepPath(id, "precheck") : `/sync/${id}`);
  if (!isReachable(step, draft.progress)) redirect(stepPath(id, draft.nextStep));
  return draft;
}
