import { expect, test } from "vitest";
import { ddlBox } from "@/lib/testing/ddl-box";
import type { DdlBox } from "@/lib/testing/ddl-box";
import { connect } from "@/lib/mysql/connection";
import type { TableDefinition } from "@/lib/mysql/table-definition";
import type { EngineEvent } from "../plan";
import { createStoredObjects } from "./create-stored-objects";

/** What row images and writers depend on. */
function essence(table: TableDefinition | undefined | null) {
  if (!table) return null;
  // An index that the server made for a foreign key has another name when it was not made anew for the next one: it means nothing for rows.
  const keys = table.keys.map((key) => (key.unique ? key : { ...key, name: "" }));
  return { engine: table.engine, columns: table.columns, keys, foreignKeys: table.foreignKeys.map(({ referenced, ...rest }) => ({ ...rest, referenced: referenced.table })) };
}

async function expectInStep(box: DdlBox, names: Record<string, string> = {}): Promise<void> {
  const source = await box.tables("source");
  const destination = await box.tables("destination");
  for (const [name, table] of source) {
    expect(essence(box.history.table({ database: box.database, table: name })), `history of ${name}`).toEqual(essence(table));
    expect(essence(destination.get(names[name] ?? name)), `destination of ${name}`).toEqual(essence(table));
  }
  const restored = await box.restored();
  const sorted = (tables: readonly TableDefinition[]) => [...tables].sort((a, b) => (a.name.table < b.name.table ? -1 : 1));
  expect(sorted(restored.tables)).toEqual(sorted(box.history.tables));
}

test("schema changes of a whole database arrive, and the history knows the result as the source does", async () => {
  await using box = await ddlBox("CREATE TABLE p (id INT PRIMARY KEY, `na``me` VARCHAR(20) NOT NULL); CREATE TABLE `we ird``表` (id BIGINT UNSIGNED PRIMARY KEY, `select` INT)");
  const statements = [
    "ALTER TABLE p ADD COLUMN note TEXT CHARACTER SET latin1 AFTER id, ADD UNIQUE KEY u (`na``me`(5))",
    "CREATE TABLE c (id INT AUTO_INCREMENT PRIMARY KEY, p_id INT, v VECTOR(3), j JSON, status ENUM('a','b''c'), g INT AS (status + 1) STORED, CONSTRAINT `f k` FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE) COMMENT='REFERENCES x'",
    "ALTER TABLE `we ird``表` CHANGE `select` `from` VARCHAR(10) CHARACTER SET utf8mb4 NOT NULL DEFAULT 'x', ADD INDEX ((LENGTH(`from`)))",
    "CREATE UNIQUE INDEX i2 ON `we ird``表` (`from` DESC)",
    "DROP INDEX i2 ON `we ird``表`",
    "ALTER TABLE p RENAME COLUMN id TO pid",
    "ALTER TABLE p ADD CONSTRAINT positive CHECK (pid > 0), ADD CHECK (pid < 1000)",
    "CREATE TABLE like_p LIKE p",
    "ALTER TABLE like_p DROP CHECK like_p_chk_1",
    "CREATE TABLE IF NOT EXISTS p (other INT)",
    "RENAME TABLE p TO tmp, like_p TO p, tmp TO like_p",
    "ALTER TABLE like_p RENAME TO parent, ADD COLUMN extra TIMESTAMP(3) NULL",
    "ALTER TABLE c PARTITION BY HASH (id) PARTITIONS 2".replace("ALTER TABLE c", "CREATE TABLE part (id INT PRIMARY KEY)"),
    "ALTER TABLE part REMOVE PARTITIONING",
    "ALTER TABLE c DROP FOREIGN KEY `f k`, ADD CONSTRAINT again FOREIGN KEY (p_id) REFERENCES parent (pid) ON UPDATE SET NULL",
    "TRUNCATE part",
    "DROP TABLE part, p",
    "/*!50001 CREATE */ TABLE gated (a INT PRIMARY KEY /*!80023 INVISIBLE */, b INT) /*!99999 nonsense */",
    "CREATE DATABASE IF NOT EXISTS mysql",
    "FLUSH TABLES",
  ];
  for (const statement of statements) await box.ddl(statement);
  await expectInStep(box);
  expect(box.marks).toHaveLength(statements.length);
  expect(box.history.tables.map((table) => table.name.table).sort()).toEqual(["c", "gated", "parent", "we ird`表"]);
});

test("databases and tables under other names: statements, foreign keys, views and routines follow", async () => {
  await using box = await ddlBox("CREATE TABLE orders (id INT PRIMARY KEY, status INT); CREATE TABLE items (id INT PRIMARY KEY, order_id INT)", {
    objects: (database) => [{ database, as: `${database}_copy`, overrides: [{ name: "orders", as: "Order`s" }] }],
  });
  const db = box.database;
  await box.ddl(`ALTER TABLE \`${db}\`.items ADD CONSTRAINT fk FOREIGN KEY (order_id) REFERENCES orders (id)`);
  await box.ddl("ALTER TABLE orders ADD COLUMN `type` INT");
  await box.ddl(`CREATE OR REPLACE VIEW v AS SELECT orders.status, ${db}.orders.type, i.* FROM orders JOIN ${db}.items AS i ON i.order_id = orders.id`);
  await box.ddl(`CREATE PROCEDURE p(IN a INT) BEGIN INSERT INTO items VALUES (a, NULL); UPDATE ${db}.orders SET status = a; END`);
  await box.ddl("CREATE FUNCTION f(a INT) RETURNS VARCHAR(10) CHARACTER SET utf8mb4 DETERMINISTIC RETURN (SELECT MAX(status) FROM orders)");
  const copy = `${db}_copy`;
  const destination = await box.tables("destination", copy);
  expect(destination.get("items")!.foreignKeys[0]!.referenced).toEqual({ database: copy, table: "Order`s" });
  expect(destination.get("Order`s")!.columns.map((column) => column.name)).toEqual(["id", "status", "type"]);
  await box.servers.destination.run(`INSERT INTO \`${copy}\`.\`Order\`\`s\` VALUES (1, 2, 3)`);
  await box.servers.destination.run(`CALL \`${copy}\`.p(7)`);
  expect(await box.servers.destination.rows(`SELECT \`${copy}\`.f(1) AS f, status FROM \`${copy}\`.\`Order\`\`s\``)).toEqual([{ f: "7", status: 7 }]);
  expect(await box.servers.destination.rows(`SELECT * FROM \`${copy}\`.v`)).toEqual([]);
  const [view] = await box.servers.destination.rows(`SHOW CREATE VIEW \`${copy}\`.v`);
  expect(view!["Create View"]).toContain("SQL SECURITY INVOKER");
  await box.ddl("DROP VIEW v");
  await box.ddl("DROP PROCEDURE p");
  await box.ddl(`DROP FUNCTION ${db}.f`);
  expect(await box.servers.destination.rows("SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA=?", [copy])).toEqual([]);
});

test("a selected table that is renamed away stops being carried, with a warning; an unknown one cannot take its name", async () => {
  await using box = await ddlBox("CREATE TABLE a (id INT PRIMARY KEY); CREATE TABLE other (id INT PRIMARY KEY)", { objects: (database) => [{ database, tables: [{ name: "a" }] }] });
  const outcome = await box.ddl("RENAME TABLE a TO b");
  expect(outcome).toMatchObject({ kind: "skipped", changed: [{ name: { table: "a" }, after: null }] });
  expect(box.events).toContainEqual(expect.objectContaining({ kind: "warning", table: { database: box.database, table: "a" } }));
  await expect(box.ddl("RENAME TABLE other TO a")).rejects.toMatchObject({ code: "ddl-unsupported" });
  expect((await box.tables("destination")).has("a")).toBe(true);
});

test("gh-ost and pt-online-schema-change: the real table is altered at the swap", async () => {
  await using box = await ddlBox("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
  for (const statement of [
    "CREATE /* gh-ost */ TABLE `_t_ghc` (id BIGINT PRIMARY KEY)",
    "CREATE /* gh-ost */ TABLE `_t_gho` LIKE `t`",
    "ALTER /* gh-ost */ TABLE `_t_gho` ADD COLUMN w VARCHAR(9), MODIFY v BIGINT",
    "CREATE /* gh-ost */ TABLE `_t_del` (id INT AUTO_INCREMENT PRIMARY KEY) COMMENT='ghost-cut-over-sentry'",
    "DROP TABLE IF EXISTS `_t_del`",
    "RENAME /* gh-ost */ TABLE `t` TO `_t_del`, `_t_gho` TO `t`",
  ]) await box.ddl(statement);
  expect(box.history.rowsOf({ database: box.database, table: "_t_del" })).toBeNull();
  await box.ddl("DROP TABLE `_t_del`, `_t_ghc`");
  await expectInStep(box);
  for (const statement of ["CREATE TABLE `_t_new` (id INT PRIMARY KEY, v BIGINT, w VARCHAR(9))", "ALTER TABLE `_t_new` ADD KEY k (w)", "CREATE TRIGGER `pt_osc_db_t_del` AFTER DELETE ON `t` FOR EACH ROW DELETE IGNORE FROM `_t_new` WHERE id <=> OLD.id", "RENAME TABLE t TO `_t_old`, `_t_new` TO t", "DROP TABLE IF EXISTS `_t_old`"]) await box.ddl(statement);
  await expectInStep(box);
  expect([...(await box.tables("destination")).keys()]).toEqual(["t"]);
});

test("whatever the moment of a crash, a change takes effect once", async () => {
  await using box = await ddlBox("CREATE TABLE t (id INT PRIMARY KEY); CREATE TABLE u (id INT PRIMARY KEY)");
  const crash = new Error("crash");
  const statement = "ALTER TABLE t ADD COLUMN a INT";
  for (const [point, sql] of [["ddl-after-intent", statement], ["ddl-after-step", "ALTER TABLE t ADD COLUMN b INT"], ["ddl-before-done", "DROP TABLE u, t"]] as const) {
    const ddl = box.change(sql);
    await box.servers.source.admin.run(sql);
    const dying = box.executor({ failpoint: async (name) => { if (name === point) throw crash; } });
    await expect(dying.handle(ddl)).rejects.toBe(crash);
    const next = box.executor();
    expect(await next.recover()).toMatchObject({ id: ddl.id });
    expect(await next.handle(ddl)).toMatchObject({ kind: "applied" });
    expect(await next.recover()).toBeNull();
    await expectInStep(box);
  }
  expect(box.marks).toHaveLength(3);
});

test("a change that the destination rejects stops with its statement and can be tried again", async () => {
  await using box = await ddlBox("CREATE TABLE t (id INT PRIMARY KEY)");
  await box.servers.destination.run(`CREATE TABLE \`${box.database}\`.n (x INT)`);
  const ddl = box.change("CREATE TABLE n (id INT PRIMARY KEY)");
  await box.servers.source.admin.run("CREATE TABLE n (id INT PRIMARY KEY)");
  await expect(box.executor().handle(ddl)).rejects.toMatchObject({ code: "ddl-failed", context: { serverErrno: 1050 } });
  expect(box.history.table({ database: box.database, table: "n" })).toBeNull();
  await box.servers.destination.run(`DROP TABLE \`${box.database}\`.n`);
  expect(await box.executor().handle(ddl)).toMatchObject({ kind: "applied" });
  await expectInStep(box);
});

test("an interrupted change whose object was replaced by hand is not taken for done", async () => {
  await using box = await ddlBox("CREATE TABLE t (id INT PRIMARY KEY)");
  await box.servers.destination.run(`CREATE TABLE \`${box.database}\`.n (x INT)`);
  const ddl = box.change("CREATE TABLE n (id INT PRIMARY KEY)");
  const crash = new Error("crash");
  await expect(box.executor({ failpoint: async () => { throw crash; } }).handle(ddl)).rejects.toBe(crash);
  await box.servers.destination.run(`DROP TABLE \`${box.database}\`.n`);
  await expect(box.executor().handle(ddl)).rejects.toMatchObject({ code: "ddl-outcome-unknown" });
});

test("at the start, views and routines follow a renamed database as invokers; triggers and what leans on other databases are told", async () => {
  const setup = `CREATE TABLE t (id INT PRIMARY KEY, status INT);
    CREATE VIEW z_inner AS SELECT status, id FROM t WHERE id > 1;
    CREATE VIEW a_outer AS SELECT i.status FROM z_inner i JOIN t ON t.id = i.id;
    CREATE FUNCTION f(a INT) RETURNS INT READS SQL DATA RETURN (SELECT COUNT(*) FROM t WHERE t.status = a);
    CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.status = 1;
    CREATE VIEW lost AS SELECT 1 FROM mysql.user`;
  await using box = await ddlBox(setup, { objects: (database) => [{ database, as: `${database}new` }] });
  const { source, destination } = box.servers;
  await using reader = await connect(source.server.settings("source"));
  await using writer = await connect(await destination.account([`${box.database}new`], box.servers.bookkeepingDatabase));
  const options = { router: box.router, schema: box.history, source: { mariadb: false, version: 90_700 }, destinationIsMariadb: false, event: (event: EngineEvent) => void box.events.push(event), now: () => 0 };
  await createStoredObjects(reader, writer, options);
  await createStoredObjects(reader, writer, options);
  await destination.run(`INSERT INTO \`${box.database}new\`.t VALUES (2, 5)`);
  expect(await destination.rows(`SELECT status, \`${box.database}new\`.f(5) AS f FROM \`${box.database}new\`.a_outer`)).toEqual([{ status: 5, f: 1 }]);
  const told = box.events.flatMap((event) => (event.kind === "object-not-carried" ? [`${event.objectKind} ${event.object}`] : []));
  expect(new Set(told)).toEqual(new Set([`trigger ${box.database}.tr`, `view ${box.database}.lost`]));
});

test.each(["source56", "mariadb"] as const)("changes of %s are known as it means them, whatever the destination prints", async (role) => {
  await using box = await ddlBox("CREATE TABLE t (id INT(5) PRIMARY KEY, old VARCHAR(9) CHARACTER SET utf8) DEFAULT CHARSET=utf8mb4", { source: role });
  await box.ddl("ALTER TABLE t ADD COLUMN new VARCHAR(9) CHARACTER SET utf8mb4, ADD COLUMN at TIMESTAMP(2) NULL, ADD COLUMN y YEAR(4), ADD UNIQUE KEY u (new)");
  await box.ddl("CREATE TABLE plain (id BIGINT(3) UNSIGNED ZEROFILL PRIMARY KEY, c CHAR(3)) ENGINE=InnoDB");
  await box.ddl("CREATE TABLE twin LIKE t");
  if (role === "mariadb") await box.ddl("ALTER TABLE t ADD COLUMN json JSON NOT NULL, ADD COLUMN j2 JSON");
  const known = ({ dataType, unsigned, nullable, charset, collation }: TableDefinition["columns"][number]) => [dataType, unsigned, nullable, charset?.replace(/^utf8$/, "utf8mb3"), collation?.replace(/^utf8_/, "utf8mb3_")];
  for (const [name, table] of await box.tables("source")) {
    const history = box.history.table({ database: box.database, table: name })!;
    expect(history.columns.map(known), name).toEqual(table.columns.map(known));
    expect(history.keys).toEqual(table.keys);
    expect((await box.tables("destination")).get(name)!.columns.map((column) => column.collation?.replace(/^utf8_/, "utf8mb3_")), name).toEqual(table.columns.map((column) => column.collation?.replace(/^utf8_/, "utf8mb3_")));
  }
});

test("columns under other names: a statement that would do something else with them stops before anything runs, and online changes find them", async () => {
  await using box = await ddlBox("CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, KEY (a)); CREATE TABLE child (id INT PRIMARY KEY, p INT)", {
    objects: (database) => [{ database, as: `${database}_there`, overrides: [{ name: "t", columnNames: { a: "x", id: "key" } }] }],
  });
  const there = `${box.database}_there`;
  const columns = async () => (await box.tables("destination", there)).get("t")!.columns.map((column) => column.name);
  const history = () => box.history.table({ database: box.database, table: "t" })!;
  const refuses = async (statement: string, code: string, detail: RegExp) => {
    const before = JSON.stringify([await columns(), history()]);
    await expect(box.executor().handle(box.change(statement))).rejects.toMatchObject({ code, context: { detail: expect.stringMatching(detail) } });
    expect(JSON.stringify([await columns(), history()])).toBe(before);
  };
  // The name is taken at the destination; an index that the server would name otherwise there.
  await refuses("ALTER TABLE t ADD COLUMN x INT", "ddl-unsupported", /columns a and x of .*\.t would both be x/);
  await refuses("ALTER TABLE t CHANGE b X INT", "ddl-unsupported", /would both be/);
  await refuses("ALTER TABLE t ADD CONSTRAINT FOREIGN KEY (a) REFERENCES child (id), DROP KEY a", "ddl-unsupported", /would make something else/);
  // A mapped parent, and a statement with everything at once.
  await box.ddl("ALTER TABLE child ADD CONSTRAINT f FOREIGN KEY (p) REFERENCES t (id) ON DELETE CASCADE");
  expect((await box.tables("destination", there)).get("child")!.foreignKeys).toMatchObject([{ columns: ["p"], referencedColumns: ["key"] }]);
  await box.ddl("ALTER TABLE t ADD (`c,` INT COMMENT 'a', g INT AS (t.a + IF(a > 1, 1, 0))), ADD INDEX (a, b), ADD UNIQUE KEY `a_u` (b, a), ALTER a SET DEFAULT 5, ADD CHECK (a <> b)");
  expect(await columns()).toEqual(["key", "x", "b", "c,", "g"]);
  expect((await box.tables("destination", there)).get("t")!.keys.map((key) => [key.name, key.parts.map((part) => part.column)])).toEqual([["PRIMARY", ["key"]], ["a", ["x"]], ["a_2", ["x", "b"]], ["a_u", ["b", "x"]]]);
  await box.ddl("ALTER TABLE t RENAME COLUMN id TO id2");
  expect(await columns()).toEqual(["key", "x", "b", "c,", "g"]);
  expect(history().columnNames).toEqual({ a: "x", id2: "key" });
  expect(box.events.at(-1)).toMatchObject({ kind: "ddl-skipped", reason: expect.stringContaining("keep the names") });
  // gh-ost and pt-online-schema-change.
  for (const statement of [
    "CREATE TABLE _t_gho LIKE t",
    "ALTER TABLE _t_gho DROP COLUMN g, MODIFY a BIGINT NOT NULL AFTER b, ADD INDEX (a)",
    "ALTER TABLE _t_gho ADD COLUMN last INT AFTER id2",
    "RENAME TABLE t TO _t_del, _t_gho TO t",
  ]) await box.ddl(statement);
  expect(await columns()).toEqual(["key", "last", "b", "x", "c,"]);
  expect((await box.tables("destination", there)).get("t")!.columns[3]).toMatchObject({ dataType: "bigint", nullable: false });
  expect(history().columnNames).toEqual({ a: "x", id2: "key" });
  expect((await box.restored()).table(history().name)).toEqual(history());
});
