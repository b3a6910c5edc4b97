import { expect, test } from "vitest";
import type { RoutedTable, RowChange } from "@/lib/engine/change";
import { writerBox } from "@/lib/testing/change-writer-box";
import { deleted, inserted, transactionOf, updated, type Value } from "@/lib/testing/row-changes";

test("of equal rows in a table without a key one is deleted and one is changed", async () => {
  await using box = await writerBox("CREATE TABLE k (a INT, b VARCHAR(10))");
  const k = box.table("k");
  const { writer } = await box.start();
  await writer.submit(transactionOf(11, Array.from({ length: 4 }, () => inserted(k, [1, "x"]))));
  await writer.submit(transactionOf(12, [deleted(k, [1, "x"]), updated(k, [1, "x"], [1, null]), inserted(k, [null, "x"])]));
  await writer.submit(transactionOf(13, [updated(k, [1, null], [1, "y"])]));
  await writer.stop();
  expect(await box.contents("destination", "k")).toEqual(["- 78", "31 78", "31 78", "31 79"]);
});

const sql = (text: string): Value => ({ sql: text });
/** Two values that a plain comparison takes for equal, or that it does not find at all. */
const lookalikes: readonly (readonly [type: string, found: Value, similar: Value])[] = [
  ["VARCHAR(10) COLLATE utf8mb4_general_ci", "abc", "ABC "],
  ["CHAR(10) COLLATE utf8mb4_0900_ai_ci", "é", "e"],
  ["TEXT CHARACTER SET latin1", Buffer.from([0xe9]), "E"],
  ["VARCHAR(10) CHARACTER SET ucs2", Buffer.from([0, 0x61]), Buffer.from([0, 0x41])],
  ["VARBINARY(10)", Buffer.from([0, 255, 39, 92]), Buffer.from([0, 255])],
  ["FLOAT", sql("0.10000000149011612"), sql("0.2")],
  ["DOUBLE", sql("1.7976931348623157e308"), sql("5e-324")],
  ["DECIMAL(65,30)", sql("12345678901234567890123456789012345.123456789012345678901234567890"), sql("12345678901234567890123456789012345.123456789012345678901234567891")],
  ["BIGINT UNSIGNED", sql("18446744073709551615"), sql("18446744073709551614")],
  ["BIT(64)", sql("x'FFFFFFFFFFFFFFFF'"), sql("x'FFFFFFFFFFFFFFFE'")],
  ["YEAR", 0, 2000],
  ["DATE", sql("'2024-00-00'"), sql("'0000-00-00'")],
  ["DATETIME(6)", sql("'2024-02-30 01:02:03.000001'"), sql("'0000-00-00 00:00:00.000000'")],
  ["TIMESTAMP(3) NULL", sql("'2024-03-31 01:30:00.001'"), sql("'0000-00-00 00:00:00.000'")],
  ["TIME(6)", sql("'-838:59:59.000000'"), sql("'838:59:59.000000'")],
  ["ENUM('a','b')", 1, 2],
  ["SET('a','b','c')", 5, 0],
  ["JSON", sql("'{\"a\": 1}'"), sql("'{\"a\": 1.0}'")],
  ["BLOB", Buffer.from([39, 92, 0]), Buffer.from([39, 92])],
  ["POINT", sql("_binary'\\0\\0\\0\\0\u0001\u0001\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0'"), null],
  ["VECTOR(2)", Buffer.from([0, 0, 128, 63, 0, 0, 0, 64]), Buffer.from([0, 0, 128, 63, 0, 0, 128, 63])],
];

test.each(lookalikes)("a row of a table without a key is found by its exact value: %s", async (type, found, similar) => {
  await using box = await writerBox(`SET SESSION sql_mode=''; CREATE TABLE k (v ${type}, n INT, KEY (n)) CHARACTER SET utf8mb4`);
  const k = box.table("k");
  const { writer } = await box.start({ lanes: 1 });
  await writer.submit(transactionOf(11, [inserted(k, [similar, 1]), inserted(k, [found, 1])]));
  await writer.drain();
  await writer.submit(transactionOf(12, [updated(k, [found, 1], [found, 2])]));
  await writer.drain();
  await writer.submit(transactionOf(13, [deleted(k, [found, 2]), inserted(k, [null, 3])]));
  await writer.submit(transactionOf(14, [updated(k, [similar, 1], [similar, 4])]));
  await writer.stop();
  expect((await box.box.destination.rows("SELECT n FROM k ORDER BY n")).map((row) => Number(row["n"]))).toEqual([3, 4]);
});

/** Two foreign keys of one child to the same parent are avoided: MySQL 9.7.4 then carries out only one of them when the child has children. */
const family = `
  CREATE TABLE parent (id INT PRIMARY KEY, code INT UNIQUE, v INT);
  CREATE TABLE child (id INT PRIMARY KEY, parent INT NULL, v INT, FOREIGN KEY (parent) REFERENCES parent (id) ON DELETE CASCADE ON UPDATE CASCADE);
  CREATE TABLE grandchild (id INT PRIMARY KEY, child INT NOT NULL, FOREIGN KEY (child) REFERENCES child (id) ON DELETE CASCADE);
  CREATE TABLE note (id INT PRIMARY KEY, code INT NULL, FOREIGN KEY (code) REFERENCES parent (code) ON DELETE SET NULL ON UPDATE SET NULL);
`;

test("what the source's cascades did without logging it happens at the destination too, in order with other transactions", async () => {
  await using box = await writerBox(family, { sourceLogsCascades: false });
  const [parent, child, grandchild, note] = ["parent", "child", "grandchild", "note"].map((name) => box.table(name)) as [RoutedTable, RoutedTable, RoutedTable, RoutedTable];
  const { writer } = await box.start();
  let n = 11;
  const run = (...changes: RowChange[]) => writer.submit(transactionOf(n++, changes));
  await run(inserted(parent, [1, 10, 0]), inserted(parent, [2, 20, 0]), inserted(parent, [3, 30, 0]));
  await run(inserted(child, [1, 1, 0]), inserted(child, [2, 2, 0]), inserted(note, [1, 10]), inserted(note, [2, 20]), inserted(note, [3, 30]));
  await run(inserted(grandchild, [1, 1]), inserted(grandchild, [2, 2]));
  // Takes child 1 and grandchild 1 along, and empties note 1.
  await run(deleted(parent, [1, 10, 0]));
  await run(inserted(child, [1, 2, 1]));
  await run(inserted(grandchild, [1, 1]));
  // Both children follow their parent; note 3 is emptied.
  await run(updated(parent, [2, 20, 0], [5, 20, 0]), updated(parent, [3, 30, 0], [3, 31, 0]), updated(parent, [3, 31, 0], [3, 31, 9]));
  await run(updated(note, [3, null], [3, 31]));
  await writer.stop();
  expect(await box.contents("destination", "parent")).toEqual(["33 3331 39", "35 3230 30"]);
  expect(await box.contents("destination", "child")).toEqual(["31 35 31", "32 35 30"]);
  expect(await box.contents("destination", "grandchild")).toEqual(["31 31", "32 32"]);
  expect(await box.contents("destination", "note")).toEqual(["31 -", "32 3230", "33 3331"]);
  expect(writer.figures()).toMatchObject({ conflicts: 0, rowByRow: 0 });
});

test("cascades reach children that were copied before their parent's change although the parent was copied behind it", async () => {
  await using box = await writerBox(family, { sourceLogsCascades: false });
  const parent = box.table("parent");
  // At the source parent 1 became 7 and parent 2 went away between the copy of child and the copy of parent.
  await box.box.destination.run("SET foreign_key_checks=0; INSERT INTO parent VALUES (7,10,0); INSERT INTO child VALUES (1,1,0), (2,2,0); INSERT INTO note VALUES (1,10), (2,20)");
  const { writer } = await box.start({ modeOf: () => "idempotent" });
  await writer.submit(transactionOf(11, [updated(parent, [1, 10, 0], [7, 10, 0]), deleted(parent, [2, 20, 0])]));
  await writer.stop();
  expect(await box.contents("destination", "parent")).toEqual(["37 3130 30"]);
  expect(await box.contents("destination", "child")).toEqual(["31 37 30"]);
  expect(await box.contents("destination", "note")).toEqual(["31 3130", "32 -"]);
});

test("where the source logs its cascades the destination runs none of its own", async () => {
  await using box = await writerBox(family, { sourceLogsCascades: true });
  const [parent, child] = [box.table("parent"), box.table("child")];
  const { writer } = await box.start();
  await writer.submit(transactionOf(11, [inserted(parent, [1, 10, 0]), inserted(child, [1, 1, 0]), inserted(child, [2, 1, 0])]));
  await writer.drain();
  // Child rows first, as MySQL 9.6 and newer log them; one child was given to another parent.
  await writer.submit(transactionOf(12, [deleted(child, [1, 1, 0]), updated(child, [2, 1, 0], [2, null, 0]), deleted(parent, [1, 10, 0])]));
  await writer.stop();
  expect(await box.contents("destination", "child")).toEqual(["32 - 30"]);
  expect(writer.figures()).toMatchObject({ conflicts: 0, rowByRow: 0 });
});

test("a row of more than one wire packet goes beside small ones", async () => {
  await using box = await writerBox("CREATE TABLE b (id INT PRIMARY KEY, v LONGBLOB)");
  const b = box.table("b");
  const { writer } = await box.start({ lanes: 1 });
  await writer.submit(transactionOf(11, [inserted(b, [1, "small"]), inserted(b, [2, Buffer.alloc(17 << 20, "z")]), inserted(b, [3, "small"])]));
  await writer.stop();
  expect(await box.box.destination.rows("SELECT LENGTH(v) AS n FROM b ORDER BY id")).toEqual([{ n: "5" }, { n: String(17 << 20) }, { n: "5" }]);
});

test("generated columns are computed by the destination, also where one is part of a key", async () => {
  await using box = await writerBox("CREATE TABLE g (id INT PRIMARY KEY, a INT, b INT AS (a * 2) STORED, c INT AS (a + 1) VIRTUAL UNIQUE)");
  const g = box.table("g");
  expect(g.columns.map((column) => column.destinationName)).toEqual(["id", "a", "c"]);
  const { writer } = await box.start();
  await writer.submit(transactionOf(11, [inserted(g, [1, 5, 6]), inserted(g, [2, 6, 7])]));
  await writer.submit(transactionOf(12, [deleted(g, [2, 6, 7]), updated(g, [1, 5, 6], [1, 6, 7])]));
  await writer.stop();
  expect(await box.contents("destination", "g")).toEqual(["31 36 3132 37"]);
});
