import { expect, test } from "vitest";
import type { MysqlConnection } from "@/lib/mysql/connection";
import { writerBox, type WriterBox } from "@/lib/testing/change-writer-box";
import { columnsOf, keyedTables, randomStream } from "@/lib/testing/random-changes";
import { transactionOf } from "@/lib/testing/row-changes";

const same = async (box: WriterBox) => {
  for (const name of Object.keys(columnsOf)) expect([name, await box.contents("destination", name)]).toEqual([name, await box.contents("source", name)]);
};

test.each([1, 2, 3])("random transactions over all kinds of keys end as they do one by one, in four lanes and merged (seed %i)", async (seed) => {
  await using box = await writerBox(keyedTables);
  const stream = await randomStream(box, seed, 250);
  const { writer } = await box.start();
  for (const [index, changes] of stream.entries()) await writer.submit(transactionOf(11 + index, changes));
  await writer.stop();
  expect(writer.figures()).toMatchObject({ conflicts: 0, rowByRow: 0, transactions: stream.length });
  await same(box);
});

/** Where and how each attempt is cut; every attempt gets at least one destination transaction further. */
const cuts = [
  ["the connection is lost before the rows", "before-rows", (connection: MysqlConnection) => connection.destroy()],
  ["the connection is lost behind the rows", "after-rows", (connection: MysqlConnection) => connection.destroy()],
  ["the connection is lost before COMMIT", "before-commit", (connection: MysqlConnection) => connection.destroy()],
  ["the answer to COMMIT is lost", "before-commit", (connection: MysqlConnection) => void setImmediate(() => connection.destroy())],
  ["the writer ends behind COMMIT", "after-commit", () => { throw new Error("the writer ends here"); }],
] as const;

test.each(cuts)("when %s, again and again, every transaction takes effect once", async (_, point, cut) => {
  await using box = await writerBox(keyedTables);
  const stream = await randomStream(box, 7, 120);
  let commits = 0;
  for (let attempt = 0; ; attempt++) {
    expect(attempt).toBeLessThan(60);
    commits = 0;
    const { writer, stored } = await box.start({
      limits: { memoryBytes: 1 << 20, batchRows: 8 },
      failpoint: (name, _lane, connection) => {
        if (name === point && ++commits > 6 + (attempt % 5)) cut(connection);
      },
    });
    const mark = stored.lowWaterMark?.gtidSet?.match(/:1-(\d+)$/)?.[1];
    const next = stored.lowWaterMark === null ? 11 : Number(mark) + 1;
    try {
      for (let n = next; n < 11 + stream.length; n++) await writer.submit(transactionOf(n, stream[n - 11]!));
      await writer.drain();
      await writer.stop();
      break;
    } catch {
      await writer.stop();
    }
  }
  await same(box);
});

test("changes that are there already, wholly or in part, apply idempotently over a later copy", async () => {
  await using box = await writerBox(keyedTables);
  const stream = await randomStream(box, 4, 250);
  // The copy was made at the end of the stream, except for the table without a key, whose copy has a position of its own.
  for (const name of Object.keys(columnsOf)) {
    if (name !== "keyless") await box.box.destination.admin.run(`INSERT INTO \`${name}\` SELECT * FROM \`${box.box.source.database}\`.\`${name}\``);
  }
  const { writer } = await box.start({ modeOf: () => "idempotent" });
  for (const [index, changes] of stream.entries()) await writer.submit(transactionOf(11 + index, changes));
  await writer.stop();
  await same(box);
});
