import { expect, test } from "vitest";
import { TransactionAbandoned } from "../change";
import { connect } from "@/lib/mysql/connection";
import { SqlCheckpointStore } from "@/lib/engine/checkpoint/checkpoint-store";
import { streamStart, writerBox, type WriterBox } from "@/lib/testing/change-writer-box";
import { deleted, inserted, testSourceUuid, transactionOf, updated } from "@/lib/testing/row-changes";

/** 12 is durable, 11 before it stands still in another lane until the end. */
async function oneLaneAhead(box: WriterBox): Promise<Disposable> {
  const t = box.table("t");
  let committed: () => void = () => undefined;
  let letGo: () => void = () => undefined;
  const twelveIsDurable = new Promise<void>((resolve) => (committed = resolve));
  const { writer } = await box.start({
    lanes: 2,
    failpoint: (name, lane) => {
      if (lane === 0) return new Promise<void>((resolve) => (letGo = resolve));
      if (name === "after-commit") committed();
    },
  });
  await writer.submit(transactionOf(11, [inserted(t, [1, 0])]));
  await writer.submit(transactionOf(12, [inserted(t, [2, 0])]));
  await twelveIsDurable;
  return { [Symbol.dispose]: () => letGo() };
}

test("what one lane committed while another stood still is skipped after a restart, and forgotten when the mark has passed it", async () => {
  await using box = await writerBox("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
  const t = box.table("t");
  using _ = await oneLaneAhead(box);

  const second = await box.start({ lanes: 2 });
  expect([...second.stored.covered]).toEqual([`${testSourceUuid}:12`]);
  expect(second.stored.lowWaterMark).toEqual(streamStart);
  for (const n of [1, 2, 3]) await second.writer.submit(transactionOf(10 + n, [inserted(t, [n, 0])]));
  await second.writer.stop();
  expect(await box.contents("destination", "t")).toEqual(["31 30", "32 30", "33 30"]);
  expect((await second.store.open()).covered).toEqual(new Set());
});

test("what was applied as one of many is skipped too when less memory makes it a large transaction", async () => {
  await using box = await writerBox("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
  const t = box.table("t");
  using _ = await oneLaneAhead(box);

  const second = await box.start({ lanes: 2 });
  expect(second.writer.expectsCovered).toBe(true);
  await second.writer.submit(transactionOf(11, [inserted(t, [1, 0])]));
  const { changes, ...twelve } = transactionOf(12, [inserted(t, [2, 0])]);
  await second.writer.submitLarge({ ...twelve, kind: "large-transaction", parts: (async function* () { yield changes; })() });
  expect(second.writer.expectsCovered).toBe(false);
  await second.writer.submit(transactionOf(13, [inserted(t, [3, 0])]));
  await second.writer.stop();
  expect(await box.contents("destination", "t")).toEqual(["31 30", "32 30", "33 30"]);
});

test("a writer that was overtaken cannot commit, whether by a newer epoch or by a newer attempt of the same", async () => {
  await using box = await writerBox("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
  const t = box.table("t");
  for (const [older, newer, id] of [[1, 1, 1], [1, 2, 2]] as const) {
    const old = await box.start({ epoch: older });
    const current = await box.start({ epoch: newer });
    await old.writer.submit(transactionOf(11, [inserted(t, [id, 0])]));
    await expect(old.writer.drain()).rejects.toMatchObject({ code: "fenced" });
    await expect(old.store.recordMark({ position: streamStart, order: 99 })).rejects.toMatchObject({ code: "fenced" });
    await expect(old.store.saveProgress({ phase: "stream" })).rejects.toMatchObject({ code: "fenced" });
    await current.store.saveProgress({ phase: "stream" });
  }
  await expect(box.start({ epoch: 1 })).rejects.toMatchObject({ code: "fenced" });
  expect(await box.contents("destination", "t")).toEqual([]);
});

test("a claim waits for a commit of the older runner that is under way, and knows its outcome", async () => {
  await using box = await writerBox("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
  const t = box.table("t");
  let goOn: () => void = () => undefined;
  let reached: () => void = () => undefined;
  const isReached = new Promise<void>((resolve) => (reached = resolve));
  const older = await box.start({
    failpoint: (name) => {
      if (name !== "before-commit") return;
      reached();
      return new Promise<void>((resolve) => (goOn = resolve));
    },
  });
  await older.writer.submit(transactionOf(11, [inserted(t, [1, 0])]));
  await isReached;
  const claim = box.start({ epoch: 2 });
  const done = box.box.destination.admin.query("SELECT 1").then(goOn);
  const newer = await claim;
  await done;
  expect(newer.stored.covered.has(`${testSourceUuid}:11`)).toBe(true);
  expect(await box.contents("destination", "t")).toEqual(["31 30"]);
});

test("progress of a task is what was saved last, per task", async () => {
  await using box = await writerBox("CREATE TABLE t (id INT PRIMARY KEY)");
  const { store, stored } = await box.start();
  expect(stored).toEqual({ phase: "schema", start: null, loadEnd: null, lowWaterMark: null, markOrder: 0, covered: new Set(), sourceIdentity: null });
  await store.saveProgress({ phase: "load", start: streamStart, sourceIdentity: "it's \\ one" });
  await store.saveProgress({ loadEnd: { file: "binlog.000002", offset: 4, gtidSet: null, flavour: "mysql" }, lowWaterMark: streamStart });
  const settings = box.box.destination.server.settings("destination");
  const other = new SqlCheckpointStore({ connect: () => connect(settings), database: box.box.bookkeepingDatabase, taskId: "other", epoch: 1, lanes: 1 });
  expect(await other.open()).toMatchObject({ phase: "schema", start: null });
  await other.close();
  expect(await store.open()).toEqual({
    phase: "load",
    start: streamStart,
    loadEnd: { file: "binlog.000002", offset: 4, gtidSet: null, flavour: "mysql" },
    lowWaterMark: streamStart,
    markOrder: 0,
    covered: new Set(),
    sourceIdentity: "it's \\ one",
  });
});

test("a checkpoint of a newer version is not touched", async () => {
  await using box = await writerBox("CREATE TABLE t (id INT PRIMARY KEY)");
  await box.start();
  await box.box.destination.run(`UPDATE ${box.box.bookkeepingDatabase}.task_progress SET format=2`);
  await expect(box.start()).rejects.toMatchObject({ code: "checkpoint-unreadable" });
});

test("a transaction beyond memory commits once, with its checkpoint, and all or nothing of it when it is cut", async () => {
  await using box = await writerBox("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
  const t = box.table("t");
  const large = (end: number) => ({
    ...transactionOf(12, []),
    kind: "large-transaction" as const,
    parts: (async function* () {
      for (let part = 0; part < 5; part++) yield Array.from({ length: 300 }, (_, i) => inserted(t, [part * 300 + i, 0]));
      yield [updated(t, [7, 0], [7, 1]), deleted(t, [8, 0]), deleted(t, [end, 0])];
    })(),
  });
  const cut = await box.start({ failpoint: (name, _lane, connection) => void (name === "before-commit" && connection.destroy()) });
  await expect(cut.writer.submitLarge(large(9))).rejects.toMatchObject({ code: "connection-lost" });
  await cut.writer.stop();
  expect(await box.contents("destination", "t")).toEqual([]);

  const { writer } = await box.start();
  await writer.submit(transactionOf(11, [inserted(t, [5000, 0])]));
  await writer.submitLarge(large(5000));
  await writer.stop();
  expect((await box.contents("destination", "t")).length).toBe(1499);
  expect(writer.figures()).toMatchObject({ rows: 1504, transactions: 2 });
  const again = await box.start();
  expect(again.stored).toMatchObject({ covered: new Set(), lowWaterMark: { gtidSet: expect.stringMatching(/:1-12$/) } });
});

test("a transaction beyond memory that the source did not finish leaves nothing behind, and the next one follows", async () => {
  await using box = await writerBox("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
  const t = box.table("t");
  const { writer } = await box.start();
  await writer.submit(transactionOf(11, [inserted(t, [5000, 0])]));
  await writer.submitLarge({
    ...transactionOf(12, []),
    kind: "large-transaction" as const,
    parts: (async function* () {
      yield [inserted(t, [1, 0]), deleted(t, [5000, 0])];
      throw new TransactionAbandoned(null);
    })(),
  });
  await writer.submit(transactionOf(12, [inserted(t, [2, 0])]));
  await writer.stop();
  expect(await box.contents("destination", "t")).toHaveLength(2);
  expect((await box.start()).stored).toMatchObject({ lowWaterMark: { gtidSet: expect.stringMatching(/:1-12$/) } });
});

test("a deadlock with another session is repeated until it goes through", async () => {
  await using box = await writerBox("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
  const t = box.table("t");
  const { admin } = box.box.destination;
  await box.box.destination.run("INSERT INTO t VALUES (1,0),(2,0)");
  // The other session has done more, so that ours is the victim.
  await admin.run("START TRANSACTION");
  await admin.run(`INSERT INTO t VALUES ${Array.from({ length: 200 }, (_, i) => `(${100 + i},0)`).join(",")}`);
  await admin.run("UPDATE t SET v=5 WHERE id=2");
  let other: Promise<unknown> | null = null;
  const { writer } = await box.start({
    failpoint: (name) => {
      // Sent while ours waits for row 2: this closes the circle.
      if (name === "before-rows" && other === null) other = waitsFor(box, "t").then(() => admin.run("UPDATE t SET v=6 WHERE id=1")).then(() => admin.run("COMMIT"));
    },
  });
  await writer.submit(transactionOf(11, [updated(t, [1, 0], [1, 7]), updated(t, [2, 0], [2, 7])]));
  await writer.stop();
  await other;
  expect(writer.figures().retries).toBe(1);
  expect((await box.contents("destination", "t")).filter((row) => row.startsWith("31 ") || row.startsWith("32 "))).toEqual(["31 37", "32 37"]);
});

/** Resolves when some transaction waits for a lock in the table. */
async function waitsFor(box: Awaited<ReturnType<typeof writerBox>>, table: string): Promise<void> {
  await using watcher = await box.box.destination.server.admin();
  // innodb_trx shows what it showed before to whoever asks again within a tenth of a second.
  const waiting = () => watcher.query(`SELECT 1 FROM information_schema.innodb_trx WHERE trx_state='LOCK WAIT' AND trx_query LIKE '%${box.box.destination.database}%${table}%'`);
  await expect.poll(waiting, { interval: 150, timeout: 60_000 }).not.toEqual([]);
}
