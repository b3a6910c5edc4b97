import { expect, test } from "vitest";
import { writerBox } from "@/lib/testing/change-writer-box";
import { deleted, inserted, transactionOf, updated } from "@/lib/testing/row-changes";

test("rows, low-water mark and figures of a few transactions arrive", async () => {
  await using box = await writerBox("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20))");
  const t = box.table("t");
  const { writer, store } = await box.start();
  await writer.submit(transactionOf(11, [inserted(t, [1, "a"]), inserted(t, [2, "b"])]));
  await writer.submit(transactionOf(12, [updated(t, [1, "a"], [1, "A"])]));
  await writer.submit(transactionOf(13, [deleted(t, [2, "b"]), inserted(t, [3, "c'\\"])]));
  await writer.stop();
  expect(await box.contents("destination", "t")).toEqual(["31 41", "33 63275C"]);
  expect(writer.lowWaterMark()).toMatchObject({ offset: 1300, gtidSet: expect.stringMatching(/:1-13$/) });
  expect(writer.figures()).toMatchObject({ rows: 5, transactions: 3, laneTransactions: 0, laneBytes: 0, oldestOpenCommitMs: null, lastCommitMs: 13_000 });
  expect(await store.open()).toMatchObject({ lowWaterMark: writer.lowWaterMark() });
});
