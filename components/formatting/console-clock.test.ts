import { expect, it } from "vitest";
import { inConsoleTime, noteConsoleTime } from "./console-clock";

it("a browser whose clock is wrong counts ages by the console's, steadily", () => {
  const at = 1_800_000_000_000;
  expect(inConsoleTime(at)).toBe(at);
  noteConsoleTime(at + 700, at, at + 200);
  expect(inConsoleTime(at)).toBe(at);
  // This desk is three hours behind; answers take longer and shorter.
  noteConsoleTime(at + 10_800_100, at, at + 200);
  expect(inConsoleTime(at)).toBe(at + 10_800_000);
  noteConsoleTime(at + 10_801_500, at, at + 4_000);
  expect(inConsoleTime(at)).toBe(at + 10_800_000);
  noteConsoleTime(at + 50, at, at + 100);
  expect(inConsoleTime(at)).toBe(at);
});
