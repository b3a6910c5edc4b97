"use client";
import { useSyncExternalStore } from "react";
import { onDemand, usePart } from "./on-demand";

const parts = onDemand(() => import("./toast-parts"));

export type ToastTone = "ok" | "info" | "warn" | "bad";

export interface ToastMessage {
  tone: ToastTone;
  title: string;
  description?: string;
  action?: { label: string; onClick: () => void };
}

/** Said before the stack is on the page. */
let waiting: ToastMessage[] = [];
let show: ((message: ToastMessage) => void) | null = null;
const listeners = new Set<() => void>();

/** Says the outcome of an action. Failures stay until dismissed and are announced at once. */
export function showToast(message: ToastMessage): void {
  if (show !== null) return show(message);
  waiting.push(message);
  for (const listener of listeners) listener();
}

function takeOver(next: (message: ToastMessage) => void): void {
  show = next;
  const before = waiting;
  waiting = [];
  for (const message of before) next(message);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Where toasts appear; its code comes with the first of them. */
export function ToastHost() {
  const wanted = useSyncExternalStore(subscribe, () => show !== null || waiting.length > 0, () => false);
  const part = usePart(parts, wanted);
  return part && <part.Toasts takeOver={takeOver} />;
}
