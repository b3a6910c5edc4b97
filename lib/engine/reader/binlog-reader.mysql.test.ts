import { createServer, connect as dial, type AddressInfo, type Socket } from "node:net";
import { expect, test } from "vitest";
import { decodeItems } from "@/lib/engine/decoder/decode-items";
import { positionIsAvailable, readBinaryLogs, readSourcePosition } from "@/lib/engine/position/read-position";
import { openBinlogReader } from "@/lib/engine/reader/binlog-reader";
import type { SourcePosition } from "@/lib/engine/position/position";
import type { ConnectionSettings } from "@/lib/mysql/connection-settings";
import { positionOf, readChanges, routedTables } from "@/lib/testing/binlog-bench";
import { privateServer, testServer } from "@/lib/testing/servers";
import { sessionsOf } from "@/lib/testing/sessions";
import { twoServers } from "@/lib/testing/two-servers";

const replicaUuid = "3f2c1a00-0000-4000-8000-000000000001";
let serverId = 60_000 + (process.pid % 1000) * 100;

/** What reading ends with. */
async function endOf(settings: ConnectionSettings, from: SourcePosition): Promise<unknown> {
  await using reader = await openBinlogReader({ settings, from, serverId: serverId++, replicaUuid, heartbeatMs: 300 });
  try {
    for await (const batch of reader) if (batch.some((event) => event.type === 27)) return "heartbeat";
  } catch (error) {
    return (error as { code?: string }).code ?? error;
  }
  return "end";
}

test.each(["source", "source56", "mariadb"] as const)("checksum changes, rotation, a restart with used-up table numbers: %s", async (role) => {
  await using server = await privateServer(role);
  const settings = server.settings("source");
  const expected: string[] = [];
  let step = 0;
  let from: SourcePosition;
  {
    await using admin = await server.admin();
    await admin.run("CREATE DATABASE a");
    await admin.run("CREATE DATABASE b");
    await admin.run("CREATE TABLE a.t (id INT PRIMARY KEY, v VARCHAR(20))");
    await admin.run("CREATE TABLE b.t (id INT PRIMARY KEY, n INT)");
    from = await readSourcePosition(admin);
    for (const checksum of ["NONE", "CRC32", "NONE"]) {
      await admin.run(`INSERT INTO a.t VALUES (${++step}, 'x'), (${++step}, 'y')`);
      expected.push(`a ${step - 1},_binary'x'`, `a ${step},_binary'y'`);
      await admin.run(`SET GLOBAL binlog_checksum=${checksum}`);
      await admin.run(`INSERT INTO b.t VALUES (${++step}, ${step})`);
      expected.push(`b ${step},${step}`);
      await admin.run("FLUSH LOGS");
    }
  }
  // Table numbers begin anew; the other table is opened first this time.
  await server.kill9();
  await server.start();
  {
    await using admin = await server.admin();
    for (const row of ["b.t VALUES (101, 7)", "a.t VALUES (102, 'z')"]) await admin.run(`INSERT INTO ${row}`);
    expected.push("b 101,7", "a 102,_binary'z'");
  }
  const [a, b] = [await routedTables(settings, "a"), await routedTables(settings, "b")];
  const resolve = (database: string) => (database === "a" ? a : b).get("t") ?? null;
  const positions = from.gtidSet === null ? [from] : [from, { ...from, gtidSet: null }];
  for (const position of positions) {
    const changes = await readChanges(settings, position, resolve, { queueBytes: 1000 });
    expect(changes.map((change) => `${change.table.source.database} ${change.after!.run(2).toString()}`)).toEqual(expected);
  }
});

test.each(["source", "source56", "mariadb"] as const)("what %s cannot serve is told apart", async (role) => {
  await using server = await privateServer(role);
  const settings = server.settings("source");
  await using admin = await server.admin();
  await admin.run("CREATE DATABASE a");
  const early = await readSourcePosition(admin);
  expect(await endOf(settings, early)).toBe("heartbeat");
  expect(await positionIsAvailable(admin, early)).toEqual({ available: true });
  await admin.run("CREATE TABLE a.t (id INT PRIMARY KEY)");
  await admin.run("FLUSH LOGS");
  await admin.run("INSERT INTO a.t VALUES (1)");
  const now = await readSourcePosition(admin);
  const beyond = { ...now, gtidSet: null, offset: now.offset + 10_000 };
  expect(await endOf(settings, beyond)).toBe("binlog-position-invalid");
  expect(await positionIsAvailable(admin, beyond)).toEqual({ available: false, reason: "unknown" });
  await admin.run(`PURGE BINARY LOGS TO '${(await readBinaryLogs(admin)).at(-1)!.file}'`);
  for (const position of early.gtidSet === null ? [early] : [early, { ...early, gtidSet: null }]) {
    expect(await endOf(settings, position)).toBe("binlog-purged");
    expect(await positionIsAvailable(admin, position)).toEqual({ available: false, reason: "purged" });
  }
  if (now.gtidSet) {
    const ahead = { ...now, gtidSet: role === "mariadb" ? now.gtidSet.replace(/\d+$/, "4711") : `${now.gtidSet.replace(/:.*/, "")}:1-4711` };
    expect(await endOf(settings, ahead)).toBe("binlog-position-invalid");
    expect(await positionIsAvailable(admin, ahead)).toEqual({ available: false, reason: "unknown" });
  }
});

test("a second reader with the same server id ends the first one", async () => {
  const settings = (await testServer("source")).settings("source");
  const from = await positionOf(settings);
  await using first = await openBinlogReader({ settings, from, serverId: 59_999, replicaUuid, heartbeatMs: 300 });
  const firstBatches = first[Symbol.asyncIterator]();
  await firstBatches.next();
  await using second = await openBinlogReader({ settings, from, serverId: 59_999, replicaUuid, heartbeatMs: 300 });
  await second[Symbol.asyncIterator]().next();
  const untilEnd = async () => {
    for (;;) await firstBatches.next();
  };
  await expect(untilEnd()).rejects.toMatchObject({ code: "binlog-reader-conflict" });
});

test("a killed dump, a silent line and an aborted signal end the reading, each in its way", async () => {
  await using box = await twoServers({ destination: "source" });
  const settings = box.source.server.settings("source");
  const from = await positionOf(settings);
  const read = async (options: { settings: ConnectionSettings; signal?: AbortSignal }, act: () => Promise<void> | void) => {
    await using reader = await openBinlogReader({ from, serverId: serverId++, replicaUuid: replicaUuid.replace(/1$/, "2"), heartbeatMs: 200, ...options });
    let acted = false;
    for await (const batch of reader) {
      if (acted || !batch.some((event) => event.type === 27)) continue;
      acted = true;
      await act();
    }
  };
  const killed = read({ settings }, async () => {
    const dumps = (await sessionsOf(box.source.admin)).filter(({ command }) => command.startsWith("Binlog Dump"));
    await box.source.run(`KILL ${Math.max(...dumps.map(({ id }) => id))}`);
  });
  await expect(killed).rejects.toMatchObject({ code: "connection-lost" });

  const sockets: Socket[] = [];
  const proxy = createServer((client) => {
    const server = dial(settings.port, settings.host);
    sockets.push(client, server);
    client.pipe(server).pipe(client);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const silent = read({ settings: { ...settings, port: (proxy.address() as AddressInfo).port } }, () => {
    for (const socket of sockets) socket.unpipe();
  });
  await expect(silent).rejects.toMatchObject({ code: "connection-lost", context: { detail: "three heartbeats of the source are missing" } });
  for (const socket of sockets) socket.destroy();
  proxy.close();

  const controller = new AbortController();
  const reason = new Error("enough");
  await expect(read({ settings, signal: controller.signal }, () => controller.abort(reason))).rejects.toBe(reason);
});

test("a consumer that is slow holds the reader back; nothing is lost", async () => {
  await using box = await twoServers({ destination: "source" });
  const settings = box.source.server.settings("source");
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, b LONGBLOB)");
  const tables = await routedTables(settings, box.source.database);
  const from = await positionOf(settings);
  for (let i = 0; i < 30; i++) await box.source.run(`INSERT INTO t VALUES (${i}, REPEAT('x', 1000000))`);
  const to = await positionOf(settings);
  const queueBytes = 2_000_000;
  await using reader = await openBinlogReader({ settings, from, serverId: serverId++, replicaUuid: replicaUuid.replace(/1$/, "3"), queueBytes });
  const ids: string[] = [];
  let paused = 0;
  for await (const item of decodeItems(reader, { memoryBytes: 1e9, resolveTable: (database, table) => (database === box.source.database ? (tables.get(table) ?? null) : null) })) {
    // Gives the socket every chance to run ahead.
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    if (reader.paused) paused++;
    // Bound, one batch taken before, one event.
    expect(reader.queuedBytes).toBeLessThan(2 * queueBytes + 1_100_000);
    if (item.kind !== "transaction") continue;
    for (const change of item.changes) {
      ids.push(change.after!.literal(0).toString());
      expect(change.after!.literal(1).length).toBe(1_000_009);
    }
    if (item.file === to.file && item.endOffset >= to.offset) break;
  }
  expect(ids).toEqual(Array.from({ length: 30 }, (_, i) => String(i)));
  expect(paused).toBeGreaterThan(0);
});

test("rows larger than a packet arrive whole", async () => {
  await using box = await twoServers({ destination: "source" });
  const settings = box.source.server.settings("source");
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, b LONGBLOB)");
  const tables = await routedTables(settings, box.source.database);
  const from = await positionOf(settings);
  // 16,777,215 bytes is the largest packet; around it the packet that follows is empty or tiny.
  const sizes = [16_777_215 - 60, 16_777_215, 20_000_000];
  for (const [i, size] of sizes.entries()) await box.source.run(`INSERT INTO t VALUES (${i}, REPEAT('y', ${size}))`);
  const changes = await readChanges(settings, from, (database, table) => (database === box.source.database ? (tables.get(table) ?? null) : null));
  expect(changes.map((change) => change.after!.literal(1).length - 9)).toEqual(sizes);
});
