"use client";
import { useEffect, useState } from "react";

/** Code that is fetched when somebody is about to use it, once for the whole console. */
export interface OnDemand<Part> {
  /** Begins to fetch; asked again after a failure it tries again. */
  ask(): Promise<Part>;
  /** What has come. For what is drawn inside of a part, and therefore after it. */
  get(): Part | null;
}

export function onDemand<Part>(fetchPart: () => Promise<Part>): OnDemand<Part> {
  let part: Part | null = null;
  let coming: Promise<Part> | null = null;
  return {
    get: () => part,
    ask: () =>
      (coming ??= fetchPart().then(
        (come) => (part = come),
        (error: unknown) => {
          coming = null;
          throw error;
        },
      )),
  };
}

/** The part as soon as it is wanted and has come; at once when it came for another. */
export function usePart<Part>(source: OnDemand<Part>, wanted: boolean): Part | null {
  const [part, setPart] = useState<Part | null>(null);
  useEffect(() => {
    if (!wanted || part !== null) return;
    let gone = false;
    // Without a line to the console nothing opens; the next press asks again.
    source.ask().then(
      (come) => !gone && setPart(() => come),
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [source, wanted, part]);
  return wanted ? (part ?? source.get()) : part;
}
