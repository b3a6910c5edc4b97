"use client";
import { useEffect, useState } from "react";

const listeners = new Set<(message: string) => void>();

/** Says something politely to assistive technology, without anything on screen changing place. */
export function announce(message: string): void {
  for (const listener of listeners) listener(message);
}

/** The one polite live region of the page. */
export function LiveRegion() {
  const [message, setMessage] = useState("");
  useEffect(() => {
    const listener = (next: string) => setMessage((last) => (last === next ? `${next} ` : next));
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {message}
    </div>
  );
}
