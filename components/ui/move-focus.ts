import type { KeyboardEvent } from "react";

/** Arrow keys, Home and End move the focus among the buttons beside the one that gets this handler; Tab passes them by. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const stops = [...(event.currentTarget.parentElement?.children ?? [])].filter((child): child is HTMLElement => child instanceof HTMLElement && child.matches("button:not(:disabled)"));
  const at = stops.indexOf(event.currentTarget);
  if (at < 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: stops.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  stops[(next + stops.length) % stops.length]?.focus();
}
