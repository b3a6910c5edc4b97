/** Rate caps hold in the load and in the stream. A cap gives a shortest time, never a longest: no machine is too slow for these tests. */
import { expect, test } from "vitest";
import type { FullRateCaps, RateCaps } from "../engine/plan";
import { catchUp, expectEqual, planOf } from "./run-task";
import { twoServers } from "./two-servers";

const rows = 3_000;
const payload = "x".repeat(1_000);
const insert = (from: number) => `INSERT INTO t VALUES ${Array.from({ length: rows }, (_unused, i) => `(${from + i}, '${payload}')`).join(",")}`;

test.each<[string, FullRateCaps, RateCaps]>([
  // Fifteen chunks of 200 rows, each looked up and read.
  ["rows per second, and queries in the load", { queriesPerSecond: 15 }, { rowsPerSecond: 1_500 }],
  ["bytes per second", { bytesPerSecond: 1_500_000 }, { bytesPerSecond: 1_500_000 }],
])("%s: a load and a stream of two seconds' worth are not done sooner than a second after they began", async (_name, full, incremental) => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run(`CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(1000)); ${insert(0)}`);
  const plan = await planOf(box, { caps: { full, incremental }, parallel: { appliers: 4, loaders: 4, chunkRows: 200 } });
  const load = await catchUp(plan);
  const copied = load.tables.get(`${box.source.database}.t`);
  expect(Number(copied?.endedAt) - Number(copied?.startedAt)).toBeGreaterThanOrEqual(1_000);
  await expectEqual(box);

  for (let part = 0; part < 30; part += 1) await box.source.run(`INSERT INTO t SELECT id + ${rows}, v FROM t WHERE id >= ${part * 100} AND id < ${(part + 1) * 100}`);
  const begun = performance.now();
  await catchUp({ ...plan, epoch: 2 });
  // A bucket holds a second's worth, which may go at once; the second one has to be earned.
  expect(performance.now() - begun).toBeGreaterThanOrEqual(1_000);
  await expectEqual(box);
});
