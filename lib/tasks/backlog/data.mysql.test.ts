import { expect, it } from "vitest";
import { readSourcePosition } from "../../engine/position/read-position";
import { connect, metadataSession } from "../../mysql/connection";
import { configuredTask, controlDatabase } from "../../testing/control-database";
import { twoServers } from "../../testing/two-servers";
import { taskConnection } from "../connection";
import { getBacklog } from "./data";

it("what waits at the source of a task that stands still is counted, with a forecast from its fastest minute, or said to be unknown", async () => {
  await using control = await controlDatabase();
  await using box = await twoServers();
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(1000)); INSERT INTO t VALUES (0, '')");
  const account = await box.source.account();
  const id = await configuredTask(control, { status: "paused", source: { address: account.host, port: account.port, account: account.user, password: account.password } });
  expect(await getBacklog(id)).toEqual({ state: "none" });

  await using source = await connect(await taskConnection(id, "source"), { session: metadataSession });
  const applied = await readSourcePosition(source);
  const hourAgo = Date.now() - 3_600_000;
  const place = { ...applied };
  const figures = { phase: "stream", applied: place, source: place, lastCommitMs: hourAgo, lagMs: 0, caughtUp: true };
  await control.db.taskFigure.create({ data: { taskId: id, atMs: hourAgo, epoch: 0, figures } });
  await box.source.run("INSERT INTO t VALUES (1, REPEAT('x', 1000)); INSERT INTO t VALUES (2, REPEAT('x', 1000)); INSERT INTO t VALUES (3, REPEAT('x', 1000))");
  const first = await getBacklog(id);
  expect(first).toMatchObject({ state: "known", complete: true, appliedUpToMs: hourAgo, fastestPerSecond: null, catchUp: { kind: "unknown" } });
  if (first.state !== "known") return;
  // Others write to the same server.
  expect(first.transactions).toBeGreaterThanOrEqual(3);
  expect(first.bytes).toBeGreaterThan(3_000);

  await control.db.taskFigureBucket.create({ data: { taskId: id, resolutionSeconds: 60, atMs: hourAgo - 60_000, samples: 60, stageSamples: 60, readBytesSum: 60e9 } });
  const later = Date.now() + 60_000;
  const second = await getBacklog(id, later);
  expect(second).toMatchObject({ fastestPerSecond: 1e9, catchUp: { kind: "eta" } });

  await control.db.taskFigure.update({ where: { taskId: id }, data: { figures: { ...figures, applied: { ...place, gtidSet: null, file: "binlog.000000" } } } });
  expect(await getBacklog(id, later)).toMatchObject({ state: "known", complete: false, bytes: null, transactions: null, catchUp: { kind: "unknown" } });

  const gone = await configuredTask(control, { status: "paused" });
  await control.db.taskFigure.create({ data: { taskId: gone, atMs: hourAgo, epoch: 0, figures } });
  expect(await getBacklog(gone)).toMatchObject({ state: "unknown", message: expect.stringMatching(/source/) });
});
