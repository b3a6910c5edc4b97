import { expect, test } from "vitest";
import { PositionTracker } from "@/lib/engine/position/position-tracker";
import type { SourcePosition } from "@/lib/engine/position/position";
import { positionOf, readItems } from "@/lib/testing/binlog-bench";
import { privateServer, type ServerRole } from "@/lib/testing/servers";

test.each(["source", "source56", "mariadb"] as const)("reading goes on behind any item of %s with the items that follow, under the same names", async (role: ServerRole) => {
  await using server = await privateServer(role);
  const settings = server.settings("source");
  const from = await positionOf(settings);
  {
    await using admin = await server.admin();
    for (const statement of [
      "CREATE DATABASE a",
      "CREATE TABLE a.t (id INT PRIMARY KEY) ENGINE=InnoDB",
      "INSERT INTO a.t VALUES (1), (2)",
      "CREATE TABLE a.copy AS SELECT * FROM a.t",
      "FLUSH LOGS",
      "CREATE TABLE a.m (id INT) ENGINE=MyISAM",
      "INSERT INTO a.m VALUES (1)",
      "UPDATE a.t SET id = id + 10",
      "FLUSH LOGS",
      "DROP TABLE a.m",
    ]) await admin.run(statement);
  }
  const to = await positionOf(settings);
  const read = async (start: SourcePosition) => {
    const tracker = new PositionTracker(start);
    const found: { id: string; after: SourcePosition }[] = [];
    for await (const item of readItems(settings, start, () => null, { to })) {
      if (item.kind === "heartbeat") {
        tracker.move(item.file, item.offset);
        continue;
      }
      tracker.advance(item);
      found.push({ id: item.id, after: tracker.position });
    }
    return found;
  };
  for (const start of from.gtidSet === null ? [from] : [from, { ...from, gtidSet: null }]) {
    const all = await read(start);
    const ids = all.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(8);
    for (const [i, { id, after }] of all.entries()) {
      // A statement with rows behind it, in one GTID: the whole group comes again until its rows are done.
      const next = id.endsWith("#ddl") ? i : i + 1;
      expect((await read(after)).map((item) => item.id)).toEqual(ids.slice(next));
    }
  }
});
