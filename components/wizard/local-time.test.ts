import { expect, test } from "vitest";
import { fromLocal, toLocal } from "./local-time";

test("a local time is read in its zone, also beside a clock change", () => {
  expect(fromLocal("2026-11-22T14:02", "Asia/Shanghai")).toBe("2026-11-22T06:02:00.000Z");
  expect(fromLocal("2026-03-29T04:00", "Europe/Berlin")).toBe("2026-03-29T02:00:00.000Z");
  expect(fromLocal("", "UTC")).toBeNull();
});

test("a moment is shown in its zone and reads back the same", () => {
  const iso = "2026-07-01T22:30:00.000Z";
  expect(toLocal(iso, "Europe/Berlin")).toBe("2026-07-02T00:30");
  expect(fromLocal(toLocal(iso, "Europe/Berlin"), "Europe/Berlin")).toBe(iso);
});
