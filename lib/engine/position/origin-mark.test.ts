import { expect, test } from "vitest";
import { findMark, originMark, originsBehind } from "./origin-mark";

const row = (...texts: string[]) => Buffer.concat(texts.map((text) => Buffer.concat([Buffer.from([1, 0, 0xff]), Buffer.from(text, "utf8")])));

test("the later image of a row counts, and equal marks are one list", () => {
  const [before, after] = [["old"], ["b", 'mariadb:1:host:3306:0']].map((origins) => JSON.stringify({ file: "f.1", offset: 4, ...originMark(origins) }));
  const found = findMark("task_lane", row(before!, after!));
  expect(found).toEqual({ origins: ["b", 'mariadb:1:host:3306:0'], announced: null });
  expect(findMark("task_chunk", row(after!))!.origins).toBe(found!.origins);
});

test("rows without a mark, or with half of one, have none", () => {
  expect(findMark("task_lane", row(JSON.stringify({ file: "f.1" })))).toBeNull();
  expect(findMark("task_lane", row('"tributaryOrigins":["a'))).toBeNull();
  expect(findMark("task_lane", row('"tributaryOrigins":[1]'))).toBeNull();
});

test("an intent tells the statements that will follow it", () => {
  const intent = JSON.stringify({ id: "x:1", statement: "…", steps: ["TRUNCATE TABLE `é`"], step: 0, stateBefore: null, override: null, database: "d", ...originMark(["a"]) });
  const length = Buffer.alloc(4);
  length.writeUInt32LE(Buffer.byteLength(intent));
  const bytes = Buffer.concat([row("task"), length, Buffer.from(intent), row("more")]);
  expect(findMark("task_ddl", bytes)).toEqual({ origins: ["a"], announced: { statements: ["TRUNCATE TABLE `é`"], database: "d" } });
  expect(findMark("task_lane", bytes)!.announced).toBeNull();
});

test("what was passed before is passed on, each server once", () => {
  expect(originsBehind("b", ["a", "b"])).toEqual(["b", "a"]);
});
