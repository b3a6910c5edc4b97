"use client";
import { useEffect, useRef } from "react";

export interface StepKeys {
  /** Alt+←. */
  readonly back?: (() => void) | undefined;
  /** Alt+→. */
  readonly forward?: (() => void) | undefined;
}

/** Alt with an arrow goes from step to step. Not in dialogs and menus, and not in text on Apple's keyboards, where it moves by words. */
export function useStepKeys(keys: StepKeys): void {
  const newest = useRef(keys);
  useEffect(() => {
    newest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented || event.isComposing) return;
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (target?.closest("[role=dialog],[role=alertdialog],[role=menu],[role=listbox]")) return;
      if (/Mac|iPhone|iPad/.test(navigator.platform) && target?.matches("input,textarea,[contenteditable]")) return;
      // Also where there is no step: the browser would leave the wizard.
      event.preventDefault();
      (event.key === "ArrowLeft" ? newest.current.back : newest.current.forward)?.();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
