import { expect, test } from "vitest";
import { eventMoment } from "./event-moment";

test("an address names an event by its id, or a moment by an ISO time or milliseconds", () => {
  const time = (text: string) => ({ kind: "time", atMs: Date.parse(text) });
  expect(eventMoment("1042")).toEqual({ kind: "event", id: 1042 });
  expect(eventMoment("2026-11-22T14:02:11Z")).toEqual(time("2026-11-22T14:02:11Z"));
  expect(eventMoment("2026-11-22T14:02:11.500+08:00")).toEqual(time("2026-11-22T06:02:11.500Z"));
  expect(eventMoment("2026-11-22T14:02:11 08:00")).toEqual(time("2026-11-22T06:02:11Z"));
  expect(eventMoment("2026-11-22 14:02")).toEqual(time("2026-11-22T14:02:00Z"));
  expect(eventMoment(String(Date.parse("2026-11-22T14:02:11Z")))).toEqual(time("2026-11-22T14:02:11Z"));
  for (const nonsense of [null, "", "yesterday", "2026-13-45T99:00Z", "12.5"]) expect(eventMoment(nonsense)).toBeNull();
});
