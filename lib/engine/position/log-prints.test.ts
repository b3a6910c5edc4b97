import { expect, it } from "vitest";
import type { RawEvent } from "../change";
import { LogPrints } from "./log-prints";

const event = (file: string, endOffset: number, change: Partial<RawEvent> = {}): RawEvent => ({ type: 16, timestamp: 1, serverId: 1, flags: 0, file, endOffset, size: 31, crc: endOffset, body: Buffer.alloc(0), ...change });

it("gives the newest print at or before a place, once, over the ends of files", () => {
  const prints = new LogPrints();
  prints.note([event("b.999999", 100), event("b.999999", 150, { type: 30 }), event("b.999999", 200), event("b.1000000", 150), event("b.1000000", 250, { crc: null })]);
  expect(prints.upTo("b.999999", 99)).toBe(null);
  expect(prints.upTo("b.999999", 199)).toEqual({ file: "b.999999", offset: 69, size: 31, crc: 100 });
  expect(prints.upTo("b.999999", 199)).toBe(null);
  expect(prints.upTo("b.1000000", 300)).toEqual({ file: "b.1000000", offset: 119, size: 31, crc: 150 });
});

it("keeps no more than what is under way, however many pass", () => {
  const prints = new LogPrints();
  for (let i = 1; i <= 5_000; i += 1) {
    prints.note([event("b.1", i * 100), event("b.1", i * 100 + 50)]);
    expect(prints.upTo("b.1", i * 100)?.crc).toBe(i * 100);
  }
  // What a dump cannot be asked for is left out.
  prints.note([event("b.1", 0x1_0000_0100)]);
  expect(prints.upTo("b.1", 0x2_0000_0000)?.crc).toBe(500_050);
});
