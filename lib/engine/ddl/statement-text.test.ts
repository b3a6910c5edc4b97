import { expect, test } from "vitest";
import { decodeStatement, sqlModeNames } from "./statement-text";

test("a statement is read in its client's character set, or not at all", () => {
  expect(decodeStatement(Buffer.from("b1ed", "hex"), "gbk")).toBe("表");
  expect(decodeStatement(Buffer.from("e9", "hex"), "latin1")).toBe("é");
  expect(decodeStatement(Buffer.from("表"), null)).toBe("表");
  expect(decodeStatement(Buffer.from("e9", "hex"), "utf8mb4")).toBeNull();
  expect(decodeStatement(Buffer.from("CREATE TABLE t (a INT)"), "swe7")).toBe("CREATE TABLE t (a INT)");
  expect(decodeStatement(Buffer.from("e9", "hex"), "swe7")).toBeNull();
});

test("modes that only old servers know are left out", () => {
  expect(sqlModeNames((1n << 28n) | (1n << 21n) | 4n)).toBe("ANSI_QUOTES,STRICT_TRANS_TABLES");
  expect(sqlModeNames(null)).toBe("");
});
