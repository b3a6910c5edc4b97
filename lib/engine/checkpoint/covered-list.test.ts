import { expect, test } from "vitest";
import { decodeCovered, encodeCovered } from "./covered-list";

const uuid = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

test.each([
  ["nothing", []],
  ["GTIDs", [`${uuid}:7`, `${uuid}:8`, `${uuid}:4294967296`]],
  ["tagged GTIDs beside untagged ones", [`${uuid}:tag:1`, `${uuid}:1`]],
  ["MariaDB GTIDs", ["0-1-15", "0-1-17", "1-2-3"]],
  ["file positions", ["binlog.000009:154", "binlog.000010:4"]],
  ["ids of another shape", ["binlog.000009:0154", "free text", `${uuid}:18446744073709551615`]],
])("%s survive encoding", (_, ids) => {
  expect(decodeCovered(encodeCovered(ids)).sort()).toEqual([...ids].sort());
});

test("a thousand neighbours take two bytes each", () => {
  const ids = Array.from({ length: 1000 }, (_, index) => `${uuid}:${1_000_000 + index * 4}`);
  expect(encodeCovered(ids).length).toBeLessThan(2_100);
});

test("damaged text is refused", () => {
  expect(() => decodeCovered(`${uuid}: 4 !`)).toThrow(expect.objectContaining({ code: "checkpoint-unreadable" }));
});
