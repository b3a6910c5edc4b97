import type { TaskEventView } from "@/lib/tasks/event-view";

export interface EventGroup {
  /** The newest of them. */
  readonly event: TaskEventView;
  readonly count: number;
  /** Of the oldest. */
  readonly sinceMs: number;
}

/** Neighbours that say the same become one line with a count. Newest first, as they come. `apart`: an event that always stands alone. */
export function collapseEvents(events: readonly TaskEventView[], apart: number | null = null): EventGroup[] {
  const groups: { event: TaskEventView; count: number; sinceMs: number }[] = [];
  for (const event of events) {
    const last = groups.at(-1);
    const same = last && last.event.kind === event.kind && last.event.message === event.message && last.event.code === event.code && last.event.actor === event.actor;
    if (same && event.id !== apart && last.event.id !== apart) {
      last.count += 1;
      last.sinceMs = event.atMs;
    } else groups.push({ event, count: 1, sinceMs: event.atMs });
  }
  return groups;
}
