/** A source that goes back in time under its own name: other transactions bear the GTIDs and offsets of those that were applied. */
import { expect, test } from "vitest";
import { endOf } from "./fault-task";
import { catchUp, expectEqual, planOf } from "./run-task";
import { privateServer } from "./servers";
import { twoServers } from "./two-servers";

const inserts = (from: number, count: number) => Array.from({ length: count }, (_, i) => `INSERT INTO t VALUES (${from + i}, 1)`).join(";");
const lastRow = "SELECT MAX(id) AS id FROM t";

for (const role of ["source", "source56", "mariadb"] as const) {
  test(`${role}: a log that was reset and has grown past the position again is not read on`, async () => {
    await using server = await privateServer(role);
    await using box = await twoServers({ source: server });
    await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
    const reset = role === "source" ? "RESET BINARY LOGS AND GTIDS" : "RESET MASTER";
    // Once with nothing but the load, once with changes that came through the log.
    for (const [index, applied] of [0, 3].entries()) {
      const plan = await planOf(box, { taskId: `${box.id}${index}`, existingTables: "ignore" });
      await catchUp(plan);
      if (applied > 0) await box.source.run(inserts(1_000, applied));
      await catchUp(plan);
      const before = await box.destination.rows(lastRow);
      await box.source.run(`${reset}; ${inserts(2_000 + index * 1_000, 60)}`);
      expect([await endOf(plan), await box.destination.rows(lastRow)]).toEqual(["binlog-position-invalid", before]);
    }
  });

  test(`${role}: a restart, new files and files that are purged are nothing to it`, async () => {
    await using server = await privateServer(role);
    await using box = await twoServers({ source: server });
    await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
    const plan = await planOf(box);
    await catchUp(plan);
    await box.source.run("FLUSH LOGS");
    await catchUp(plan);
    await box.source.run(`${inserts(1, 3)}; FLUSH LOGS`);
    await catchUp(plan);
    await box.source.run(inserts(4, 3));
    await catchUp(plan);
    await box.source.run("FLUSH LOGS");
    await catchUp(plan);
    const logs = await box.source.rows<{ Log_name: string }>("SHOW BINARY LOGS");
    await box.source.run(`PURGE BINARY LOGS TO '${logs.at(-1)!.Log_name}'; ${inserts(7, 3)}`);
    await catchUp(plan);
    await expectEqual(box);
  });
}
