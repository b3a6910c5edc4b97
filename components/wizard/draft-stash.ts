import type { WizardStep } from "@/lib/tasks/steps";

/**
 * What was typed in the last moments before a reload, until the server has it. Session storage, because a request that is under way while the page goes
 * away may be lost. Passwords never come here: callers leave them out.
 */
const key = (id: string, step: WizardStep) => `tributary-draft:${id}:${step}`;

export function stash(id: string, step: WizardStep, values: Record<string, unknown>): void {
  try {
    sessionStorage.setItem(key(id, step), JSON.stringify(values));
  } catch {
    // Full or forbidden: the server's draft remains.
  }
}

export function stashed(id: string, step: WizardStep): Record<string, unknown> | null {
  try {
    const text = sessionStorage.getItem(key(id, step));
    return text === null ? null : (JSON.parse(text) as Record<string, unknown>);
  } catch {
    return null;
  }
}

export function clearStash(id: string, step: WizardStep): void {
  try {
    sessionStorage.removeItem(key(id, step));
  } catch {
    // Nothing was stored then.
  }
}
