/** The wizard's steps as data. Pure, browser-safe. */

export const wizardSteps = ["endpoints", "network", "objects", "initialization", "precheck"] as const;
export type WizardStep = (typeof wizardSteps)[number];

/** Which slices of the draft are saved and valid. */
export interface DraftProgress {
  readonly endpoints: boolean;
  /** Both endpoints were reached with the endpoints as they are now. */
  readonly network: boolean;
  readonly objects: boolean;
  readonly initialization: boolean;
}

/** The first step that still needs its person; `precheck` when all is configured. */
export function firstIncompleteStep(draft: DraftProgress): WizardStep {
  if (!draft.endpoints) return "endpoints";
  if (!draft.network) return "network";
  if (!draft.objects) return "objects";
  if (!draft.initialization) return "initialization";
  return "precheck";
}

/** A step may be opened when every step before it is complete. */
export function isReachable(step: WizardStep, draft: DraftProgress): boolean {
  return wizardSteps.indexOf(step) <= wizardSteps.indexOf(firstIncompleteStep(draft));
}

/** Done steps are links. */
export function isDone(step: WizardStep, draft: DraftProgress): boolean {
  return step !== "precheck" && draft[step];
}

export function isConfigured(draft: DraftProgress): boolean {
  return firstIncompleteStep(draft) === "precheck";
}

/** Path of a step's page. A finished draft leads to the precheck page. */
export function stepPath(taskId: string, step: WizardStep): string {
  return step === "precheck" ? `/sync/${taskId}/precheck` : `/sync/${taskId}/configure/${step}`;
}
