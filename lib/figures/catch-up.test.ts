import { expect, test } from "vitest";
import { catchUp } from "./catch-up";

test.each([
  [10_000_000, 3_000_000, 1_000_000, { kind: "eta", ms: 5_000 }],
  [10_000_000, 1_000_000, 1_000_000, { kind: "never" }],
  [10_000_000, 1_000_000, null, { kind: "unknown" }],
  [null, 1_000_000, 0, { kind: "unknown" }],
])("%s bytes behind, %s applied and %s written per second", (behind, applied, written, expected) => {
  expect(catchUp(behind, applied, written)).toEqual(expected);
});
