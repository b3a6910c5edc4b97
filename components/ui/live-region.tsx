"use client";
import { useEffect, useState } from "react";
import { SpacedMessages } from "./spaced-messages";

const listeners = new Set<(message: string) => void>();

/** Says something politely to assistive technology, without anything on screen changing place. */
export function announce(message: string): void {
  for (const listener of listeners) listener(message);
}

/** The one polite live region of the page. */
export function LiveRegion() {
  const [message, setMessage] = useState("");
  useEffect(() => {
    const spaced = new SpacedMessages((next) => setMessage((last) => (last === next ? `${next}\u00a0` : next)));
    const listener = (next: string) => spaced.add(next);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      spaced.stop();
    };
  }, []);
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {message}
    </div>
  );
}
