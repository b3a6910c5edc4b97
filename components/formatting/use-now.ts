"use client";
import { useSyncExternalStore } from "react";

// One timer for the whole page, however many ages and countdowns it shows.
const listeners = new Set<() => void>();
let timer: number | undefined;
let now = 0;

function tick() {
  now = Date.now();
  for (const listener of listeners) listener();
}
function subscribe(listener: () => void) {
  listeners.add(listener);
  if (timer === undefined) {
    timer = window.setInterval(tick, 1000);
    queueMicrotask(tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== undefined) {
      window.clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Milliseconds since 1970, renewed once a second; null until the page runs in a browser. */
export function useNow(): number | null {
  return useSyncExternalStore(
    subscribe,
    () => (now === 0 ? null : now),
    () => null,
  );
}
