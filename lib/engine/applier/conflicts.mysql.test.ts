import { expect, test } from "vitest";
import { writerBox } from "@/lib/testing/change-writer-box";
import { deleted, inserted, transactionOf, updated } from "@/lib/testing/row-changes";

const table = "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20) UNIQUE, v INT)";
/** Somebody else's doing: row 1 is gone, row 3 is there. */
const tampered = "INSERT INTO t VALUES (2,'b',0), (3,'other',9)";

const cases = [
  { name: "an update of a missing row", change: "update", conflict: "row-missing", key: "id=1", overwritten: ["31 61 35", "32 62 37", "33 6F74686572 39"] },
  { name: "a delete of a missing row", change: "delete", conflict: "row-missing", key: "id=1", overwritten: ["32 62 37", "33 6F74686572 39"] },
  { name: "an insert of a row that exists", change: "insert", conflict: "row-exists", key: "id=3", overwritten: ["32 62 37", "33 63 36"] },
  { name: "an insert of a secondary key that exists", change: "insert-key", conflict: "row-exists", key: "id=4", overwritten: ["32 62 37", "34 6F74686572 36"] },
] as const;

const rowChange = (t: ReturnType<Awaited<ReturnType<typeof writerBox>>["table"]>, kind: (typeof cases)[number]["change"]) => {
  if (kind === "update") return updated(t, [1, "a", 0], [1, "a", 5]);
  if (kind === "delete") return deleted(t, [1, "a", 0]);
  return kind === "insert" ? inserted(t, [3, "c", 6]) : inserted(t, [4, "other", 6]);
};

test.each(cases)("$name stops the task and leaves the destination as it was", async ({ change, conflict, key }) => {
  await using box = await writerBox(table);
  await box.box.destination.run(tampered);
  const t = box.table("t");
  const { writer } = await box.start();
  await writer.submit(transactionOf(11, [updated(t, [2, "b", 0], [2, "b", 7]), rowChange(t, change)]));
  await expect(writer.drain()).rejects.toMatchObject({ code: "conflict-stopped", context: { table: "t", conflict, key, position: expect.stringMatching(/:11$/) } });
  await expect(writer.failure).rejects.toMatchObject({ code: "conflict-stopped" });
  await writer.stop();
  expect(await box.contents("destination", "t")).toEqual(["32 62 30", "33 6F74686572 39"]);
});

test.each(cases)("$name is overwritten where the policy says so", async ({ change, conflict, key, overwritten }) => {
  await using box = await writerBox(table);
  await box.box.destination.run(tampered);
  const t = box.table("t");
  const { writer, events } = await box.start({ policy: "overwrite" });
  await writer.submit(transactionOf(11, [updated(t, [2, "b", 0], [2, "b", 7]), rowChange(t, change)]));
  await writer.stop();
  expect(await box.contents("destination", "t")).toEqual(overwritten);
  expect(events).toMatchObject([{ kind: "conflict", conflict, key, decision: "overwrite" }]);
  expect(writer.figures()).toMatchObject({ conflicts: 1, rowByRow: 1 });
});

test.each(cases)("$name is left out where the policy says so", async ({ change, conflict, key }) => {
  await using box = await writerBox(table);
  await box.box.destination.run(tampered);
  const t = box.table("t");
  const { writer, events } = await box.start({ policy: "ignore" });
  await writer.submit(transactionOf(11, [updated(t, [2, "b", 0], [2, "b", 7]), rowChange(t, change)]));
  await writer.stop();
  expect(await box.contents("destination", "t")).toEqual(["32 62 37", "33 6F74686572 39"]);
  expect(events).toMatchObject([{ kind: "conflict", conflict, key, decision: "ignore" }]);
});

test("a bulk update whose rows are missing while others hold their unique values is seen", async () => {
  await using box = await writerBox(table);
  await box.box.destination.run("INSERT INTO t VALUES (11,'a',0), (12,'b',0), (13,'c',0)");
  const t = box.table("t");
  const { writer } = await box.start();
  await writer.submit(transactionOf(11, [1, 2, 3].map((id) => updated(t, [id, "abc"[id - 1]!, 0], [id, "abc"[id - 1]!, 1]))));
  await expect(writer.drain()).rejects.toMatchObject({ code: "conflict-stopped", context: { conflict: "row-missing", key: "id=1" } });
  expect(await box.contents("destination", "t")).toEqual(["3131 61 30", "3132 62 30", "3133 63 30"]);
});

test("rows that are already as an update leaves them are no conflict", async () => {
  await using box = await writerBox(table);
  await box.box.destination.run("INSERT INTO t VALUES (1,'a',1), (2,'b',1)");
  const t = box.table("t");
  const { writer } = await box.start();
  await writer.submit(transactionOf(11, [updated(t, [1, "a", 0], [1, "a", 1]), updated(t, [2, "b", 0], [2, "b", 1])]));
  await writer.stop();
  expect(writer.figures()).toMatchObject({ conflicts: 0, transactions: 1, rows: 2 });
});

test("unique values change places within one transaction", async () => {
  await using box = await writerBox(table);
  await box.box.destination.run("INSERT INTO t VALUES (1,'a',0), (2,'b',0)");
  const t = box.table("t");
  const { writer } = await box.start();
  await writer.submit(
    transactionOf(11, [
      updated(t, [1, "a", 0], [1, null, 0]),
      updated(t, [2, "b", 0], [2, "a", 0]),
      updated(t, [1, null, 0], [1, "b", 0]),
      updated(t, [1, "b", 0], [9, "b", 0]),
      updated(t, [2, "a", 0], [1, "a", 0]),
      updated(t, [9, "b", 0], [2, "b", 0]),
    ]),
  );
  await writer.stop();
  expect(await box.contents("destination", "t")).toEqual(["31 61 30", "32 62 30"]);
  expect(writer.figures()).toMatchObject({ rowByRow: 0 });
});

test("a value that the destination would change stops the task", async () => {
  await using box = await writerBox(table);
  await box.box.destination.run("ALTER TABLE t MODIFY name VARCHAR(3)");
  const { writer } = await box.start();
  await writer.submit(transactionOf(11, [inserted(box.table("t"), [1, "too long", 0])]));
  await expect(writer.drain()).rejects.toMatchObject({ code: "destination-rejects-value", context: { table: "t", serverErrno: 1265 } });
  expect(await box.contents("destination", "t")).toEqual([]);
});

test("the index 0 of an ENUM is a value like others", async () => {
  await using box = await writerBox("CREATE TABLE e (id INT PRIMARY KEY, e ENUM('x','y'), f ENUM('x') NOT NULL)");
  const e = box.table("e");
  const { writer } = await box.start();
  await writer.submit(transactionOf(11, [inserted(e, [1, 0, 0]), inserted(e, [2, 2, 1]), inserted(e, [3, null, 1])]));
  await writer.drain();
  await writer.submit(transactionOf(12, [updated(e, [1, 0, 0], [1, 1, 0]), updated(e, [2, 2, 1], [2, 0, 1])]));
  await writer.stop();
  expect(await box.contents("destination", "e")).toEqual(["31 31 30", "32 30 31", "33 - 31"]);
  expect(writer.figures()).toMatchObject({ rowByRow: 0 });
});

test.each(["UNIQUE (name(3))", "UNIQUE ((LEFT(name, 3)))"])("idempotently a row takes its place from a later one that only the beginning of a value finds: %s", async (key) => {
  await using box = await writerBox(`CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20), v INT, ${key})`);
  // The copy was made behind all three transactions.
  await box.box.destination.run("INSERT INTO t VALUES (2, 'abcd', 1), (4, 'xyz', 0)");
  const t = box.table("t");
  const { writer, events } = await box.start({ modeOf: () => "idempotent" });
  await writer.submit(transactionOf(11, [inserted(t, [1, "ABCe", 1]), inserted(t, [4, "xyz", 0])]));
  await writer.drain();
  await writer.submit(transactionOf(12, [deleted(t, [1, "ABCe", 1])]));
  await writer.submit(transactionOf(13, [inserted(t, [2, "abcd", 1])]));
  await writer.stop();
  expect(await box.contents("destination", "t")).toEqual(["32 61626364 31", "34 78797A 30"]);
  expect(events).toEqual([]);
});
