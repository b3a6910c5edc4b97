import ZongJi from "@vlasky/zongji";
import fc from "fast-check";
import { expect, test } from "vitest";
import { connect, literalSession } from "@/lib/mysql/connection";
import { positionOf, readChanges, routedTables } from "@/lib/testing/binlog-bench";
import { type ServerRole, testServer } from "@/lib/testing/servers";
import { twoServers } from "@/lib/testing/two-servers";

interface OracleEvent {
  getEventName(): string;
  tableMap?: Record<number, { parentSchema: string; tableName: string }>;
  tableId: number;
  rows: (Record<string, unknown> & { before?: Record<string, unknown>; after?: Record<string, unknown> })[];
}

const plain = fc.string({ unit: fc.constantFrom(..."abcXYZ é漢😀"), maxLength: 20 });

/** Where another reader is known to be right (whole numbers, text, plain updates and deletes), both must see the same changes in the same order. */
test.each(["source", "source56", "mariadb"] as const)("the changes of %s are those that another reader sees", async (role: ServerRole) => {
  const settings = (await testServer(role)).settings("source");
  await using box = await twoServers({ source: role, destination: role });
  const { database } = box.source;
  await using connection = await connect(settings, { session: literalSession });
  await connection.run(`CREATE TABLE \`${database}\`.t (id INT PRIMARY KEY, n BIGINT UNSIGNED, s VARCHAR(60)) CHARSET utf8mb4`);
  const tables = await routedTables(settings, database);
  const from = await positionOf(settings);
  const rows = fc.sample(fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), plain), 30);
  for (const [i, [n, s]] of rows.entries()) {
    await connection.run(`INSERT INTO \`${database}\`.t VALUES (${i}, ${n}, '${s}')`);
    if (i % 3 === 0) await connection.run(`UPDATE \`${database}\`.t SET s = CONCAT(s, '+'), n = ${i} WHERE id >= ${i - 2}`);
    if (i % 7 === 0) await connection.run(`DELETE FROM \`${database}\`.t WHERE id = ${i}`);
  }
  await connection.run(`INSERT INTO \`${database}\`.t VALUES (9999, 0, 'end')`);
  const changes = await readChanges(settings, from, (other, table) => (other === database ? (tables.get(table) ?? null) : null));
  const ours = changes.map((change) => [change.kind, change.before?.run(3).toString() ?? null, change.after?.run(3).toString() ?? null]);

  const literal = (row: Record<string, unknown> | undefined) => (row ? `${String(row.id)},${String(row.n)},_binary'${String(row.s)}'` : null);
  const theirs: unknown[] = [];
  const oracle = new ZongJi({ host: settings.host, port: settings.port, user: settings.user, password: settings.password, supportBigNumbers: true, bigNumberStrings: true } as ConstructorParameters<typeof ZongJi>[0]);
  try {
    await new Promise<void>((resolve, reject) => {
      oracle.on("error", reject);
      oracle.on("binlog", (raw: unknown) => {
        const event = raw as OracleEvent;
        if (event.tableMap?.[event.tableId]?.parentSchema !== database) return;
        const kind = { writerows: "insert", updaterows: "update", deleterows: "delete" }[event.getEventName()];
        if (!kind) return;
        for (const row of event.rows) {
          theirs.push(kind === "insert" ? [kind, null, literal(row)] : kind === "update" ? [kind, literal(row.before), literal(row.after)] : [kind, literal(row), null]);
          if (row.id === 9999) resolve();
        }
      });
      oracle.start({ filename: from.file, position: from.offset, serverId: 57_000 + (process.pid % 1000), includeEvents: ["rotate", "tablemap", "writerows", "updaterows", "deleterows"], includeSchema: { [database]: true } });
    });
  } finally {
    oracle.stop();
  }
  expect(ours).toEqual(theirs);
});
