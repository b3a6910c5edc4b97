import { expect, test } from "vitest";
import { OrderedRows, RowsByDigest, rowDigest, SummedRows } from "./sent-rows";

/** As the writer hands them over: rows with commas between them behind a head. */
function sent(rows: readonly string[]): readonly [Buffer, number, number[]] {
  const ends: number[] = [];
  let at = 4;
  for (const row of rows) ends.push((at += row.length + 1) - 1);
  return [Buffer.from(`HEAD${rows.join(",")} TAIL`), 4, ends];
}

const digestOf = (...statements: (readonly string[])[]) => {
  const all = new OrderedRows();
  for (const rows of statements) all.taken(...sent(rows));
  return all.digest();
};

test("the hash of rows in order does not know where statements end, and knows every byte and every place", () => {
  expect(digestOf(["(1)", "(2)"], ["(3)"])).toBe(digestOf(["(1)"], [], ["(2)", "(3)"]));
  expect(digestOf(["(1)", "(2)"])).not.toBe(digestOf(["(2)", "(1)"]));
  expect(digestOf(["(1)", "(2)"])).not.toBe(digestOf(["(1)"]));
});

test("rows are known one by one, with their keys", () => {
  const rows = new RowsByDigest(false);
  rows.taken(...sent(["(1,'a')", "(2,'b')"]), ["id=1", "id=2"]);
  expect([...rows.keys.values()]).toEqual(["id=1", "id=2"]);
  expect(rows.keys.get(rowDigest(Buffer.from("(2,'b')"), false))).toBe("id=2");
});

test("sums count equal rows and do not know an order; minus zero is zero where the server keeps no sign", () => {
  const sums = (rows: readonly string[], signless = false) => {
    const all = new SummedRows(signless);
    all.taken(...sent(rows));
    return all;
  };
  expect(sums(["(2)", "(1)", "(1)"]).isSumOf(sums(["(1)"]), sums(["(1)", "(2)"]))).toBe(true);
  expect(sums(["(2)", "(2)", "(1)"]).isSumOf(sums(["(1)"]), sums(["(1)", "(2)"]))).toBe(false);
  expect(sums(["(1)"]).isSumOf(sums([]), sums(["(1)", "(1)"]))).toBe(false);
  expect(sums(["(0e0,1)"], true).isSumOf(sums([], true), sums(["(-0e0,1)"], true))).toBe(true);
  expect(sums(["(0e0,1)"]).isSumOf(sums([]), sums(["(-0e0,1)"]))).toBe(false);
});
