"use client";
import { createContext, useContext, useSyncExternalStore } from "react";
import { inConsoleTime } from "./console-clock";

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

/** The browser's own clock, for what the browser itself noted (when an answer came): milliseconds since 1970, renewed once a second; null until the page runs in a browser. */
export function useBrowserNow(): number | null {
  return useSyncExternalStore(
    subscribe,
    () => (now === 0 ? null : now),
    () => null,
  );
}

const HeldNow = createContext<number | null>(null);

/** Time stands still below: what is shown is as of this moment of the console's clock. Null: it goes on. */
export const HeldNowProvider = HeldNow.Provider;

/** The moment that a page shows while its updates are paused: when its data came (`updatedAtMs`, browser's clock). Ages must not grow against data that does not. */
export function heldNow(paused: boolean, updatedAtMs: number): number | null {
  return paused && updatedAtMs > 0 ? inConsoleTime(updatedAtMs) : null;
}

/** By the console's clock, for whatever servers did: milliseconds since 1970, renewed once a second; null until the page runs in a browser. */
export function useNow(): number | null {
  const held = useContext(HeldNow);
  const browser = useBrowserNow();
  return browser === null ? null : (held ?? inConsoleTime(browser));
}
