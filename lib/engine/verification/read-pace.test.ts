import { expect, test } from "vitest";
import { pacesFor, ReadPace } from "./read-pace";

const never = new AbortController().signal;

test("a range takes about a second, by rows or by bytes, and begins small while the size of rows is not known", () => {
  const pace = new ReadPace({ bytesPerSecond: 1_000_000 }, never);
  expect(pace.rangeRows(10_000, null)).toBe(200);
  expect(pace.rangeRows(10_000, 1_000)).toBe(1_000);
  expect(pace.rangeRows(10_000, 8)).toBe(10_000);
  expect(pace.rangeRows(10_000, 5_000_000)).toBe(1);
  expect(new ReadPace({ rowsPerSecond: 500 }, never).rangeRows(10_000, null)).toBe(500);
});

test("what was read is waited for by whoever reads on, in one wait at a time, and an end rejects it", async () => {
  const end = new AbortController();
  const pace = new ReadPace({ bytesPerSecond: 1_000 }, end.signal);
  expect(pace.took(1, 1_000_000)).toBeUndefined();
  const wait = pace.took(1, 1);
  expect(wait).toBeInstanceOf(Promise);
  expect(pace.took(1, 1)).toBeUndefined();
  end.abort(new Error("ended"));
  await expect(wait).rejects.toThrow();
});

test("no limit is no pace", () => {
  expect(pacesFor({}, never)).toBeUndefined();
  expect(pacesFor({ bytesPerSecond: 5 }, never)?.source.caps).toEqual({ bytesPerSecond: 5 });
});
