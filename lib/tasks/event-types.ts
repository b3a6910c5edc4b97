/** What a person means by a type of event, as the filter of the events says it: kinds that tell of the same thing. Browser-safe. */
import type { TaskEventKind } from "./event-view";

export const eventTypes = {
  state: ["status", "phase"],
  people: ["action"],
  configuration: ["configuration"],
  connections: ["connection"],
  workers: ["worker"],
  schema: ["ddl-applied", "ddl-overridden"],
  skipped: ["ddl-skipped", "transaction-skipped"],
  objects: ["object-not-carried"],
  tables: ["table"],
  conflicts: ["conflict"],
  errors: ["error", "retrying", "recovered", "warning"],
  checks: ["precheck", "verification"],
  alerts: ["alert"],
  runway: ["runway"],
} as const satisfies Record<string, readonly TaskEventKind[]>;

export type EventType = keyof typeof eventTypes;
export const eventTypeNames = Object.keys(eventTypes) as EventType[];

/** Kinds of the chosen types; none chosen: all, as an empty list. */
export function kindsOf(types: readonly EventType[]): TaskEventKind[] {
  return types.flatMap((type) => [...eventTypes[type]]);
}
