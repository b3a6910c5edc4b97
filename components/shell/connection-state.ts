"use client";
import { useSyncExternalStore } from "react";
import { useBrowserNow } from "../formatting/use-now";

/** What the page knows of the console from its own questions: when one was answered last, and since when none is. */
let answeredAtMs = 0;
let failingSinceMs: number | null = null;
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

export function noteAnswered(): void {
  answeredAtMs = Date.now();
  if (failingSinceMs === null) return;
  failingSinceMs = null;
  tell();
}

/** Nothing answered at all; an error that the console says is an answer. */
export function noteUnanswered(): void {
  if (failingSinceMs !== null) return;
  failingSinceMs = Date.now();
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}

export type ConnectionState = "live" | "reconnecting" | "offline";
const offlineAfterMs = 30_000;

export function useConnectionState(): { state: ConnectionState; answeredAtMs: number } {
  const failing = useSyncExternalStore(
    subscribe,
    () => failingSinceMs,
    () => null,
  );
  const online = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
  const now = useBrowserNow();
  const state = !online ? "offline" : failing === null ? "live" : now !== null && now - failing > offlineAfterMs ? "offline" : "reconnecting";
  return { state, answeredAtMs };
}
