import { expect, test } from "vitest";
import { bytesBetween, transactionsIn } from "./log-distance";

const logs = [
  { file: "log.000001", size: 100 },
  { file: "log.000002", size: 200 },
  { file: "log.000003", size: 50 },
];

test("bytes are counted over the ends of files", () => {
  expect(bytesBetween(logs, { file: "log.000001", offset: 90 }, { file: "log.000003", offset: 40 })).toBe(10 + 200 + 40);
  expect(bytesBetween(logs, { file: "log.000003", offset: 10 }, { file: "log.000003", offset: 40 })).toBe(30);
});

test("transactions of a set are counted, tags and single ones included", () => {
  const uuid = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
  expect(transactionsIn("")).toBe(0);
  expect(transactionsIn(`${uuid}:1-5:7`)).toBe(6);
  expect(transactionsIn(`${uuid}:1-5:tag:3-4,\n40000000-0000-0000-0000-000000000001:9`)).toBe(8);
});
