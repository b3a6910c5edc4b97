import { expect, test } from "vitest";
import { type ChangeKinds, ddlKinds } from "../change-kinds/change-kinds";
import { neutralContext } from "../engine/ddl/statement-text";
import type { SelectedDatabase } from "../engine/plan";
import { ObjectSelection } from "../engine/router/object-selection";
import type { TableDefinition } from "../mysql/table-definition";
import { tokenize } from "../mysql/sql-tokens";
import { changesColumns, judgeSchemaChange, type SchemaChangeWorld } from "./judge-schema-change";

function definition(database: string, table: string): TableDefinition {
  const column = { name: "id", dataType: "int", columnType: "int", unsigned: false, nullable: false, charset: null, collation: null, generated: null, invisible: false, autoIncrement: false, hasDefault: false };
  return { name: { database, table }, engine: "InnoDB", charset: "utf8mb4", collation: "utf8mb4_bin", columns: [column], keys: [], foreignKeys: [], createStatement: `CREATE TABLE \`${table}\` (\n  \`id\` int NOT NULL\n)` };
}

/** `shop` whole with its table `o`; of `crm` the table `a` alone. */
async function judge(text: string, changes: Partial<SchemaChangeWorld> & { readonly kinds?: ChangeKinds; readonly objects?: readonly SelectedDatabase[] } = {}) {
  const { kinds = {}, objects = [{ database: "shop" }, { database: "crm", tables: [{ name: "a" }] }], ...world } = changes;
  const verdict = await judgeSchemaChange(
    { statement: Buffer.from(text), context: neutralContext("shop") },
    {
      selection: new ObjectSelection(objects, false, kinds),
      tables: [definition("shop", "o"), definition("crm", "a")],
      databases: [{ name: "shop", charset: "utf8mb4", collation: "utf8mb4_bin" }],
      onlineDdlTables: "skip",
      triggers: "skip",
      events: "skip",
      followRenames: false,
      collations: { byId: () => null, defaultOf: (charset) => `${charset}_general_ci` },
      version: 80_400,
      mariadb: false,
      destinationIsMariadb: false,
      ...world,
    },
  );
  return verdict === null ? null : verdict.kind === "leaves" ? `${verdict.object} becomes ${verdict.to}` : `${verdict.code} ${verdict.object}`;
}

test.each([
  "ALTER TABLE o ADD c INT",
  // Gone by now, and nobody can say how they looked.
  "ALTER TABLE gone ADD c INT",
  "DROP TABLE gone",
  "RENAME TABLE gone TO o2",
  "RENAME TABLE o TO p",
  "CREATE TABLE n LIKE other.x",
  "CREATE TABLE n (id INT)",
  "ALTER TABLE other.x ADD c INT",
  "RENAME TABLE other.x TO other.y",
  "GRANT SELECT ON shop.* TO u",
  // A tool's exchange takes its whole story.
  "RENAME TABLE crm.a TO crm._a_del, crm._a_gho TO crm.a",
])("%s is nothing to be told", async (statement) => {
  expect(await judge(statement)).toBeNull();
});

test.each([
  ["CREATE TABLE n SELECT 1 AS a", "binlog-statement-format shop.n"],
  ["FROBNICATE shop.o 'open", "ddl-unreadable shop"],
  ["RENAME TABLE other.x TO shop.y", "ddl-unsupported shop.y"],
  ["ALTER TABLE other.x RENAME shop.y", "ddl-unsupported shop.y"],
  ["ALTER TABLE o EXCHANGE PARTITION p WITH TABLE other.x", "ddl-unsupported shop.o"],
  ["ALTER TABLE o DISCARD TABLESPACE", "ddl-unsupported shop.o"],
])("%s would stop the task", async (statement, expected) => {
  expect(await judge(statement)).toBe(expected);
});

test("a table that is selected by itself leaves the task under another name, unless it is followed", async () => {
  expect(await judge("RENAME TABLE crm.a TO crm.b")).toBe("crm.a becomes crm.b");
  expect(await judge("ALTER TABLE crm.a ADD c INT, RENAME crm.b")).toBe("crm.a becomes crm.b");
  expect(await judge("RENAME TABLE crm.a TO crm.b", { followRenames: true })).toBeNull();
  expect(await judge("RENAME TABLE other.x TO crm.y, crm.a TO other.a", { followRenames: true })).toBeNull();
  expect(await judge("RENAME TABLE crm.a TO crm.b", { objects: [{ database: "crm", tables: [{ name: "a" }, { name: "b" }] }] })).toBeNull();
});

test("with copying, a tool's new table takes the place of one that was selected by itself", async () => {
  expect(await judge("RENAME TABLE crm.a TO crm._a_del, crm._a_gho TO crm.a", { onlineDdlTables: "copy" })).toBe("ddl-unsupported crm.a");
});

test.each([
  ["ALTER TABLE o ADD c INT", "ddl-kind-left-out shop.o"],
  ["ALTER TABLE o ADD KEY (id)", null],
  ["RENAME TABLE o TO p", "ddl-kind-left-out shop.o"],
  ["CREATE TABLE n (id INT)", null],
  ["CREATE TABLE crm.a (id INT)", "ddl-kind-left-out crm.a"],
  ["CREATE INDEX i ON o (id)", null],
  ["DROP TABLE o", null],
  ["TRUNCATE o", null],
])("where no kind of schema change is carried, %s is %s", async (statement, expected) => {
  expect(await judge(statement, { kinds: { ddl: [] } })).toBe(expected);
  expect(await judge(statement, { kinds: { ddl: ddlKinds } })).toBeNull();
});

test.each<[string, boolean]>([
  ["ALTER TABLE `shop`.`t` ADD (c INT)", true],
  ["ALTER IGNORE TABLE IF EXISTS t ADD COLUMN c INT AFTER `drop`", true],
  ["ALTER TABLE t COMMENT 'x', MODIFY c BIGINT", true],
  ["ALTER TABLE t ADD UNIQUE (c), CHANGE a b INT", true],
  ["ALTER TABLE t RENAME COLUMN a TO b", true],
  ["ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4", true],
  ["ALTER TABLE t DROP PARTITION p0", true],
  ["ALTER TABLE t ADD PARTITION (PARTITION p1 VALUES LESS THAN (9))", false],
  ["ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0), DROP INDEX i, ENGINE = InnoDB, ALTER a SET DEFAULT 1", false],
  ["ALTER TABLE t RENAME INDEX i TO k, ORDER BY a", false],
])("%s: columns or rows change: %s", (text, expected) => {
  expect(changesColumns(tokenize(text)!.tokens)).toBe(expected);
});
