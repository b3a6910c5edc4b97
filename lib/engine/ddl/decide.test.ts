import { expect, test } from "vitest";
import { ddlKinds, type DdlKind } from "@/lib/change-kinds/change-kinds";
import type { TableDefinition } from "@/lib/mysql/table-definition";
import type { SelectedDatabase } from "../plan";
import { NameMapping } from "../router/name-mapping";
import { ObjectSelection } from "../router/object-selection";
import { SchemaHistory } from "../schema/schema-history";
import { decideDdl } from "./decide";
import { leftOutReason } from "./left-out-kinds";
import { netMoves } from "./decide-rename";
import { neutralContext } from "./statement-text";

function definition(database: string, table: string): TableDefinition {
  const column = { name: "id", dataType: "int", columnType: "int", unsigned: false, nullable: false, charset: null, collation: null, generated: null, invisible: false, autoIncrement: false, hasDefault: false };
  return { name: { database, table }, engine: "InnoDB", charset: "latin1", collation: "latin1_swedish_ci", columns: [column], keys: [], foreignKeys: [], createStatement: `CREATE TABLE \`${table}\` (\n  \`id\` int NOT NULL\n) ENGINE=InnoDB AUTO_INCREMENT=9 DEFAULT CHARSET=utf8mb4` };
}

/** `shop` whole as `store`, `o` as `orders`; of `crm` the table `a` alone. */
async function decide(text: string, defaultDatabase: string | null = "shop", onlineDdlTables: "skip" | "copy" = "skip", objects: readonly SelectedDatabase[] = [{ database: "shop", as: "store", overrides: [{ name: "o", as: "orders" }] }, { database: "crm", tables: [{ name: "a" }] }]) {
  const selection = new ObjectSelection(objects);
  const schema = new SchemaHistory();
  schema.reset({ tables: [definition("shop", "o"), definition("shop", "t"), definition("crm", "a")], databases: [{ name: "shop", charset: "latin1", collation: "latin1_swedish_ci" }] });
  const decision = await decideDdl({
    text,
    context: neutralContext(defaultDatabase),
    selection,
    mapping: new NameMapping(selection),
    schema,
    onlineDdlTables,
    rules: { version: 50_700 },
    utf8mb4Collation: "utf8mb4_general_ci",
    defaultCollation: (charset) => `${charset}_general_ci`,
    serverCollation: "latin1_swedish_ci",
    destinationIsMariadb: false,
  });
  if (decision.kind === "apply" && decision.leftOut) return [...decision.steps.map((step) => step.sql), leftOutReason(decision.leftOut)];
  return decision.kind === "apply" ? decision.steps.map((step) => step.sql) : decision.kind === "skip" ? decision.reason : decision.code;
}

test.each<[string, string[]]>([
  ["ALTER TABLE o ADD c INT -- note", ["ALTER TABLE `store`.`orders` ADD c INT"]],
  ["ALTER TABLE `shop` . `t` MODIFY c VARCHAR(9) CHARACTER SET utf8mb4 NOT NULL, ADD d CHAR(1) CHARSET utf8mb4 COLLATE utf8mb4_bin", ["ALTER TABLE `store`.`t` MODIFY c VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL, ADD d CHAR(1) CHARSET utf8mb4 COLLATE utf8mb4_bin"]],
  ["ALTER TABLE t ADD g CHAR(3) AS (CAST(id AS CHAR CHARACTER SET utf8mb4))", ["ALTER TABLE `store`.`t` ADD g CHAR(3) AS (CAST(id AS CHAR CHARACTER SET utf8mb4))"]],
  ["ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES o (id), ADD FOREIGN KEY (id) REFERENCES other.x (id)", ["ALTER TABLE `store`.`t` ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES `store`.`orders` (id)"]],
  ["CREATE TABLE n (id INT) ENGINE=InnoDB", ["CREATE TABLE `store`.`n` (id INT) DEFAULT CHARACTER SET latin1 COLLATE latin1_swedish_ci ENGINE=InnoDB"]],
  ["CREATE TABLE IF NOT EXISTS n (id INT, KEY (id), FOREIGN KEY (id) REFERENCES x.y (z)) CHARSET=utf8mb4", ["CREATE TABLE    `store`.`n` (id INT, KEY (id)) CHARSET=utf8mb4 COLLATE utf8mb4_general_ci"]],
  ["CREATE TABLE n LIKE o", ["CREATE TABLE `store`.`n` (\n  `id` int NOT NULL\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE utf8mb4_general_ci"]],
  ["CREATE TABLE n (id INT) CHARSET latin1 START TRANSACTION", ["CREATE TABLE `store`.`n` (id INT) CHARSET latin1"]],
  ["CREATE TABLE _t_gho LIKE t /* gh-ost */", ["CREATE TABLE `store`.`_t_gho` (\n  `id` int NOT NULL\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE utf8mb4_general_ci"]],
  ["CREATE TABLE _t_del (id INT) CHARSET latin1", ["CREATE TABLE `store`.`_t_del` (id INT) CHARSET latin1"]],
  ["CREATE TABLE _t_old (id INT) CHARSET latin1", ["CREATE TABLE `store`.`_t_old` (id INT) CHARSET latin1"]],
  ["CREATE TABLE _t_new (id INT) CHARSET latin1", ["CREATE TABLE `store`.`_t_new` (id INT) CHARSET latin1"]],
  ["DROP TABLE o, crm.a, crm.b, other.c", ["DROP TABLE IF EXISTS `store`.`orders`", "DROP TABLE IF EXISTS `crm`.`a`"]],
  ["RENAME TABLE o TO p", ["RENAME TABLE `store`.`orders` TO `store`.`p`"]],
  ["RENAME TABLE o TO x, t TO o, x TO t", ["RENAME TABLE `store`.`orders` TO `store`.`_tributary_moving_0`, `store`.`t` TO `store`.`_tributary_moving_1`, `store`.`_tributary_moving_0` TO `store`.`t`, `store`.`_tributary_moving_1` TO `store`.`orders`"]],
  ["TRUNCATE o", ["TRUNCATE TABLE `store`.`orders`"]],
  ["CREATE DATABASE shop CHARACTER SET = gbk", ["CREATE DATABASE IF NOT EXISTS `store` DEFAULT CHARACTER SET gbk COLLATE gbk_general_ci"]],
  ["ALTER DATABASE COLLATE utf8mb4_bin", ["ALTER DATABASE `store` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"]],
  ["DROP DATABASE shop", ["DROP DATABASE IF EXISTS `store`"]],
  ["DROP DATABASE crm", ["DROP TABLE IF EXISTS `crm`.`a`"]],
  ["DROP VIEW v, crm.w", ["DROP VIEW IF EXISTS `store`.`v`"]],
  ["DROP FUNCTION f", ["DROP FUNCTION IF EXISTS `store`.`f`"]],
  ["ALTER PROCEDURE p SQL SECURITY DEFINER COMMENT 'x'", ["ALTER PROCEDURE `store`.`p` SQL SECURITY INVOKER COMMENT 'x'"]],
])("%s is carried", async (statement, expected) => {
  expect(await decide(statement)).toEqual(expected);
});

test.each<[string, string]>([
  ["ALTER TABLE other.x ADD c INT", "the table is not selected"],
  ["ALTER TABLE crm.b ADD c INT", "the table is not selected"],
  ["CREATE TABLE IF NOT EXISTS o (id INT)", "the table exists already"],
  ["CREATE /* gh-ost */ TABLE _t_gho LIKE t", "an online change in preparation"],
  ["create /* gh-ost */ table _t_ghc (id INT)", "it belongs to an online change"],
  ["CREATE TABLE tp_12_ogl_t (id INT)", "it belongs to an online change"],
  ["CREATE TABLE crm._a_new (id INT)", "an online change in preparation"],
  ["CREATE TABLE crm._a_old (id INT)", "the table is not selected"],
  ["CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW SET NEW.id = 1", "triggers are not carried: the rows that they change at the source arrive as rows"],
  ["CREATE VIEW crm.v AS SELECT 1", "views are carried with whole databases only"],
  ["GRANT SELECT ON shop.* TO u", "GRANT changes nothing that is carried"],
  ["RENAME TABLE crm.a TO crm.z", "the new name is not selected"],
])("%s is passed over", async (statement, reason) => {
  expect(await decide(statement)).toBe(reason);
});

test.each<[string, string]>([
  ["RENAME TABLE crm.z TO crm.a2, other.x TO shop.y", "ddl-unsupported"],
  ["CREATE TABLE n LIKE other.x", "ddl-unsupported"],
  ["CREATE TABLE n SELECT 1 AS a", "binlog-statement-format"],
  ["ALTER TABLE t EXCHANGE PARTITION p WITH TABLE other.x", "ddl-unsupported"],
  ["ALTER TABLE unheard ADD c INT", "schema-mismatch"],
  ["CREATE PACKAGE BODY 'x", "ddl-unreadable"],
])("%s stops the task", async (statement, code) => {
  expect(await decide(statement)).toBe(code);
});

const leaves = (...left: DdlKind[]): SelectedDatabase[] => [{ database: "shop", ddl: ddlKinds.filter((kind) => !left.includes(kind)), overrides: [{ name: "o", ddl: ["drop-table", "alter-table"] }] }, { database: "crm", ddl: [], tables: [{ name: "a" }] }];
const not = (kinds: string) => [`not among the schema changes that this task carries: ${kinds}`];

test.each<[string, DdlKind[], string[]]>([
  ["ALTER TABLE t ADD c INT", ["alter-table"], not("ALTER TABLE")],
  ["ALTER TABLE o ADD c INT", ["alter-table"], ["ALTER TABLE `shop`.`o` ADD c INT"]],
  ["ALTER TABLE t RENAME u", ["alter-table"], ["RENAME TABLE `shop`.`t` TO `shop`.`u`"]],
  ["ALTER TABLE t ADD c INT, RENAME u", ["rename-table"], not("RENAME TABLE")],
  ["RENAME TABLE t TO u, o TO v", [], not("RENAME TABLE")],
  ["CREATE INDEX i ON t (id)", ["create-index"], not("CREATE INDEX")],
  ["DROP INDEX i ON o", [], not("DROP INDEX")],
  ["DROP TABLE t, o", ["drop-table"], ["DROP TABLE IF EXISTS `shop`.`o`", ...not("DROP TABLE")]],
  ["DROP DATABASE shop", ["drop-table"], ["DROP TABLE IF EXISTS `shop`.`o`", ...not("DROP TABLE")]],
  ["TRUNCATE o", [], not("TRUNCATE TABLE")],
  ["CREATE DATABASE shop CHARACTER SET gbk", ["create-table"], not("CREATE TABLE")],
  ["DROP VIEW v", ["create-view"], not("CREATE VIEW")],
  ["DROP VIEW v", ["drop-table"], ["DROP VIEW IF EXISTS `shop`.`v`"]],
  ["DROP FUNCTION f", ["create-function"], not("CREATE FUNCTION")],
  ["ALTER PROCEDURE p COMMENT 'x'", ["create-procedure"], not("CREATE PROCEDURE")],
  ["DROP TABLE crm.a", [], not("DROP TABLE")],
])("%s without %s", async (statement, left, expected) => {
  expect(await decide(statement, "shop", "skip", leaves(...left))).toEqual(expected);
});

test("a statement without a selected database costs no parse, however odd it is", async () => {
  expect(await decide("FROBNICATE 'open", null)).toBe("no selected database is meant");
});

test("with copying, an online tool's tables are tables like others", async () => {
  expect(await decide("CREATE TABLE _t_new (id INT) CHARSET latin1", "shop", "copy")).toHaveLength(1);
  expect(await decide("CREATE TABLE _unknown_old (id INT) CHARSET latin1")).toHaveLength(1);
});

test("names of columns go with their table, and no other table takes the place of one that has them", async () => {
  const named: SelectedDatabase[] = [{ database: "shop", overrides: [{ name: "o", columnNames: { id: "number" } }] }];
  expect(await decide("RENAME TABLE o TO p", "shop", "skip", named)).toEqual(["RENAME TABLE `shop`.`o` TO `shop`.`p`"]);
  expect(await decide("RENAME TABLE o TO p, t TO o", "shop", "skip", named)).toBe("ddl-unsupported");
  const tools = "CREATE TABLE _o_gho LIKE o";
  expect(await decide(tools, "shop", "copy", named)).toEqual([expect.stringContaining("(\n  `number` int NOT NULL\n)")]);
});

test("the pairs of one RENAME count by where each table ends", () => {
  const name = (table: string) => ({ database: "d", table });
  expect(netMoves([{ from: name("a"), to: name("x") }, { from: name("b"), to: name("a") }, { from: name("x"), to: name("b") }])).toEqual([{ from: name("a"), to: name("b") }, { from: name("b"), to: name("a") }]);
  expect(netMoves([{ from: name("a"), to: name("b") }, { from: name("b"), to: name("a") }])).toEqual([]);
});

test.each<[string, string[] | string]>([
  ["ALTER TABLE o ADD Extra INT", ["ALTER TABLE `SHOP`.`orders` ADD `EXTRA` INT"]],
  ["ALTER TABLE t CHANGE id newId INT, ADD KEY (newId)", ["ALTER TABLE `SHOP`.`T` CHANGE `ID` `NEWID` INT, ADD KEY `newId` (`NEWID`)"]],
  ["ALTER TABLE t RENAME Other", ["RENAME TABLE `SHOP`.`T` TO `SHOP`.`OTHER`"]],
  ["RENAME TABLE t TO x, o TO t", ["RENAME TABLE `SHOP`.`orders` TO `SHOP`.`_tributary_moving_1`, `SHOP`.`T` TO `SHOP`.`X`, `SHOP`.`_tributary_moving_1` TO `SHOP`.`T`"]],
  ["DROP TABLE t", ["DROP TABLE IF EXISTS `SHOP`.`T`"]],
  ["CREATE TABLE `T` (id INT)", "ddl-names-meet"],
  ["CREATE TABLE fresh LIKE t", ["CREATE TABLE `SHOP`.`FRESH` (\n  `ID` int NOT NULL\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE utf8mb4_general_ci"]],
  ["RENAME TABLE o TO `T`", "ddl-names-meet"],
  ["RENAME TABLE t TO `T`", []],
  ["ALTER TABLE o ADD x INT, RENAME `T`", "ddl-names-meet"],
  ["CREATE VIEW `T` AS SELECT 1", "ddl-names-meet"],
])("upper case: %s", async (text, expected) => {
  expect(await decide(text, "shop", "skip", [{ database: "shop", capitalization: "upper", overrides: [{ name: "o", as: "orders" }] }])).toEqual(expected);
});

test("a table that takes the name which another one was given at the destination stops the task without any policy", async () => {
  expect(await decide("CREATE TABLE orders (id INT)")).toBe("ddl-names-meet");
  expect(await decide("RENAME TABLE t TO orders")).toBe("ddl-names-meet");
  expect(await decide("RENAME TABLE o TO orders")).toEqual([]);
});

test("rules of a database name tables and views that come later; one that would meet another stops the task", async () => {
  const objects = [{ database: "shop", rules: [{ kind: "suffix", text: "_v2" }], overrides: [{ name: "o", as: "fresh_v2" }] }] as const;
  const ruled = (text: string) => decide(text, "shop", "skip", objects);
  expect(await ruled("CREATE TABLE n (id INT) CHARSET latin1")).toEqual(["CREATE TABLE `shop`.`n_v2` (id INT) CHARSET latin1"]);
  expect(await ruled("RENAME TABLE t TO u")).toEqual(["RENAME TABLE `shop`.`t_v2` TO `shop`.`u_v2`"]);
  expect(await ruled("DROP VIEW v")).toEqual(["DROP VIEW IF EXISTS `shop`.`v_v2`"]);
  expect(await ruled("CREATE TABLE fresh (id INT)")).toBe("ddl-names-meet");
  expect(await ruled("RENAME TABLE t TO fresh")).toBe("ddl-names-meet");
});
