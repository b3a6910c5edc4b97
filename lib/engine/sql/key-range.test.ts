import { expect, test } from "vitest";
import type { ColumnDefinition } from "../../mysql/table-definition";
import { keyLiteral, keyRangeCondition } from "./key-range";

const column = (dataType: string, charset: string | null = null): ColumnDefinition => ({
  name: "k",
  dataType,
  columnType: dataType,
  unsigned: false,
  nullable: false,
  charset,
  collation: null,
  generated: null,
  invisible: false,
  autoIncrement: false,
  hasDefault: false,
});

test("a range of one column is open below and closed above", () => {
  expect(keyRangeCondition(["`a`"], { after: null, upTo: null })).toBeNull();
  expect(keyRangeCondition(["`a`"], { after: ["1"], upTo: ["5"] })).toBe("`a`>1 AND `a`<=5");
});

test("several columns compare as a row value does, with the first column bounding the scan", () => {
  const rows = [0, 1, 2].flatMap((a) => [0, 1, 2].flatMap((b) => [0, 1, 2].map((c) => ({ a, b, c }))));
  const holds = (condition: string, row: { a: number; b: number; c: number }) =>
    new Function("a", "b", "c", `return ${condition.replaceAll(" AND ", " && ").replaceAll(" OR ", " || ").replace(/([^<>])=/g, "$1==")}`)(row.a, row.b, row.c) as boolean;
  const order = (row: { a: number; b: number; c: number }) => row.a * 9 + row.b * 3 + row.c;
  const bounds = [null, ...rows.map(({ a, b, c }) => [String(a), String(b), String(c)]), null];
  for (let i = 0; i + 1 < bounds.length; i++) {
    const condition = keyRangeCondition(["a", "b", "c"], { after: bounds[i]!, upTo: bounds[i + 1]! });
    expect(rows.filter((row) => condition === null || holds(condition, row)).map(order)).toEqual(i < rows.length ? [i] : []);
  }
});

test("boundary literals are ASCII and carry the character set of their column", () => {
  expect(keyLiteral(column("bigint"), Buffer.from("18446744073709551615"))).toBe("18446744073709551615");
  expect(keyLiteral(column("double"), Buffer.from("-0"))).toBe("-0e0");
  expect(keyLiteral(column("datetime"), Buffer.from("2024-01-01 00:00:00.5"))).toBe("'2024-01-01 00:00:00.5'");
  expect(keyLiteral(column("varchar", "utf8mb3"), Buffer.from("é'"))).toBe("_utf8 x'c3a927'");
  expect(keyLiteral(column("char", "ucs2"), Buffer.from([0, 0x41]))).toBe("_ucs2 x'0041'");
  expect(keyLiteral(column("varbinary"), Buffer.from([0xff, 0x27]))).toBe("x'ff27'");
});
