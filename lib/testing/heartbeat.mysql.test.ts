/** The heartbeat row: written with what the check's own remedy grants, measured behind the last change, never carried, and never a reason to stop. */
import { expect, it } from "vitest";
import { heartbeatTable } from "../engine/heartbeat/beat-row";
import { removeBeats } from "../engine/heartbeat/remove-row";
import { runPrecheck } from "../precheck/run";
import { expectEqual, planOf, startTask } from "./run-task";
import { twoServers } from "./two-servers";

const table = `${heartbeatTable.database}.${heartbeatTable.table}`;

for (const role of ["source", "source56"] as const) {
  it(`${role}: the lag is measured from end to end, only behind what came before, and the row is nobody's change`, async () => {
    await using box = await twoServers({ source: role });
    await using _cleanup = { [Symbol.asyncDispose]: () => box.source.run(`DROP TABLE IF EXISTS ${table}; DROP DATABASE IF EXISTS ${heartbeatTable.database}`) };
    await box.source.run("CREATE TABLE orders (id INT PRIMARY KEY, v INT); INSERT INTO orders VALUES (1, 1);");
    const plan = await planOf(box, { heartbeatSeconds: 1 });
    const check = async () => {
      const options = { existingTables: "intercept" as const, initialSchema: true, initialData: true, onlineDdlTables: "skip" as const, bookkeepingDatabase: box.bookkeepingDatabase, heartbeat: true };
      const { results } = await runPrecheck({ source: plan.source, destination: plan.destination, objects: plan.objects, options, only: ["heartbeat-row"] });
      return results.find((result) => result.id === "heartbeat-row")!;
    };

    // The remedy of the check is all that it takes.
    const found = await check();
    expect(found.status).toBe("warning");
    await box.source.run(found.fixes[0]!.body);
    expect((await check()).status).toBe("passed");

    // Measured while nobody changes a row of ours, and no row is counted.
    const task = startTask(plan);
    const last = () => task.figures.at(-1)?.heartbeat;
    const writtenAt = (beat: ReturnType<typeof last>) => (beat?.lagMs == null || beat.measuredAtMs === null ? 0 : beat.measuredAtMs - beat.lagMs);
    await task.until(() => writtenAt(last()) > 0);
    expect(task.figures.at(-1)).toMatchObject({ rows: 0 });
    expect(await box.destination.rows("SELECT 1 FROM information_schema.tables WHERE table_schema=? AND table_name=?", [heartbeatTable.database, heartbeatTable.table])).toEqual([]);

    // A change that the destination holds up: no row written after it has arrived before it.
    await using held = await box.destination.server.admin();
    await held.query(`SET autocommit=0`);
    await held.query(`SELECT * FROM ${box.destination.database}.orders WHERE id=1 FOR UPDATE`);
    await box.source.run("UPDATE orders SET v=2");
    const [before] = await box.source.rows<{ beat: string }>(`SELECT beat FROM ${table} WHERE task=?`, [plan.taskId]);
    const behind = async () => {
      for (;;) {
        const [now] = await box.source.rows<{ beat: string }>(`SELECT beat FROM ${table} WHERE task=?`, [plan.taskId]);
        if (Number(now!.beat) > Number(before!.beat)) return Number(now!.beat);
      }
    };
    const written = await behind();
    const seen = task.figures.length;
    await task.until(() => task.figures.length > seen + 1);
    expect(Math.max(...task.figures.map((figures) => writtenAt(figures.heartbeat)))).toBeLessThan(written);
    await held.query("ROLLBACK");
    await task.until(() => writtenAt(last()) >= written);

    // Whatever becomes of the table or the privilege: a warning, and the task goes on.
    await box.source.admin.query(`ALTER TABLE ${table} ADD COLUMN note INT FIRST`);
    const changed = Date.now();
    await task.until(() => writtenAt(last()) > changed);
    await box.source.admin.query(`REVOKE INSERT, UPDATE ON ${table} FROM '${plan.source.user}'@'%'`);
    await task.when((event) => event.kind === "warning" && event.code === "heartbeat-not-written");
    await box.source.run("INSERT INTO orders VALUES (2, 2)");
    await task.whenApplied();
    await task.until(() => last()?.failingSinceMs != null);
    await box.source.admin.query(`GRANT INSERT, UPDATE ON ${table} TO '${plan.source.user}'@'%'`);
    await task.until(() => last()?.failingSinceMs === null);
    expect((await task.stop()).kind).toBe("stopped");
    expect(task.events.filter((event) => event.kind === "warning" && event.code === "heartbeat-not-written")).toHaveLength(1);
    await expectEqual(box);

    // What takes the row away asks for more than what writes it.
    const rows = () => box.source.rows(`SELECT task FROM ${table} WHERE task=?`, [plan.taskId]);
    expect(await removeBeats(plan.source, [plan.taskId])).toMatchObject({ code: "source-privilege-missing" });
    expect(await rows()).toHaveLength(1);
    await box.source.admin.query(`GRANT SELECT, DELETE ON ${table} TO '${plan.source.user}'@'%'`);
    expect(await removeBeats(plan.source, [plan.taskId])).toBeNull();
    expect(await rows()).toEqual([]);
  });
}
