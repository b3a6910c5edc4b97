/** MySQL takes JSON 1 and 1.0 for equal, and leaves a row as it is when an update changes nothing else. */
import { expect, test } from "vitest";
import { writerBox } from "@/lib/testing/change-writer-box";
import { inserted, transactionOf, updated } from "@/lib/testing/row-changes";

const json = (text: string) => ({ sql: `_utf8mb4'${text}'` });
const hex = (text: string) => Buffer.from(text).toString("hex").toUpperCase();

test.each(["strict", "idempotent"] as const)("a JSON number that becomes another form of the same number arrives, %s", async (mode) => {
  await using box = await writerBox("CREATE TABLE t (id INT PRIMARY KEY, j JSON, v INT)");
  await box.box.destination.run(`INSERT INTO t VALUES (1, '{"a": 1.0}', 1), (2, '[1]', 1), (3, '1', 1)`);
  const t = box.table("t");
  const { writer } = await box.start({ modeOf: () => mode });
  await writer.submit(transactionOf(11, [updated(t, [1, json('{"a": 1.0}'), 1], [1, json('{"a": 1}'), 2]), updated(t, [2, json("[1]"), 1], [2, json("[1.0]"), 2]), updated(t, [3, json("1"), 1], [3, json("1.0"), 1])]));
  // Together with the first, nothing but the form changes.
  await writer.submit(transactionOf(12, [updated(t, [1, json('{"a": 1}'), 2], [1, json('{"a": 1}'), 1]), updated(t, [2, json("[1.0]"), 2], [2, json("[1.0]"), 1]), inserted(t, [4, json("1.0"), 1])]));
  await writer.stop();
  expect(await box.contents("destination", "t")).toEqual([`31 ${hex('{"a": 1}')} 31`, `32 ${hex("[1.0]")} 31`, `33 ${hex("1.0")} 31`, `34 ${hex("1.0")} 31`]);
});
