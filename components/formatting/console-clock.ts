/** The console's clock, as this browser's is ahead of it or behind: ages of what servers did must not depend on the desk they are read at. */
let offsetMs = 0;
/** An answer is on its way for a while: what is within that is no difference. */
const sameMs = 1_000;

/** Half-way between asking and the answer stands for the moment at which the console looked at its clock. Milliseconds since 1970. */
export function noteConsoleTime(consoleMs: number, askedMs: number, answeredMs: number): void {
  const measured = consoleMs - (askedMs + answeredMs) / 2;
  // Steady figures: an offset that wanders by the line's delay would make ages jump.
  if (Math.abs(measured - offsetMs) > sameMs + (answeredMs - askedMs) / 2) offsetMs = Math.abs(measured) <= sameMs ? 0 : Math.round(measured);
}

/** The first word of the console's clock: when this page was rendered. Ages are right before anything else is asked. */
export function notePageTime(renderedAtMs: number): void {
  if (typeof window === "undefined") return;
  const [page] = performance.getEntriesByType("navigation");
  if (!(page instanceof PerformanceNavigationTiming) || page.type === "back_forward") return;
  const began = Date.now() - performance.now();
  noteConsoleTime(renderedAtMs, began + page.requestStart, began + page.responseStart);
}

/** A moment of this browser's clock, in the console's. */
export function inConsoleTime(browserMs: number): number {
  return browserMs + offsetMs;
}

export function consoleNow(): number {
  return inConsoleTime(Date.now());
}
