import { expect, test } from "vitest";
import type { TaskEventView } from "@/lib/tasks/event-view";
import { collapseEvents } from "./collapse-events";

const event = (id: number, message: string): TaskEventView => ({ id, atMs: id * 1_000, kind: "retrying", severity: "warn", actor: "runner", message, code: "connection-lost", position: null, detail: { attempt: id } });
const told = (groups: ReturnType<typeof collapseEvents>) => groups.map(({ event: { id }, count, sinceMs }) => [id, count, sinceMs]);

test("neighbours that say the same are one line from the first to the last", () => {
  expect(told(collapseEvents([event(9, "lost"), event(8, "lost"), event(7, "lost"), event(6, "back"), event(5, "lost")]))).toEqual([
    [9, 3, 7_000],
    [6, 1, 6_000],
    [5, 1, 5_000],
  ]);
});

test("the event that an address names stands alone", () => {
  expect(told(collapseEvents([event(9, "lost"), event(8, "lost"), event(7, "lost")], 8))).toEqual([
    [9, 1, 9_000],
    [8, 1, 8_000],
    [7, 1, 7_000],
  ]);
});
