import { expect, it } from "vitest";
import { isInWindow, nextDue, verificationSchema } from "./schema";

it("a window may go over midnight and belongs to its time zone", () => {
  const night = { from: "22:00", to: "06:00", timeZone: "Asia/Shanghai" };
  expect(isInWindow(night, Date.UTC(2026, 0, 1, 15))).toBe(true); // 23:00 there
  expect(isInWindow(night, Date.UTC(2026, 0, 1, 21, 59))).toBe(true); // 05:59
  expect(isInWindow(night, Date.UTC(2026, 0, 1, 22))).toBe(false); // 06:00
  expect(isInWindow({ from: "00:00", to: "00:00", timeZone: "UTC" }, 0)).toBe(true);
});

it("only a repeated verification has a next run", () => {
  expect(nextDue({ kind: "now" }, 5)).toBeNull();
  expect(nextDue({ kind: "every", hours: 2, from: "00:00", to: "00:00", timeZone: "UTC" }, 5)).toBe(7_200_005);
});

it("selected tables must be chosen", () => {
  const settings = { scope: "selected", tables: [], method: "full", rowsPerSecond: 0, schedule: { kind: "now" }, threshold: 1 };
  expect(verificationSchema.safeParse(settings).error?.issues[0]?.path).toEqual(["tables"]);
});
