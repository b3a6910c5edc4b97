import { expect, test } from "vitest";
import { privateServer } from "../../testing/servers";
import { twoServers } from "../../testing/two-servers";
import { findEarliest, findPosition } from "./find";

const signal = new AbortController().signal;

for (const role of ["source", "source56", "mariadb"] as const) {
  test(`a moment is found in the binary log of ${role}: the first transaction that ends at or after it`, async () => {
    // Nobody else writes to its log.
    await using source = await privateServer(role);
    await using box = await twoServers({ source, createDestination: false });
    const { admin } = box.source;
    const settings = await box.source.account();
    await admin.query("CREATE TABLE t (id INT NOT NULL PRIMARY KEY)");
    const end = async () => {
      const [row] = await admin.query<{ File: string; Position: string }>(role === "source" ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS");
      return { file: row!.File, offset: Number(row!.Position) };
    };
    // What was before is gone. Nobody reads the log yet: a file that is read is not purged.
    await admin.query("FLUSH BINARY LOGS");
    const first = await end();
    await admin.query(`PURGE BINARY LOGS TO '${first.file}'`);
    // The session's own clock writes the times of the log: seconds ahead, so that nothing else lies between them.
    const soon = Math.floor(Date.now() / 1_000) + 10_000;
    const at = async (seconds: number, statements: readonly string[]) => {
      const begin = await end();
      for (const [index, statement] of statements.entries()) {
        await admin.query(`SET SESSION timestamp = ${soon + seconds + index * 100}`);
        await admin.query(statement);
      }
      return begin;
    };
    await at(0, ["INSERT INTO t VALUES (1)"]);
    await admin.query("FLUSH BINARY LOGS");
    const second = await at(1_000, ["INSERT INTO t VALUES (2)"]);
    const long = await at(2_000, ["BEGIN", "INSERT INTO t VALUES (3)", "INSERT INTO t VALUES (4)", "COMMIT"]);
    const find = (seconds: number) => findPosition(settings, (soon + seconds) * 1_000, signal);

    expect((await find(500)).position).toEqual(second);
    expect((await find(1_000)).position).toEqual(second);
    // In the middle of a transaction: all of it is still to come.
    expect((await find(2_150)).position).toEqual(long);
    // MariaDB writes a note of its own to the log when it comes to it.
    const before = await end();
    const { position } = await find(5_000);
    expect([before, await end()]).toContainEqual(position);
    const { earliestMs } = await find(500);
    expect(await findPosition(settings, earliestMs! - 1_000, signal)).toEqual({ earliestMs, position: null });
    // Said before anybody asks for a moment.
    expect(await findEarliest(settings, signal)).toEqual({ file: first.file, atMs: earliestMs, purged: role === "source56" ? null : expect.stringMatching(/\d/) });
  });
}
