import { expect, test } from "vitest";
import { decodePrepared } from "@/lib/engine/decoder/decode-items";
import type { DdlChange, RoutedTable, RowChange, SourceItem } from "@/lib/engine/change";
import { connect } from "@/lib/mysql/connection";
import { positionOf, readChanges, readItems, routedTables, type ReadOptions } from "@/lib/testing/binlog-bench";
import { type ServerRole, testServer } from "@/lib/testing/servers";
import { twoServers } from "@/lib/testing/two-servers";

interface Box {
  readonly database: string;
  run(script: string): Promise<void>;
  rows<T>(sql: string): Promise<T[]>;
  /** Items of what `script` does, tables as they are before it. */
  items(script: string, options?: ReadOptions): Promise<SourceItem[]>;
}

async function withBox(role: ServerRole, work: (box: Box) => Promise<void>): Promise<void> {
  const settings = (await testServer(role)).settings("source");
  await using box = await twoServers({ source: role, destination: role });
  const { database } = box.source;
  await work({
    database,
    run: (script) => box.source.run(script),
    rows: (sql) => box.source.rows(sql),
    async items(script, options = {}) {
      const tables = await routedTables(settings, database);
      const from = await positionOf(settings);
      await box.source.run(script);
      const items: SourceItem[] = [];
      for await (const item of readItems(settings, from, selected(database, tables), options)) if (ours(item, database)) items.push(item);
      return items;
    },
  });
}

const selected = (database: string, tables: ReadonlyMap<string, RoutedTable>) => (other: string, table: string) => (other === database ? (tables.get(table) ?? null) : null);
/** The server is shared: other tests' statements and transactions come by. */
const ours = (item: SourceItem, database: string) => (item.kind === "ddl" ? item.context.defaultDatabase === database : item.kind === "large-transaction" || (item.kind === "transaction" && item.changes.length > 0));
const changesOf = (items: readonly SourceItem[]): RowChange[] => items.flatMap((item) => (item.kind === "transaction" ? item.changes : []));
const after = (change: RowChange) => change.after!.run(change.table.columns.length).toString();

test("a transaction that its session compresses arrives whole, as one transaction", () =>
  withBox("source", async (box) => {
    await box.run("CREATE TABLE t (id INT PRIMARY KEY, b VARCHAR(200))");
    const rows = Array.from({ length: 500 }, (_, i) => `(${i}, REPEAT('x', ${i % 200}))`).join(",");
    const items = await box.items(`SET SESSION binlog_transaction_compression=ON; BEGIN; INSERT INTO t VALUES ${rows}; UPDATE t SET b = 'y' WHERE id < 3; COMMIT; INSERT INTO t VALUES (1000, 'z')`);
    const transactions = items.filter((item) => item.kind === "transaction");
    expect(transactions.map((item) => item.changes.length)).toEqual([503, 1]);
    expect(after(transactions[0]!.changes[499]!)).toBe(`499,_binary'${"x".repeat(99)}'`);
    expect(transactions[0]!.binlogBytes).toBeLessThan(20_000);
  }));

test("partial JSON updates give the whole document", () =>
  withBox("source", async (box) => {
    await box.run(`CREATE TABLE t (id INT PRIMARY KEY, a JSON, n INT, b JSON, filler VARCHAR(500)); CREATE TABLE seen (step INT AUTO_INCREMENT PRIMARY KEY, a JSON, b JSON)`);
    await box.run(`INSERT INTO t VALUES (1, JSON_OBJECT('k', 1, 'list', JSON_ARRAY(1, 'two', JSON_OBJECT('x', 'deep value long enough')), 'it"s $.', 'q', 'd', CAST(1.50 AS DECIMAL(10,2))), 1, JSON_ARRAY(JSON_OBJECT('a', REPEAT('z', 300)), 2), 'f')`);
    const updates = [
      "a = JSON_SET(a, '$.k', 2)",
      "a = JSON_REMOVE(a, '$.list[0]')",
      "a = JSON_SET(a, '$.list[1].x', 'short'), n = 2",
      "a = JSON_ARRAY_INSERT(a, '$.list[0]', 'first'), b = JSON_SET(b, '$[1]', JSON_OBJECT('new', true))",
      "a = JSON_ARRAY_APPEND(a, '$.list', 9.0)",
      `a = JSON_SET(a, '$."it\\\\"s $."', NULL)`,
      "a = JSON_INSERT(a, '$.fresh', '2024', '$.z', JSON_ARRAY()), b = JSON_REPLACE(b, '$[0].a', 'tiny')",
      "a = JSON_REMOVE(a, '$.fresh')",
      "filler = 'only this'",
      "b = NULL",
      "b = '[]'",
    ];
    const script = updates.map((update) => `UPDATE t SET ${update}; INSERT INTO seen (a, b) SELECT a, b FROM t;`).join("\n");
    const changes = changesOf(await box.items(`SET SESSION binlog_row_value_options=PARTIAL_JSON; ${script}`));
    expect(changes).toHaveLength(2 * updates.length);
    for (let i = 0; i < changes.length; i += 2) {
      const [update, copy] = [changes[i]!, changes[i + 1]!];
      expect(update.kind).toBe("update");
      expect([update.after!.literal(1).toString(), update.after!.literal(3).toString()]).toEqual([copy.after!.literal(1).toString(), copy.after!.literal(2).toString()]);
    }
  }));

test.each(["source", "source56", "mariadb"] as const)("CREATE TABLE … SELECT on %s is a schema change and then its rows", (role) =>
  withBox(role, async (box) => {
    await box.run("CREATE TABLE t (id INT PRIMARY KEY, b VARCHAR(20)); INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    const settings = (await testServer(role)).settings("source");
    const from = await positionOf(settings);
    await box.run("CREATE TABLE copy AS SELECT * FROM t; INSERT INTO copy VALUES (3, 'c')");
    let tables: ReadonlyMap<string, RoutedTable> = new Map();
    const seen: string[] = [];
    const ids: string[] = [];
    for await (const item of readItems(settings, from, (database, table) => selected(box.database, tables)(database, table))) {
      if (!ours(item, box.database)) continue;
      if (item.kind === "ddl") {
        seen.push(item.statement.toString().replace(/\s+/g, " ").slice(0, 12));
        tables = await routedTables(settings, box.database);
      } else if (item.kind === "transaction") seen.push(item.changes.map(after).join(" "));
      ids.push((item as DdlChange).id);
    }
    expect(seen).toEqual(["CREATE TABLE", "1,_binary'a' 2,_binary'b'", "3,_binary'c'"]);
    expect(new Set(ids).size).toBe(3);
  }),
);

test.each(["source", "source56", "mariadb"] as const)("schema changes of %s are met one by one: rows before and after use the definition of their time", (role) =>
  withBox(role, async (box) => {
    const settings = (await testServer(role)).settings("source");
    await box.run("CREATE TABLE a (id INT PRIMARY KEY, x VARCHAR(9), y VARCHAR(9)); CREATE TABLE b (id INT PRIMARY KEY, n INT)");
    const versions = [await routedTables(settings, box.database)];
    const from = await positionOf(settings);
    await box.run("INSERT INTO a VALUES (1, 'X', 'Y'); INSERT INTO b VALUES (1, 5)");
    for (const ddl of ["ALTER TABLE a DROP COLUMN x, ADD COLUMN z INT UNSIGNED", "RENAME TABLE a TO c, b TO a, c TO b", "TRUNCATE TABLE a"]) {
      await box.run(ddl);
      versions.push(await routedTables(settings, box.database));
      await box.run(versions.length === 2 ? "INSERT INTO a VALUES (2, 'Y2', 4000000000)" : "INSERT INTO a VALUES (7, 8); INSERT INTO b SELECT MAX(id) + 1, 'q', 9 FROM b AS m");
    }
    let version = 0;
    const seen: string[] = [];
    for await (const item of readItems(settings, from, (database, table) => selected(box.database, versions[version]!)(database, table))) {
      if (item.kind === "ddl" && ours(item, box.database)) version++;
      else if (item.kind === "transaction") seen.push(...item.changes.map((change) => `${change.table.source.table}:${after(change)}`));
    }
    expect(seen).toEqual([
      "a:1,_binary'X',_binary'Y'",
      "b:1,5",
      "a:2,_binary'Y2',4000000000",
      "a:7,8",
      "b:3,_binary'q',9",
      "a:7,8",
      "b:4,_binary'q',9",
    ]);
    // With the definition of another time there is an error, not a guess.
    const stale = readChanges(settings, from, (database, table) => selected(box.database, versions[1]!)(database, table));
    await expect(stale).rejects.toMatchObject({ code: "schema-mismatch" });
  }),
);

test("a transaction beyond the memory bound comes in parts of bounded size", () =>
  withBox("source", async (box) => {
    await box.run("CREATE TABLE t (id INT PRIMARY KEY, b VARCHAR(300)); INSERT INTO t VALUES (0, REPEAT('b', 300))");
    for (let i = 0; i < 13; i++) await box.run(`INSERT INTO t SELECT id + ${2 ** i}, b FROM t`);
    const settings = (await testServer("source")).settings("source");
    const tables = await routedTables(settings, box.database);
    for (const compression of ["OFF", "ON"]) {
      const from = await positionOf(settings);
      await box.run(`SET SESSION binlog_transaction_compression=${compression}; BEGIN; UPDATE t SET b = REPEAT('${compression[1]}', 300); DELETE FROM t WHERE id = 5; COMMIT; INSERT INTO t VALUES (5, '')`);
      const kinds: string[] = [];
      let rows = 0;
      for await (const item of readItems(settings, from, selected(box.database, tables), { memoryBytes: 400_000 })) {
        if (item.kind === "heartbeat" || !ours(item, box.database)) continue;
        kinds.push(item.kind);
        if (item.kind !== "large-transaction") continue;
        for await (const part of item.parts) {
          rows += part.length;
          // 400,000 bytes at most, 600 and more each.
          expect(part.length).toBeLessThan(700);
        }
        expect(item.id).toBe(item.gtid);
        expect(item.binlogBytes).toBeGreaterThan(10_000);
        expect(item.endOffset).toBeGreaterThan(from.offset);
      }
      expect(kinds).toEqual(["large-transaction", "transaction"]);
      expect(rows).toBe(8192 + 1);
    }
  }));

test("what is rolled back to a savepoint does not come; a table without transactions keeps what it did", () =>
  withBox("source56", async (box) => {
    await box.run("CREATE TABLE t (id INT PRIMARY KEY) ENGINE=InnoDB; CREATE TABLE m (id INT PRIMARY KEY) ENGINE=MyISAM");
    const items = await box.items("BEGIN; INSERT INTO t VALUES (1); SAVEPOINT `a b`; INSERT INTO t VALUES (2); INSERT INTO m VALUES (1); ROLLBACK TO SAVEPOINT `a b`; INSERT INTO t VALUES (3); COMMIT; INSERT INTO m VALUES (2)");
    expect(changesOf(items).map((change) => `${change.table.source.table}${after(change)}`).sort()).toEqual(["m1", "m2", "t1", "t3"]);
  }));

test("ROLLBACK after a change that cannot be taken back leaves that one alone", () =>
  withBox("source56", async (box) => {
    await box.run("CREATE TABLE t (id INT PRIMARY KEY) ENGINE=InnoDB; CREATE TABLE m (id INT PRIMARY KEY) ENGINE=MyISAM");
    const items = await box.items("BEGIN; INSERT INTO t VALUES (1); INSERT INTO m VALUES (1); INSERT INTO m SELECT id + 1 FROM t; ROLLBACK; INSERT INTO t VALUES (9)");
    expect(changesOf(items).map((change) => `${change.table.source.table}${after(change)}`).sort()).toEqual(["m1", "m2", "t9"]);
  }));

const stops: readonly (readonly [what: string, role: ServerRole, script: string, code: string])[] = [
  ["a change logged as a statement", "source", "SET SESSION binlog_format=STATEMENT; INSERT INTO t VALUES (1, 'a', 1)", "binlog-statement-format"],
  ["a change logged as a statement by MariaDB", "mariadb", "SET SESSION binlog_format=STATEMENT; INSERT INTO t VALUES (1, 'a', 1)", "binlog-statement-format"],
  ["a row image without all columns", "source", "INSERT INTO t VALUES (1, 'a', 1); SET SESSION binlog_row_image=MINIMAL; UPDATE t SET b = 'b'", "binlog-row-image-incomplete"],
  ["a row image without large columns", "source56", "INSERT INTO t VALUES (1, 'a', 1); SET SESSION binlog_row_image=MINIMAL; DELETE FROM t", "binlog-row-image-incomplete"],
];

test.each(stops)("%s stops the task when it is in scope and passes when it is not (%s)", (_what, role, script, code) =>
  withBox(role, async (box) => {
    const settings = (await testServer(role)).settings("source");
    await box.run("CREATE TABLE t (id INT PRIMARY KEY, b VARCHAR(20), n INT)");
    const tables = await routedTables(settings, box.database);
    const from = await positionOf(settings);
    await box.run(script);
    await expect(readChanges(settings, from, selected(box.database, tables))).rejects.toMatchObject({ code });
    expect(await readChanges(settings, from, () => null, { isStatementInScope: () => false })).toEqual([]);
  }),
);

test("an XA transaction committed in one phase, tagged GTIDs and empty transactions come through", () =>
  withBox("source", async (box) => {
    await box.run("CREATE TABLE t (id INT PRIMARY KEY)");
    const items = await box.items("XA START 'y'; INSERT INTO t VALUES (1); XA END 'y'; XA COMMIT 'y' ONE PHASE; SET gtid_next='AUTOMATIC:mine'; INSERT INTO t VALUES (2); SET gtid_next='AUTOMATIC'; CREATE TEMPORARY TABLE tmp (a INT); INSERT INTO t VALUES (3); GRANT SELECT ON *.* TO CURRENT_USER()");
    expect(changesOf(items).map(after)).toEqual(["1", "2", "3"]);
    expect(items.filter((item) => item.kind === "transaction" && item.gtid?.includes(":mine:"))).toHaveLength(1);
    expect(items.at(-1)!.kind).toBe("ddl");
    for (const item of items) if (item.kind === "transaction") expect(Math.abs(item.commitTimeMs - Date.now())).toBeLessThan(3_600_000);
  }));

test.each(["source", "mariadb"] as const)("%s: a prepared XA transaction comes encoded and decodes to its changes; its end names it", (role) =>
  withBox(role, async (box) => {
    const settings = (await testServer(role)).settings("source");
    await box.run("CREATE TABLE t (id INT PRIMARY KEY); CREATE TABLE other (id INT PRIMARY KEY)");
    const tables = await routedTables(settings, box.database);
    const only = (database: string, table: string) => (table === "t" ? selected(box.database, tables)(database, table) : null);
    const from = await positionOf(settings);
    await box.run("XA START 'it''s', x'00', 5; INSERT INTO other VALUES (1); INSERT INTO t VALUES (1), (2); XA END 'it''s', x'00', 5; XA PREPARE 'it''s', x'00', 5; XA COMMIT 'it''s', x'00', 5; XA START 'n'; INSERT INTO t VALUES (3); XA END 'n'; XA PREPARE 'n'; XA ROLLBACK 'n'");
    const seen: string[] = [];
    for await (const item of readItems(settings, from, only)) {
      if (item.kind === "prepared") {
        const changes: RowChange[] = [];
        for await (const part of decodePrepared([item.events!.subarray(0, 7), item.events!.subarray(7)], item, { resolveTable: only }, 1e6)) changes.push(...part.changes);
        seen.push(`${item.xid} ${changes.map(after).join(" ")}`);
      } else if (item.kind === "prepared-end") seen.push(`${item.commits ? "commit" : "rollback"} ${item.xid}`);
      else if (item.kind === "transaction" && item.changes.length > 0) seen.push("at once");
    }
    expect(seen).toEqual(["69742773.00.5 1 2", "commit 69742773.00.5", "6e..1 3", "rollback 6e..1"]);
  }));

test("the two halves of an ALTER of MariaDB are one schema change, a failed one is none", () =>
  withBox("mariadb", async (box) => {
    await box.run("CREATE TABLE t (id INT PRIMARY KEY, v INT); INSERT INTO t VALUES (1, 1), (2, 1)");
    const settings = (await testServer("mariadb")).settings("source");
    const tables = await routedTables(settings, box.database);
    const from = await positionOf(settings);
    await box.run("SET SESSION binlog_alter_two_phase=ON; ALTER TABLE t ADD c INT");
    await expect(box.run("ALTER TABLE t ADD UNIQUE KEY (v)")).rejects.toThrow();
    await box.run("SET SESSION binlog_alter_two_phase=OFF");
    const statements: string[] = [];
    for await (const item of readItems(settings, from, selected(box.database, tables))) if (item.kind === "ddl" && ours(item, box.database)) statements.push(item.statement.toString());
    expect(statements).toEqual(["ALTER TABLE t ADD c INT"]);
  }));

test("a schema change brings the session it ran in", () =>
  withBox("source", async (box) => {
    const items = await box.items("SET NAMES gbk; SET SESSION sql_mode='ANSI_QUOTES', time_zone='+05:30', foreign_key_checks=0, auto_increment_increment=3; CREATE TABLE \"t\" (id INT PRIMARY KEY AUTO_INCREMENT, at TIMESTAMP DEFAULT '2024-01-01 00:00:00')");
    const ddl = items[0] as DdlChange;
    expect(ddl.kind).toBe("ddl");
    expect(ddl.context).toMatchObject({ defaultDatabase: box.database, sqlMode: 4n, characterSetClient: 28, timeZone: "+05:30", foreignKeyChecks: false, uniqueChecks: true, explicitDefaultsForTimestamp: true });
  }));

test("compressed events of MariaDB are unfolded", async () => {
  const settings = (await testServer("mariadb")).settings("source");
  await withBox("mariadb", async (box) => {
    await using admin = await connect(settings);
    await box.run("CREATE TABLE t (id INT PRIMARY KEY, b VARCHAR(2000))");
    await admin.run("SET GLOBAL log_bin_compress=ON, GLOBAL log_bin_compress_min_len=10");
    try {
      const items = await box.items("INSERT INTO t VALUES (1, REPEAT('a', 2000)), (2, ''); UPDATE t SET b = REPEAT('b', 1000); DELETE FROM t WHERE id = 1; ALTER TABLE t ADD COLUMN this_is_a_long_column_name_so_that_it_is_compressed_for_sure INT");
      expect(changesOf(items).map((change) => `${change.kind} ${(change.after ?? change.before)!.literal(1).length}`)).toEqual(["insert 2009", "insert 9", "update 1009", "update 1009", "delete 1009"]);
      expect((items.at(-1) as DdlChange).statement.toString()).toContain("for_sure INT");
    } finally {
      await admin.run("SET GLOBAL log_bin_compress=OFF");
    }
  });
});
