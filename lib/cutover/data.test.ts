import { expect, it } from "vitest";
import type { Figures } from "../engine/plan";
import { caughtUpSince, writtenSince } from "./data";

const bucket = (atMs: number, lagMaxMs: number | null = 0) => ({ atMs, lagMaxMs });

it("lag is 0 since the oldest bucket of an unbroken row; a gap, a lag and old figures break it", () => {
  expect(caughtUpSince([bucket(90_000), bucket(80_000), bucket(70_000)], 105_000)).toBe(70_000);
  expect(caughtUpSince([bucket(90_000), bucket(80_000, 5), bucket(70_000)], 105_000)).toBe(90_000);
  expect(caughtUpSince([bucket(90_000), bucket(70_000)], 105_000)).toBe(90_000);
  expect(caughtUpSince([bucket(90_000, null)], 105_000)).toBeNull();
  expect(caughtUpSince([bucket(40_000)], 105_000)).toBeNull();
});

it("a heartbeat row that moves the source's position is no write of an application", () => {
  const at = (offset: number) => ({ file: "binlog.000002", offset, gtidSet: null, flavour: "mysql" as const });
  const seen = (source: number | null, lastOther?: { file: string; offset: number }) =>
    ({ source: source === null ? null : at(source), ...(lastOther ? { heartbeat: { everySeconds: 10, lagMs: 1, measuredAtMs: 1, failingSinceMs: null, lastChangeMs: null, lastOther } } : {}) }) as Pick<Figures, "source" | "heartbeat">;
  expect(writtenSince(at(500), null)).toBeNull();
  expect(writtenSince(at(500), seen(null))).toBeNull();
  expect(writtenSince(at(500), seen(500))).toBe(false);
  expect(writtenSince(at(500), seen(900))).toBe(true);
  expect(writtenSince(at(500), seen(900, { file: "binlog.000002", offset: 500 }))).toBe(false);
  expect(writtenSince(at(500), seen(900, { file: "binlog.000002", offset: 700 }))).toBe(true);
  // Where reading began is not known by file: the position counts.
  expect(writtenSince(at(500), seen(900, { file: "", offset: 0 }))).toBe(true);
});
