import { expect, test } from "vitest";
import { connect } from "@/lib/mysql/connection";
import { tableKey } from "@/lib/mysql/identifier";
import { fullLoad } from "@/lib/testing/full-load";
import { twoServers } from "@/lib/testing/two-servers";
import { readSourcePosition } from "../position/read-position";
import { openKnownSnapshot } from "./keyless-table";
import { loadSourceSession } from "./run-snapshot";

test("a snapshot and its position agree while the table and its neighbours are written", async () => {
  await using box = await twoServers();
  const { database } = box.source;
  await box.source.run("CREATE TABLE k (v INT); CREATE TABLE o (id INT AUTO_INCREMENT PRIMARY KEY)");
  const signal = new AbortController().signal;
  await using reader = await connect(box.source.server.settings("source"), { session: loadSourceSession });
  const options = { table: { database, table: "k" }, flavour: "mysql" as const, readPosition: readSourcePosition, signal };
  let stop = false;
  const neighbours = [1, 2].map(async () => {
    await using writer = await box.source.server.admin();
    while (!stop) await writer.query(`INSERT INTO ${database}.o () VALUES ()`);
  });
  const moments: { count: number; file: string; offset: number }[] = [];
  try {
    for (let i = 0; i < 6; i++) {
      // A write that is under way when the snapshot is taken.
      const write = box.source.rows("INSERT INTO k VALUES (1)");
      const { file, offset } = await openKnownSnapshot(reader, options);
      const [row] = await reader.query<{ n: string }>(`SELECT COUNT(*) AS n FROM ${database}.k`);
      await reader.run("COMMIT");
      moments.push({ count: Number(row!.n), file, offset });
      await write;
    }
  } finally {
    stop = true;
    await Promise.all(neighbours);
  }
  const { file: lastFile } = await readSourcePosition(reader);
  for (const { count, file, offset } of moments) {
    if (file !== lastFile) continue;
    const events = await box.source.rows<{ Event_type: string; Info: string }>(`SHOW BINLOG EVENTS IN '${file}' FROM ${offset}`);
    expect(count + events.filter((event) => event.Event_type === "Table_map" && event.Info.endsWith(`(${database}.k)`)).length).toBe(6);
  }
});

test("a table that is written all the time is not guessed at", async () => {
  await using box = await twoServers();
  const { database } = box.source;
  await box.source.run("CREATE TABLE k (v INT)");
  await using reader = await connect(box.source.server.settings("source"), { session: loadSourceSession });
  let calls = 0;
  const load = openKnownSnapshot(reader, {
    table: { database, table: "k" },
    flavour: "mysql",
    // Each second reading is the one behind the snapshot.
    readPosition: async (connection) => {
      calls += 1;
      if (calls % 2 === 0) await box.source.rows("INSERT INTO k VALUES (1)");
      return readSourcePosition(connection);
    },
    signal: new AbortController().signal,
    tries: 3,
  });
  await expect(load).rejects.toMatchObject({ code: "keyless-no-quiet-moment" });
  expect(calls).toBe(6);
});

for (const role of ["source", "source56", "mariadb"] as const) {
  test(`${role}: a keyless table of MyISAM that is written before and while it is read is copied exactly as of its position`, async () => {
    await using box = await twoServers({ source: role, destination: role === "mariadb" ? "mariadb" : "destination" });
    const { database } = box.source;
    await box.source.run(`CREATE TABLE k (v INT) ENGINE=MyISAM; INSERT INTO k VALUES (1), (1); CREATE TABLE e (v INT) ENGINE=MyISAM; CREATE TABLE n (v INT) ENGINE=MyISAM; CREATE TABLE i (v INT)${role === "mariadb" ? "; CREATE TABLE a (v INT) ENGINE=Aria; INSERT INTO a VALUES (1)" : ""}`);
    const written = { "before-rows": 0 };
    const { copiedUpTo } = await fullLoad(box, {
      loaders: 1,
      // Between the position and the reading, where the log and the table go on.
      failpoint: async (name) => {
        if (name === "before-rows" && (written[name] += 1) % 2 === 1) await box.source.run(`INSERT INTO k VALUES (2); INSERT INTO e VALUES (2)${role === "mariadb" ? "; INSERT INTO a VALUES (2)" : ""}`);
      },
    });
    for (const table of ["k", "e", "n", "i", ...(role === "mariadb" ? ["a"] : [])]) {
      const { file, offset } = copiedUpTo.get(tableKey({ database, table }))!;
      const behind = (await box.source.rows<{ Event_type: string; Info: string }>(`SHOW BINLOG EVENTS IN '${file}' FROM ${offset}`)).filter((event) => event.Event_type === "Table_map" && event.Info.endsWith(`(${database}.${table})`)).length;
      const [[at], [there]] = [await box.source.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM ${database}.${table}`), await box.destination.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`)];
      expect([table, Number(there!.n) + behind]).toEqual([table, Number(at!.n)]);
    }
  });
}
