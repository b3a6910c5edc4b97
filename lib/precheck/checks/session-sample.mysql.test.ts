import { describe, expect, it } from "vitest";
import { connect, type MysqlConnection } from "../../mysql/connection";
import { privateServer, type PrivateServer, testServer } from "../../testing/servers";
import type { CheckResult, PrecheckInput } from "../check";
import { runPrecheck } from "../run";

const options: PrecheckInput["options"] = { existingTables: "intercept", initialSchema: true, initialData: true, onlineDdlTables: "skip", bookkeepingDatabase: "book" };

async function check(server: PrivateServer, id: string, changes: Partial<PrecheckInput> = {}): Promise<CheckResult> {
  const destination = (await testServer("destination")).settings("destination");
  const report = await runPrecheck({ source: server.settings("source"), destination, objects: [{ database: "shop" }], options, ...changes, only: [id] });
  return report.results.find((result) => result.id === id)!;
}

async function run(at: MysqlConnection, script: readonly string[]): Promise<void> {
  for (const statement of script) await at.query(statement);
}

const found = (result: CheckResult) => result.affected.sample.map((item) => `${item.database ?? ""}${item.database === null ? "" : "."}${item.name}`);

describe("the dry run over the newest binlog", () => {
  it("finds what settings do not show: statements and images without all columns, of the selected objects alone", async () => {
    await using server = await privateServer("source");
    await using at = await server.admin();
    await run(at, ["CREATE DATABASE shop", "CREATE DATABASE other", "CREATE TABLE shop.orders (id INT PRIMARY KEY, n INT, note TEXT)", "CREATE TABLE shop.basket (id INT PRIMARY KEY, n INT, note TEXT)", "CREATE TABLE other.log (id INT PRIMARY KEY, n INT)", "INSERT INTO shop.orders VALUES (1, 1, 'a'), (2, 2, 'b')", "INSERT INTO shop.basket VALUES (1, 1, 'a')"]);
    const clean = await check(server, "session-sample");
    expect(clean).toMatchObject({ status: "passed", code: "CHECK_SESSION_SAMPLE" });
    expect(clean.observed[0]!.value.text).toMatch(/^\d+ transactions?, 3 rows of selected tables, \d+ schema changes$/);
    // What was not reached is not said to be good.
    expect(await check(server, "session-sample", { options: { ...options, sampleBytes: 1 } })).toMatchObject({ status: "warning", title: { text: "The newest changes of the source were not looked at" } });

    // Sessions keep the format that they began with; the server's own settings are as they must be.
    await using old = await server.admin();
    await run(old, ["SET SESSION binlog_format='STATEMENT'", "UPDATE other.log SET n = 5", "INSERT INTO other.log VALUES (9, 9)"]);
    expect((await check(server, "session-sample")).status).toBe("passed");
    await run(old, ["USE shop", "UPDATE orders SET n = n + 1 WHERE id = 1"]);
    await run(at, ["SET SESSION binlog_row_image='MINIMAL'", "UPDATE shop.orders SET n = 7 WHERE id = 2", "SET SESSION binlog_row_image='FULL'"]);
    // An XA transaction is decoded before its end is known.
    await run(at, ["SET SESSION binlog_row_image='MINIMAL'", "XA START 'held'", "UPDATE shop.basket SET n = 2", "XA END 'held'", "XA PREPARE 'held'"]);
    await using next = await server.admin();
    await run(next, ["INSERT INTO shop.orders VALUES (4, 4, 'd')"]);
    const result = await check(server, "session-sample");
    expect(result).toMatchObject({ status: "failed", ignorable: true, title: { text: "3 changes of the last minutes would have stopped the task" } });
    expect(found(result)).toEqual(["shop", "shop.orders", "shop.basket"]);
    const notes = result.affected.sample.map((item) => item.note!.text);
    expect(notes[0]).toMatch(/^logged as a statement; .* \(once, last at [\w.-]+:[\d]+\)$/);
    expect(notes[1]).toMatch(/^not all columns are in the row/);
    expect((await check(server, "binlog-format-row")).status).toBe("passed");
    expect((await check(server, "session-sample", { objects: [{ database: "other", tables: [{ name: "none" }] }] })).affected.sample.some((item) => item.database === "shop")).toBe(false);
    await next.query("XA ROLLBACK 'held'");

    // Schema changes are decided as the task will decide them.
    await run(at, ["CREATE TABLE shop.note (id INT PRIMARY KEY)", "ALTER TABLE shop.note ADD COLUMN body TEXT", "CREATE INDEX body ON shop.note (body(9))", "CREATE TABLE other.spare (id INT PRIMARY KEY)", "RENAME TABLE other.spare TO shop.spare, shop.note TO other.note"]);
    const changes = async (objects: PrecheckInput["objects"], extra: Partial<PrecheckInput["options"]> = {}) => {
      const { status, affected } = await check(server, "session-sample", { objects, options: { ...options, ...extra } });
      return [status, ...affected.sample.flatMap(({ database, name, note }) => (note!.text.includes("RENAME") || note!.text.includes("note") ? [`${database}.${name}: ${note!.text.replace(/ \([\w.-]+:\d+\)$/, "")}`] : []))];
    };
    const rename = "RENAME TABLE other.spare TO shop.spare, shop.note TO other.note";
    const strange = "other.spare, which is not synchronized, becomes shop.spare: its rows are unknown here";
    expect(await changes([{ database: "shop" }])).toEqual(["failed", `shop.spare: cannot be carried (${strange}); be ready to make the change at the destination and mark it as done: ${rename}`]);
    expect(await changes([{ database: "shop", tables: [{ name: "note" }] }])).toEqual(["failed", `shop.note: becomes other.note, which is not selected: ${rename}`]);
    expect(await changes([{ database: "shop", tables: [{ name: "note" }] }], { followRenames: true })).toEqual(["failed"]);
    const kind = "of a kind that this task leaves out, and rows behind it need it; make the change at the destination before it is made at the source";
    expect(await changes([{ database: "shop", tables: [{ name: "note" }] }], { kinds: { ddl: ["create-table", "rename-table"] } })).toEqual(["failed", `shop.note: ${kind}: ALTER TABLE shop.note ADD COLUMN body TEXT`, `shop.note: becomes other.note, which is not selected: ${rename}`]);
    // What is older than the window does not count.
    expect((await check(server, "session-sample", { options: { ...options, sampleMinutes: 0 } })).status).toBe("passed");
  });

  it("reads what was written before a schema change, compressed transactions and partial JSON without alarm", async () => {
    await using server = await privateServer("source", { lines: ["binlog-row-value-options=PARTIAL_JSON", "binlog-transaction-compression=ON"] });
    await using at = await server.admin();
    await run(at, [
      "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY, doc JSON)", "INSERT INTO shop.t VALUES (1, JSON_OBJECT('list', JSON_ARRAY(1, 2, 3), 'name', REPEAT('x', 500)))", "UPDATE shop.t SET doc = JSON_SET(doc, '$.list[1]', 5)",
      "ALTER TABLE shop.t ADD COLUMN n BIGINT FIRST, DROP COLUMN doc", "FLUSH BINARY LOGS", "INSERT INTO shop.t VALUES (7, 2)",
    ]);
    const result = await check(server, "session-sample");
    expect(result.affected.sample.map((item) => item.note!.text)).toEqual([]);
    expect(result.status).toBe("passed");
    expect((await check(server, "binlog-contents")).observed[0]!.value.text).toBe("ON");
    expect((await check(server, "binlog-partial-json")).observed[0]!.value.text).toBe("PARTIAL_JSON");
    // Growth is measured from the files.
    await using reader = await connect(server.settings("source"));
    const logs = await reader.query("SHOW BINARY LOGS");
    expect(logs.length).toBeGreaterThan(1);
    const retention = await check(server, "binlog-retention", { options: { ...options, shortestBinlogSpanMs: 0 } });
    expect(retention.observed.map((entry) => entry.label.text)).toEqual(["Kept for", "Written per hour", "Estimated time of the copy", "Space that the wanted retention takes"]);
    expect(retention.observed[1]!.value.text).toMatch(/^[\d.]+ [KMG]iB$/);
  });
});
