import { describe, expect, it } from "vitest";
import { ensureCreatedMarks, writeCreatedMarks } from "../../engine/schema/created-marks";
import { connect } from "../../mysql/connection";
import { privateServer, testServer } from "../../testing/servers";
import { sessionsOf } from "../../testing/sessions";
import { type TwoServers, twoServers } from "../../testing/two-servers";
import type { SelectedTable } from "../../engine/plan";
import type { CheckResult, PrecheckInput } from "../check";
import { runPrecheck } from "../run";

const options: PrecheckInput["options"] = { existingTables: "intercept", initialSchema: true, initialData: true, onlineDdlTables: "skip", bookkeepingDatabase: "book" };

async function check(box: TwoServers, id: string, changes: Partial<PrecheckInput> = {}): Promise<CheckResult> {
  const report = await runPrecheck({
    source: box.source.server.settings("source"), destination: box.destination.server.settings("destination"), objects: [{ database: box.source.database }], options, ...changes, only: [id],
  });
  return report.results.find((result) => result.id === id)!;
}

const names = (result: CheckResult) => result.affected.sample.map((item) => item.name);

async function applyFix(side: { run(script: string): Promise<void> }, result: CheckResult): Promise<void> {
  await side.run(result.fixes.find((fix) => fix.kind === "sql")!.body);
}

describe("what is selected at the source", () => {
  it("tables whose rows no key tells apart warn; the printed statements add keys", async () => {
    await using box = await twoServers({ createDestination: false });
    await box.source.run(`
      CREATE TABLE good (id INT NOT NULL, UNIQUE KEY (id));
      CREATE TABLE loose (a INT, b INT);
      CREATE TABLE half (a FLOAT NOT NULL, UNIQUE KEY (a));
      CREATE TABLE counted (my_row_id INT, n INT NOT NULL AUTO_INCREMENT, KEY (n));
    `);
    const result = await check(box, "primary-keys");
    expect(result).toMatchObject({ status: "warning", code: "CHECK_PK", ignorable: true, title: { text: "3 tables have no key that identifies every row" } });
    expect(result.affected.sample.map((item) => [item.name, item.note!.text])).toEqual([["counted", "no primary or unique key"], ["half", "unique keys over FLOAT or partly indexed columns only"], ["loose", "no primary or unique key"]]);
    await applyFix(box.source, result);
    expect((await check(box, "primary-keys")).status).toBe("passed");
  });

  it("a unique key that only NULL keeps from telling rows apart warns; the printed statement forbids it and keeps the rest of the column", async () => {
    await using box = await twoServers({ createDestination: false });
    await box.source.run("CREATE TABLE half (a VARCHAR(20) CHARACTER SET latin1 DEFAULT NULL COMMENT 'may be NULL, or not', b INT DEFAULT 7, UNIQUE KEY both_of_them (a, b)); CREATE TABLE good (id INT NOT NULL UNIQUE, n INT UNIQUE);");
    const result = await check(box, "nullable-unique-keys");
    expect(result).toMatchObject({ status: "warning", code: "CHECK_NULLABLE_UK_ONLY" });
    expect(result.affected.sample.map((item) => `${item.name}: ${item.note!.text}`)).toEqual(["half: both_of_them: a, b may be NULL"]);
    // Told once, not as a table without a key as well.
    expect((await check(box, "primary-keys")).status).toBe("passed");
    await applyFix(box.source, result);
    expect((await check(box, "nullable-unique-keys")).status).toBe("passed");
    const [row] = await box.source.admin.query(`SHOW CREATE TABLE ${box.source.database}.half`);
    expect(row!["Create Table"]).toContain("`a` varchar(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci NOT NULL COMMENT 'may be NULL, or not'");
    expect(row!["Create Table"]).toContain("`b` int NOT NULL DEFAULT '7'");
  });

  it("generated columns fail and long keys fail where the destination is too old for them, invisible columns warn", async () => {
    await using box = await twoServers({ destination: "source56", createDestination: false });
    await box.source.run(`
      CREATE TABLE computed (id INT PRIMARY KEY, twice INT AS (id * 2) STORED);
      CREATE TABLE hidden (id INT PRIMARY KEY, h INT INVISIBLE);
      CREATE TABLE named (id INT PRIMARY KEY, name VARCHAR(255), KEY by_name (name)) CHARACTER SET utf8mb4;
      CREATE TABLE cut (id INT PRIMARY KEY, name VARCHAR(255), KEY by_name (name(100))) CHARACTER SET utf8mb4;
    `);
    const only = (name: string) => ({ objects: [{ database: box.source.database, tables: [{ name }] }] });
    const generated = await check(box, "generated-columns");
    expect(generated).toMatchObject({ status: "failed", code: "CHECK_GENERATED" });
    expect(names(generated)).toEqual(["computed.twice"]);
    expect((await check(box, "generated-columns", only("hidden"))).status).toBe("passed");
    const invisible = await check(box, "invisible-columns");
    expect(invisible).toMatchObject({ status: "warning", code: "CHECK_INVISIBLE_COLS" });
    expect(names(invisible)).toEqual(["hidden.h"]);
    const long = await check(box, "index-length");
    expect(long).toMatchObject({ status: "failed", code: "CHECK_INDEX_LENGTH", ignorable: true });
    expect(long.affected.sample.map((item) => `${item.name}: ${item.note!.text}`)).toEqual(["named: 1,020 bytes of by_name (name), 767 are allowed"]);
    expect(long.fixes.map((fix) => [fix.kind, fix.side])).toEqual([["sql", "source"]]);
    await applyFix(box.source, long);
    expect((await check(box, "index-length")).status).toBe("passed");
    expect((await check(box, "index-length", only("cut"))).status).toBe("passed");
    // A server of today takes all of it.
    const swapped = { destination: (await testServer("destination")).settings("destination") };
    for (const id of ["generated-columns", "invisible-columns", "index-length"]) expect((await check(box, id, swapped)).status, id).toBe("passed");
  });

  it("a schema change that is running warns, and passes when it has ended", async () => {
    await using box = await twoServers({ createDestination: false });
    await box.source.run("CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1);");
    await using holder = await box.source.server.admin();
    await holder.query("BEGIN");
    await holder.query(`SELECT * FROM ${box.source.database}.t`);
    await using changer = await box.source.server.admin();
    const change = changer.query(`ALTER TABLE ${box.source.database}.t ADD COLUMN n INT`);
    await expect.poll(async () => (await sessionsOf(holder)).some(({ id, statement }) => id === changer.threadId && statement?.startsWith("ALTER") === true)).toBe(true);
    const result = await check(box, "running-schema-changes");
    expect(result).toMatchObject({ status: "warning", code: "CHECK_ONLINE_DDL_IN_PROGRESS" });
    expect(names(result)).toEqual([`ALTER TABLE ${box.source.database}.t ADD COLUMN n INT`]);
    await holder.query("ROLLBACK");
    await change;
    expect((await check(box, "running-schema-changes")).status).toBe("passed");
  });

  it("engines that keep no rows of their own fail, engines without transactions warn", async () => {
    await using box = await twoServers({ createDestination: false });
    await box.source.run("CREATE TABLE child (id INT PRIMARY KEY) ENGINE=MyISAM; CREATE TABLE parent (id INT PRIMARY KEY) ENGINE=MRG_MyISAM UNION=(child); CREATE TABLE plain (id INT PRIMARY KEY);");
    const result = await check(box, "storage-engines");
    expect(result).toMatchObject({ status: "failed", code: "CHECK_ENGINE" });
    expect(names(result)).toEqual(["parent"]);
    const loose = await check(box, "storage-engines", { objects: [{ database: box.source.database, tables: [{ name: "child" }, { name: "plain" }] }] });
    expect(loose).toMatchObject({ status: "warning" });
    expect(names(loose)).toEqual(["child"]);
    await applyFix(box.source, loose);
    expect((await check(box, "storage-engines", { objects: [{ database: box.source.database, tables: [{ name: "child" }, { name: "plain" }] }] })).status).toBe("passed");
  });

  it("a row filter that the source does not understand fails with its answer", async () => {
    await using box = await twoServers({ createDestination: false });
    await box.source.run("CREATE TABLE t (id INT PRIMARY KEY)");
    const where = (filter: string) => ({ objects: [{ database: box.source.database, tables: [{ name: "t", filter }] }] });
    expect(await check(box, "row-filters", where("nr > 3"))).toMatchObject({ status: "failed", raw: { code: "1054" } });
    expect((await check(box, "row-filters", where("id > 3 -- and nothing else"))).status).toBe("passed");
  });

  it("a column of a unique key cannot be left out", async () => {
    await using box = await twoServers({ createDestination: false });
    await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, n INT)");
    const leaveOut = (name: string) => ({ objects: [{ database: box.source.database, tables: [{ name: "t", excludeColumns: [name] }] }] });
    expect(await check(box, "objects-exist", leaveOut("id"))).toMatchObject({ status: "failed", title: { text: "Columns of 1 table cannot be left out" } });
    expect((await check(box, "objects-exist", leaveOut("n"))).status).toBe("passed");
  });

  it("columns under other names are at the source, and meet no other column", async () => {
    await using box = await twoServers({ createDestination: false });
    await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, a INT, Note INT); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT id FROM t");
    const named = (columnNames: Record<string, string>) => ({ objects: [{ database: box.source.database, overrides: [{ name: "t", columnNames }] }] });
    const taken = await check(box, "object-names", named({ a: "note" }));
    expect(taken).toMatchObject({ status: "failed", affected: { sample: [{ kind: "column", name: "t.Note", note: { text: "columns a and Note would both have this name" } }] } });
    expect((await check(box, "object-names", named({ a: "note", note: "a" }))).status).toBe("passed");
    expect(names(await check(box, "object-names", named({ a: "n".repeat(65) })))).toEqual([`t.${"n".repeat(65)}`]);
    expect(names(await check(box, "objects-exist", named({ gone: "x", a: "y" })))).toEqual(["t.gone"]);
    expect((await check(box, "objects-exist", named({ a: "y" }))).status).toBe("passed");
  });

  const family = "CREATE TABLE parent (id INT PRIMARY KEY); CREATE TABLE child (id INT PRIMARY KEY, p INT, CONSTRAINT belongs FOREIGN KEY (p) REFERENCES parent (id) ON DELETE CASCADE);";

  it("a parent that is not selected warns and is named", async () => {
    await using box = await twoServers({ createDestination: false });
    await box.source.run(family);
    const alone = { objects: [{ database: box.source.database, tables: [{ name: "child" }] }] };
    const result = await check(box, "foreign-keys", alone);
    expect(result).toMatchObject({ status: "warning", code: "CHECK_FK" });
    expect(result.affected.sample).toMatchObject([{ kind: "foreign key", name: "child.belongs", note: { text: `refers to ${box.source.database}.parent` } }]);
    expect((await check(box, "foreign-keys")).status).toBe("passed");
    // 9.7 writes what cascades do to its binlog.
    expect((await check(box, "unlogged-cascades", alone)).status).toBe("passed");
    await applyFix(box.source, result);
    expect((await check(box, "foreign-keys", alone)).status).toBe("passed");
  });

  it("cascades of an unselected parent that the binlog does not show fail", async () => {
    await using box = await twoServers({ source: "source56", createDestination: false });
    await box.source.run(family);
    const result = await check(box, "unlogged-cascades", { objects: [{ database: box.source.database, tables: [{ name: "child" }] }] });
    expect(result).toMatchObject({ status: "failed", code: "CHECK_FK_CASCADE", ignorable: true });
    expect(result.affected.sample[0]!.note!.text).toBe(`ON DELETE CASCADE of ${box.source.database}.parent`);
    expect((await check(box, "unlogged-cascades")).status).toBe("passed");
  });

  it("cascades across a row filter or a column that is left out fail, and nobody can accept them", async () => {
    await using box = await twoServers({ source: "source56", createDestination: false });
    const { database } = box.source;
    await box.source.run("CREATE TABLE parent (id INT PRIMARY KEY, n INT); CREATE TABLE child (id INT PRIMARY KEY, p INT, q INT, CONSTRAINT a FOREIGN KEY (p) REFERENCES parent (id) ON DELETE CASCADE, CONSTRAINT b FOREIGN KEY (q) REFERENCES parent (id) ON DELETE SET NULL)");
    const chosen = async (...tables: SelectedTable[]) => {
      const result = await check(box, "filtered-cascades", { objects: [{ database, overrides: tables }] });
      return [result.status, result.ignorable, ...result.affected.sample.map(({ name, note }) => `${name}: ${note!.text}`)];
    };
    expect(await chosen({ name: "parent", filter: "n > 1" })).toEqual(["failed", false, `child.a: ON DELETE CASCADE of ${database}.parent, which has a row filter`, `child.b: ON DELETE SET NULL of ${database}.parent, which has a row filter`]);
    expect(await chosen({ name: "child", filter: "p > 1" })).toEqual(["passed", false]);
    expect(await chosen({ name: "child", filter: "q IS NULL" })).toEqual(["failed", false, `child.b: ON DELETE SET NULL of ${database}.parent: the row filter looks at columns that it changes`]);
    expect(await chosen({ name: "child", excludeColumns: ["p"] })).toEqual(["failed", false, `child.a: ON DELETE CASCADE of ${database}.parent: a column of the key is left out`]);
    expect(await chosen({ name: "parent", excludeColumns: ["n"] })).toEqual(["passed", false]);
  });

  it("shadow tables of online schema changes warn", async () => {
    await using box = await twoServers({ createDestination: false });
    await box.source.run("CREATE TABLE orders (id INT PRIMARY KEY); CREATE TABLE _orders_gho (id INT); CREATE TABLE _orders_ghc (id INT PRIMARY KEY);");
    const result = await check(box, "online-ddl");
    expect(result).toMatchObject({ status: "warning", code: "CHECK_ONLINE_DDL" });
    expect(names(result)).toEqual(["_orders_ghc", "_orders_gho"]);
    await applyFix(box.source, result);
    expect((await check(box, "online-ddl")).status).toBe("passed");
  });

  it("an open transaction warns once it is older than the bound", async () => {
    await using box = await twoServers({ createDestination: false });
    await box.source.run("CREATE TABLE t (id INT PRIMARY KEY)");
    await using other = await box.source.server.admin();
    await other.query("BEGIN");
    await other.query(`INSERT INTO ${box.source.database}.t VALUES (1)`);
    const result = await check(box, "long-transactions", { options: { ...options, longTransactionSeconds: 0 } });
    expect(result).toMatchObject({ status: "warning", code: "CHECK_LONG_TRANSACTION" });
    expect(result.fixes[0]!.body).toContain(`KILL ${other.threadId};`);
  });
});

describe("what the destination has", () => {
  it("objects of the same name fail under their mapped names, are freed by another name, and are accepted by Ignore", async () => {
    await using box = await twoServers();
    await box.source.run("CREATE TABLE orders (id INT PRIMARY KEY); CREATE TABLE other (id INT PRIMARY KEY); CREATE VIEW v AS SELECT 1 AS one; CREATE PROCEDURE p() SELECT 1;");
    await box.destination.run("CREATE TABLE renamed (id INT PRIMARY KEY); CREATE VIEW v AS SELECT 1 AS one; CREATE PROCEDURE P() SELECT 1; CREATE TABLE unrelated (id INT);");
    const objects = [{ database: box.source.database, as: box.destination.database, overrides: [{ name: "orders", as: "renamed" }] }];
    const result = await check(box, "same-name-objects", { objects });
    expect(result).toMatchObject({ status: "failed", code: "CHECK_SAME_OBJ", ignorable: true, step: "objects" });
    expect(result.affected.sample.map((item) => `${item.kind} ${item.name} ${item.note!.text}`)).toEqual([
      `table renamed for ${box.source.database}.orders`, `view v for ${box.source.database}.v`, `procedure p for ${box.source.database}.p`,
    ]);
    expect((await check(box, "same-name-objects", { objects: [{ database: box.source.database, as: `${box.id}free` }] })).status).toBe("passed");
    expect(await check(box, "same-name-objects", { objects, options: { ...options, existingTables: "ignore" } })).toMatchObject({ status: "skipped" });
    await applyFix(box.destination, result);
    expect((await check(box, "same-name-objects", { objects })).status).toBe("passed");
  });

  it("existing tables that are to be used must take the source's rows", async () => {
    await using box = await twoServers();
    await box.source.run("CREATE TABLE same (id INT PRIMARY KEY, n VARCHAR(9)); CREATE TABLE less (id INT PRIMARY KEY, gone INT); CREATE TABLE narrow (id INT PRIMARY KEY, n BIGINT); CREATE TABLE other (id INT PRIMARY KEY, n VARCHAR(9) COLLATE utf8mb4_bin);");
    await box.destination.run("CREATE TABLE same (id INT PRIMARY KEY, n VARCHAR(9)); CREATE TABLE less (id INT PRIMARY KEY); CREATE TABLE narrow (id INT PRIMARY KEY, n INT); CREATE TABLE other (id INT PRIMARY KEY, n VARCHAR(9));");
    const ignore = { options: { ...options, existingTables: "ignore" as const } };
    const result = await check(box, "destination-structure", ignore);
    expect(result).toMatchObject({ status: "failed", code: "CHECK_STRUCT" });
    expect(result.affected.sample.map((item) => `${item.name}: ${item.note!.text}`)).toEqual(["less: column gone is missing", "narrow: column n is int, not bigint"]);
    await box.destination.run("ALTER TABLE narrow MODIFY n BIGINT");
    const without = await check(box, "destination-structure", { ...ignore, objects: [{ database: box.source.database, overrides: [{ name: "less", excludeColumns: ["gone"] }] }] });
    expect(without.status).toBe("warning");
    expect(without.affected.sample.map((item) => `${item.name}: ${item.note!.text}`)).toEqual(["other.n: utf8mb4_bin at the source, utf8mb4_0900_ai_ci at the destination"]);
    expect((await check(box, "destination-structure", { ...ignore, objects: [{ database: box.source.database, tables: [{ name: "same" }] }] })).status).toBe("passed");
    expect((await check(box, "destination-structure")).status).toBe("skipped");
  });

  it("without initial schema synchronization databases and tables must exist, and be empty when rows are copied", async () => {
    await using box = await twoServers({ createDestination: false });
    await box.source.run("CREATE TABLE t (id INT PRIMARY KEY)");
    const bare = { options: { ...options, initialSchema: false } };
    const missing = await check(box, "database-creatable", bare);
    expect(missing).toMatchObject({ status: "failed", code: "CHECK_SCHEMA_CREATE" });
    expect((await check(box, "database-creatable")).status).toBe("passed");
    await applyFix(box.destination, missing);
    expect((await check(box, "database-creatable", bare)).status).toBe("passed");
    expect(names(await check(box, "destination-structure", bare))).toEqual(["t"]);
    await box.destination.run(`CREATE TABLE ${box.source.database}.t (id INT PRIMARY KEY); INSERT INTO ${box.source.database}.t VALUES (1);`);
    expect((await check(box, "destination-structure", bare)).status).toBe("passed");
    const filled = await check(box, "destination-tables-empty", bare);
    expect(filled).toMatchObject({ status: "failed", code: "CHECK_DEST_TABLE_EMPTY" });
    await applyFix(box.destination, filled);
    expect((await check(box, "destination-tables-empty", bare)).status).toBe("passed");
  });

  it("what an earlier start of the same task made is not in its way, another task's is", async () => {
    await using box = await twoServers();
    await box.source.run("CREATE TABLE t (id INT PRIMARY KEY); CREATE VIEW v AS SELECT 1 AS one;");
    await box.destination.run("CREATE TABLE t (id INT PRIMARY KEY); CREATE VIEW v AS SELECT 1 AS one;");
    const own = { ...options, taskId: box.id, bookkeepingDatabase: box.bookkeepingDatabase };
    expect((await check(box, "same-name-objects", { options: own })).status).toBe("failed");
    await box.destination.run(`CREATE DATABASE ${box.bookkeepingDatabase}`);
    await using connection = await connect(box.destination.server.settings("destination"));
    const place = { database: box.bookkeepingDatabase, taskId: box.id };
    await ensureCreatedMarks(connection, place);
    await writeCreatedMarks(connection, place, [{ database: box.destination.database, table: "t" }]);
    expect((await check(box, "same-name-objects", { options: own })).status).toBe("passed");
    expect((await check(box, "same-name-objects", { options: { ...own, taskId: "another" } })).status).toBe("failed");
  });

  it("rules about keys that the account may not switch off fail; the printed fix cures it", async () => {
    await using server = await privateServer("destination", { lines: ["sql-require-primary-key=ON"] });
    await using box = await twoServers({ destination: server, createDestination: false });
    await box.source.run("SET SESSION restrict_fk_on_non_standard_key=OFF; CREATE TABLE keyless (n INT); CREATE TABLE parent (id INT PRIMARY KEY, code INT, KEY (code)); CREATE TABLE child (id INT PRIMARY KEY, code INT, CONSTRAINT by_code FOREIGN KEY (code) REFERENCES parent (code));");
    const destination = await box.destination.account([box.source.database]);
    const result = await check(box, "destination-key-rules", { destination });
    expect(result).toMatchObject({ status: "failed", code: "CHECK_DEST_KEY_RULES" });
    expect(names(result)).toEqual(["keyless", "child.by_code"]);
    expect((await check(box, "destination-key-rules")).status).toBe("passed");
    for (const fix of result.fixes) if (fix.kind === "sql") await box.destination.run(fix.body);
    expect((await check(box, "destination-key-rules", { destination })).status).toBe("passed");
  });

  it("a database that the account may not create fails with the statement", async () => {
    await using box = await twoServers({ createDestination: false });
    const result = await check(box, "database-creatable", { destination: await box.destination.account([`${box.id}other`]) });
    expect(result).toMatchObject({ status: "failed" });
    expect(result.fixes[0]!.body).toMatch(/^CREATE DATABASE `.+` CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci;$/);
  });

  it("a trigger on a table that is to be used warns", async () => {
    await using box = await twoServers();
    await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, n INT)");
    await box.destination.run("CREATE TABLE t (id INT PRIMARY KEY, n INT); CREATE TRIGGER again BEFORE INSERT ON t FOR EACH ROW SET NEW.n = 1;");
    const result = await check(box, "triggers");
    expect(result).toMatchObject({ status: "warning", code: "CHECK_TRIGGER" });
    await applyFix(box.destination, result);
    expect((await check(box, "triggers")).status).toBe("passed");
  });

  it("types and collations that an older destination does not know fail", async () => {
    await using box = await twoServers({ destination: "source56", createDestination: false });
    await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, doc JSON, v VECTOR(3)); CREATE TABLE old (id INT PRIMARY KEY, n VARCHAR(9) CHARACTER SET utf8mb3) CHARACTER SET latin1;");
    const types = await check(box, "column-types");
    expect(types).toMatchObject({ status: "failed", code: "CHECK_UNSUPPORTED_TYPES" });
    expect(names(types)).toEqual(["t.doc", "t.v"]);
    expect((await check(box, "column-types", { objects: [{ database: box.source.database, tables: [{ name: "old" }] }] })).status).toBe("passed");
    const collations = await check(box, "character-sets");
    expect(collations).toMatchObject({ status: "failed", code: "CHECK_COLLATION", title: { text: "The destination lacks 1 collation of the selection" } });
    expect(names(collations)).toEqual([box.source.database, "t"]);
    await box.source.run(`ALTER DATABASE ${box.source.database} COLLATE utf8mb4_general_ci`);
    expect((await check(box, "character-sets", { objects: [{ database: box.source.database, tables: [{ name: "old" }] }] })).status).toBe("passed");
  });

  it("names that the destination cannot use fail", async () => {
    await using box = await twoServers({ createDestination: false });
    await box.source.run("CREATE TABLE a (id INT PRIMARY KEY); CREATE TABLE b (id INT PRIMARY KEY);");
    const { database } = box.source;
    const result = await check(box, "object-names", { objects: [{ database, as: "mysql", overrides: [{ name: "a", as: "b" }] }] });
    expect(result).toMatchObject({ status: "failed", code: "CHECK_NAME_CHARS" });
    expect(result.affected.sample.map((item) => `${item.kind} ${item.name}: ${item.note!.text}`)).toEqual(["database mysql: belongs to the server itself", `table b: is the destination of ${database}.a as well`]);
    expect(names(await check(box, "object-names", { objects: [{ database, as: "book" }] }))).toEqual(["book"]);
    expect(names(await check(box, "object-names", { objects: [{ database, tables: [{ name: "a", as: "x".repeat(65) }, { name: "b", as: "snow \u{1f600}" }] }] }))).toHaveLength(2);
    expect((await check(box, "object-names")).status).toBe("passed");
  });

  it("a server of another product warns", async () => {
    await using box = await twoServers({ destination: "mariadb", createDestination: false });
    expect((await check(box, "server-versions")).title.text).toBe("Source and destination are different products");
  });
});

describe("other tasks", () => {
  it("a table that another task writes fails, another table of the same database passes", async () => {
    await using box = await twoServers({ createDestination: false });
    await box.source.run("CREATE TABLE a (id INT PRIMARY KEY); CREATE TABLE b (id INT PRIMARY KEY);");
    const { database } = box.source;
    const destination = { host: box.destination.server.host, port: box.destination.server.port };
    const other = { taskId: "t1", name: "crm-sync", source: { host: "10.0.0.9", port: 3306 }, destination, objects: [{ database: "crm", as: database, tables: [{ name: "people", as: "a" }] }] };
    const result = await check(box, "topology", { otherTasks: [other] });
    expect(result).toMatchObject({ status: "failed", code: "CHECK_TOPOLOGY", ignorable: true });
    expect(result.affected.sample).toMatchObject([{ kind: "table", name: "a", note: { text: "written by crm-sync too" } }]);
    expect((await check(box, "topology", { otherTasks: [other], objects: [{ database, tables: [{ name: "b" }] }] })).status).toBe("passed");
    expect((await check(box, "topology", { otherTasks: [{ ...other, destination: { ...destination, port: 1 } }] })).status).toBe("passed");
  });

  it("a task that carries the destination back to the source fails, a cascade passes", async () => {
    await using box = await twoServers({ createDestination: false });
    await box.source.run("CREATE TABLE a (id INT PRIMARY KEY)");
    const [here, there] = [box.source.server, box.destination.server].map((server) => ({ host: server.host, port: server.port }));
    const back = { taskId: "t2", name: "way-back", source: there!, destination: here!, objects: [{ database: box.source.database }] };
    expect(await check(box, "topology", { otherTasks: [back] })).toMatchObject({ status: "failed", title: { text: "Another task carries the destination back to the source" } });
    expect((await check(box, "topology", { otherTasks: [{ ...back, objects: [{ database: box.source.database, as: "elsewhere" }] }] })).status).toBe("passed");
  });

  it("a way back over a third server fails and names both tasks; a server is known by what it says, whatever its address", async () => {
    await using box = await twoServers({ createDestination: false });
    await box.source.run("CREATE TABLE a (id INT PRIMARY KEY)");
    const [here, there] = [box.source.server, box.destination.server].map((server) => ({ host: server.host, port: server.port }));
    const third = { host: "third.example", port: 3306 };
    const objects = [{ database: box.source.database }];
    const on = { taskId: "t3", consoleId: "dtson", name: "on", source: there!, destination: third, objects };
    const home = { taskId: "t4", consoleId: "dtshome", name: "home", source: third, destination: here!, objects };
    expect(await check(box, "topology", { otherTasks: [on, home] })).toMatchObject({ status: "failed", title: { text: "2 other tasks together carry the destination back to the source" }, affected: { sample: [{ name: "on", task: { id: "dtson" } }, { name: "home", task: { id: "dtshome" } }] } });
    expect((await check(box, "topology", { otherTasks: [on] })).status).toBe("passed");
    const [{ uuid }] = (await box.source.rows("SELECT @@server_uuid AS uuid")) as [{ uuid: string }];
    const elsewhere = { host: "other-name.example", port: 3306 };
    expect((await check(box, "topology", { otherTasks: [on, { ...home, destination: elsewhere }] })).status).toBe("passed");
    expect((await check(box, "topology", { otherTasks: [on, { ...home, destination: { ...elsewhere, identity: uuid } }] })).status).toBe("failed");
  });
});

it("what needs no cure is shown with what was seen", async () => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run("CREATE TABLE a (id INT PRIMARY KEY); CREATE VIEW v AS SELECT 1 AS one; CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM a;");
  const report = await runPrecheck({
    source: box.source.server.settings("source"), destination: (await testServer("destination")).settings("destination"), objects: [{ database: box.source.database }], options,
    only: ["events", "definers", "binlog-contents", "binlog-partial-json", "binlog-encryption", "semisync", "local-infile", "destination-space"],
  });
  const of = (id: string) => report.results.find((result) => result.id === id)!;
  expect(of("events")).toMatchObject({ status: "passed", affected: { total: 1 } });
  expect(of("definers").affected.sample.map((item) => item.name)).toEqual(["v"]);
  expect(of("binlog-contents").observed.map((entry) => entry.label.text)).toContain("binlog_transaction_compression");
  expect(of("binlog-partial-json").observed[0]).toMatchObject({ label: { text: "binlog_row_value_options" } });
  expect(of("binlog-encryption")).toMatchObject({ status: "passed", code: "CHECK_BINLOG_ENCRYPTION_INFO", observed: [{ value: { text: "OFF" } }, { value: { text: "—" } }] });
  expect(of("semisync")).toMatchObject({ status: "passed", code: "CHECK_SEMISYNC_NOTE" });
  expect(of("local-infile")).toMatchObject({ status: "skipped", code: "CHECK_LOCAL_INFILE" });
  expect(of("destination-space").observed[1]!.value.text).toMatch(/^[\d.]+ KiB$/);
});
