import fc from "fast-check";
import { expect, test } from "vitest";
import { AppError } from "@/lib/errors/app-error";
import type { RawEvent, SourceItem } from "@/lib/engine/change";
import { decodeItems, decodePrepared } from "@/lib/engine/decoder/decode-items";
import { EventFraming } from "@/lib/engine/reader/event-framing";
import { crc32 } from "@/lib/engine/reader/crc32";
import { openBinlogReader } from "@/lib/engine/reader/binlog-reader";
import { positionOf, routedTables } from "@/lib/testing/binlog-bench";
import { type ServerRole, testServer } from "@/lib/testing/servers";
import { twoServers } from "@/lib/testing/two-servers";

/** A real log with every kind of event that we unfold, and the tables it is about. */
async function record(role: ServerRole) {
  const settings = (await testServer(role)).settings("source");
  await using box = await twoServers({ source: role, destination: role });
  const json = role === "source" ? ", j JSON" : "";
  await box.source.run(`CREATE TABLE t (id INT PRIMARY KEY, b VARCHAR(300), d DECIMAL(20,5), ts DATETIME, e ENUM('a','b'), x BLOB${json})`);
  const value = role === "source" ? `, '{"a": [1, 2.5, {"b": "c"}], "long": "${"v".repeat(100)}"}'` : "";
  const from = await positionOf(settings);
  await box.source.run(`
    INSERT INTO t VALUES (1, REPEAT('b', 200), -12345.6789, '2024-01-02 03:04:05', 'a', x'00ff27'${value}), (2, NULL, NULL, NULL, NULL, NULL${role === "source" ? ", NULL" : ""});
    ${role === "source" ? "SET SESSION binlog_row_value_options=PARTIAL_JSON; UPDATE t SET j = JSON_SET(j, '$.a[1]', 'changed', '$.new', JSON_ARRAY()) WHERE id = 1; SET SESSION binlog_transaction_compression=ON;" : ""}
    UPDATE t SET b = 'short', d = d + 1;
    DELETE FROM t WHERE id = 2;
    ${role === "source" ? "SET SESSION binlog_transaction_compression=OFF, gtid_next='AUTOMATIC:tagged'; INSERT INTO t (id) VALUES (8); SET SESSION gtid_next='AUTOMATIC';" : "SET GLOBAL log_bin_compress=ON, GLOBAL log_bin_compress_min_len=10; INSERT INTO t (id, b) VALUES (8, REPEAT('c', 200)); UPDATE t SET b = REPEAT('d', 200) WHERE id = 8; DELETE FROM t WHERE id = 8; SET GLOBAL log_bin_compress=OFF; SET SESSION binlog_alter_two_phase=ON;"}
    XA START 'x${box.id}'; SAVEPOINT s; INSERT INTO t (id, b) VALUES (9, REPEAT('e', 200)); XA END 'x${box.id}'; XA PREPARE 'x${box.id}'; XA COMMIT 'x${box.id}';
    CREATE TABLE other (id INT); ALTER TABLE other ADD COLUMN another INT`);
  if (role === "mariadb") await box.source.run("SET SESSION binlog_alter_two_phase=OFF");
  const to = await positionOf(settings);
  const tables = await routedTables(settings, box.source.database);
  const events: RawEvent[] = [];
  await using reader = await openBinlogReader({ settings, from, serverId: 58_000 + (process.pid % 1000), replicaUuid: "3f2c1a00-0000-4000-8000-000000000009" });
  for await (const batch of reader) {
    events.push(...batch.map((event) => ({ ...event, body: Buffer.from(event.body) })));
    const last = events.at(-1)!;
    if (last.file === to.file && last.endOffset >= to.offset) break;
  }
  const resolve = (database: string, table: string) => (database === box.source.database ? (tables.get(table) ?? null) : null);
  return { events, resolve };
}

async function decode(events: readonly RawEvent[], resolveTable: (database: string, table: string) => never | null): Promise<SourceItem[]> {
  const batches = (async function* () {
    yield [...events];
  })();
  const items: SourceItem[] = [];
  for await (const item of decodeItems(batches, { memoryBytes: 1e9, resolveTable })) {
    items.push(item);
    if (item.kind !== "prepared") continue;
    for await (const part of decodePrepared([item.events!], item, { resolveTable }, 1e9)) items.push({ ...item, kind: "transaction", ...part });
  }
  return items;
}

const summary = (items: readonly SourceItem[]) =>
  items.flatMap((item) => (item.kind === "transaction" ? item.changes.map((change) => `${change.kind} ${change.before?.run(6).toString("latin1")} ${change.after?.run(6).toString("latin1")}`) : item.kind === "ddl" ? [item.statement.toString("latin1")] : []));

test.each(["source", "mariadb"] as const)("damaged events of %s end in an AppError or in what is left whole, never in a crash, a hang or rows of their own", async (role) => {
  const { events, resolve } = await record(role);
  const decodeWith = (damaged: readonly RawEvent[]) => decode(damaged, resolve as never);
  const whole = summary(await decodeWith(events));
  expect(whole.length).toBeGreaterThan(4);
  // Cut off at many places, densely at the beginning.
  for (const [index, event] of events.entries()) {
    for (let length = 0; length < event.body.length; length += 1 + Math.floor(length / 3)) {
      const damaged = events.with(index, { ...event, body: event.body.subarray(0, length) });
      try {
        const found = summary(await decodeWith(damaged));
        // A statement's text may simply be shorter, and a row event may end behind a row.
        if (event.type !== 2 && event.type !== 165) for (const line of found) expect(whole).toContain(line);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
      }
    }
  }
  // Any byte changed: an error or other values, but it comes to an end.
  await fc.assert(
    fc.asyncProperty(fc.nat(events.length - 1), fc.nat(), fc.integer({ min: 1, max: 255 }), async (index, at, mask) => {
      const event = events[index]!;
      if (event.body.length === 0) return;
      const body = Buffer.from(event.body);
      body[at % body.length]! ^= mask;
      await decodeWith(events.with(index, { ...event, body })).catch((error: unknown) => expect(error).toBeInstanceOf(AppError));
    }),
    { numRuns: 200 },
  );
});

test("a transaction cut off by a crash of the source is left out, also when parts of it were handed out; the next file goes on", async () => {
  const { events, resolve } = await record("mariadb");
  const format = events.find((event) => event.type === 15)!;
  const begin = events.findIndex((event) => event.type === 162 && (event.body[12]! & 1) === 0);
  const rows = events.findIndex((event, i) => i > begin && event.type === 23);
  const nextFile = { ...format, body: Buffer.from(format.body) };
  nextFile.body.writeUInt32LE(1, 52);
  const cut = [...events.slice(begin, rows + 1), nextFile, ...events.slice(begin)];
  for (const memoryBytes of [1e9, 1]) {
    const seen: string[] = [];
    const batches = (async function* () {
      yield [...cut]; // the cursor clears what it has read
    })();
    for await (const item of decodeItems(batches, { memoryBytes, resolveTable: resolve as never })) {
      if (item.kind === "prepared") for await (const _ of item.parts);
      if (item.kind === "large-transaction") {
        try {
          for await (const _ of item.parts);
          seen.push(item.kind);
        } catch (error) {
          seen.push((error as Error).name);
        }
      } else seen.push(item.kind);
    }
    expect(seen.filter((kind) => kind === "TransactionAbandoned")).toHaveLength(memoryBytes === 1 ? 1 : 0);
    expect(seen.length).toBeGreaterThan(4);
  }
});

test("a changed byte anywhere in an event is noticed by its checksum", () => {
  const format = Buffer.alloc(19 + 57 + 40 + 5);
  format[4] = 15;
  format.writeUInt32LE(format.length, 9);
  format.writeUInt16LE(4, 19);
  format.write("9.7.4", 21);
  format[19 + 56] = 19;
  format[format.length - 5] = 1;
  format.writeUInt32LE(crc32(format.subarray(0, -4)), format.length - 4);
  const event = Buffer.alloc(19 + 8 + 4);
  event[4] = 16;
  event.writeUInt32LE(event.length, 9);
  event.writeUInt32LE(crc32(event.subarray(0, -4)), event.length - 4);
  const accept = (bytes: Buffer) => {
    const framing = new EventFraming("binlog.000001", 4);
    framing.accept(format);
    return framing.accept(bytes);
  };
  expect(accept(event).body).toHaveLength(8);
  for (let at = 0; at < event.length; at++) {
    const damaged = Buffer.from(event);
    damaged[at]! ^= 0x10;
    expect(() => accept(damaged)).toThrow(AppError);
  }
});

test("positions go on beyond 4 GiB, where events hold only the lower half", () => {
  const framing = new EventFraming("binlog.000001", 0x1_0000_0000 - 10);
  const event = (position: number) => {
    const bytes = Buffer.alloc(19 + 8);
    bytes[4] = 16;
    bytes.writeUInt32LE(bytes.length, 9);
    bytes.writeUInt32LE(position, 13);
    return bytes;
  };
  expect(framing.accept(event(17)).endOffset).toBe(0x1_0000_0000 + 17);
  expect(framing.accept(event(44)).endOffset).toBe(0x1_0000_0000 + 44);
});
