import { expect, test } from "vitest";
import type { TableDefinition } from "../../mysql/table-definition";
import { NameMapping } from "../router/name-mapping";
import { ObjectSelection } from "../router/object-selection";
import { SchemaHistory } from "../schema/schema-history";
import { decideDdl } from "./decide";
import { neutralContext } from "./statement-text";

/** Column `id`, key `i`, foreign key `f`, check `c`. */
const table: TableDefinition = {
  name: { database: "shop", table: "t" },
  engine: "InnoDB",
  charset: "latin1",
  collation: "latin1_swedish_ci",
  columns: [{ name: "id", dataType: "int", columnType: "int", unsigned: false, nullable: false, charset: null, collation: null, generated: null, invisible: false, autoIncrement: false, hasDefault: false }],
  keys: [{ name: "i", kind: "BTREE", unique: false, parts: [] }],
  foreignKeys: [{ name: "f", columns: ["id"], referenced: { database: "shop", table: "t" }, referencedColumns: ["id"], onDelete: "RESTRICT", onUpdate: "RESTRICT" }],
  createStatement: "CREATE TABLE `t` (\n  `id` int NOT NULL,\n  KEY `i` (`id`),\n  CONSTRAINT `c` CHECK (`id` > 0)\n) ENGINE=InnoDB",
};

async function decide(text: string, destinationIsMariadb = false) {
  const selection = new ObjectSelection([{ database: "shop" }]);
  const schema = new SchemaHistory();
  schema.reset({ tables: [table], databases: [{ name: "shop", charset: "latin1", collation: "latin1_swedish_ci" }] });
  const decision = await decideDdl({
    text, context: neutralContext("shop"), selection, mapping: new NameMapping(selection), schema, onlineDdlTables: "skip", rules: { version: 101_119, mariadb: true },
    utf8mb4Collation: "utf8mb4_general_ci", defaultCollation: () => null, serverCollation: null, destinationIsMariadb,
  });
  return decision.kind === "apply" ? decision.steps.map((step) => step.sql.replaceAll(/\s+/g, " ")).join("; ") : decision.kind === "skip" ? `skip: ${decision.reason}` : decision.code;
}

const nothing = "skip: there was nothing to do for it at the source";

test.each([
  ["ALTER TABLE IF EXISTS t ADD COLUMN IF NOT EXISTS x INT DEFAULT 4, ADD INDEX IF NOT EXISTS ix (x)", "ALTER TABLE `shop`.`t` ADD COLUMN x INT DEFAULT 4, ADD INDEX ix (x)"],
  ["ALTER TABLE t ADD IF NOT EXISTS ID INT, ADD y INT, ADD UNIQUE KEY IF NOT EXISTS i (id), DROP COLUMN IF EXISTS gone", "ALTER TABLE `shop`.`t` ADD y INT"],
  ["ALTER TABLE t DROP FOREIGN KEY IF EXISTS f, DROP CONSTRAINT IF EXISTS c, DROP CONSTRAINT IF EXISTS d, DROP KEY IF EXISTS j", "ALTER TABLE `shop`.`t` DROP FOREIGN KEY f, DROP CONSTRAINT c"],
  ["ALTER TABLE t DROP INDEX IF EXISTS j, MODIFY COLUMN IF EXISTS id BIGINT, CHANGE IF EXISTS a b INT", "ALTER TABLE `shop`.`t` MODIFY COLUMN id BIGINT"],
  ["ALTER TABLE t DROP COLUMN IF EXISTS a, DROP COLUMN IF EXISTS b", nothing],
  ["ALTER TABLE IF EXISTS unknown ADD x INT", nothing],
  ["ALTER TABLE unknown ADD x INT", "schema-mismatch"],
  ["CREATE INDEX IF NOT EXISTS i ON t (id)", nothing],
  ["CREATE UNIQUE INDEX IF NOT EXISTS j ON t (id)", "CREATE UNIQUE INDEX j ON `shop`.`t` (id)"],
  ["DROP INDEX IF EXISTS j ON t", nothing],
  ["DROP INDEX IF EXISTS i ON t", "DROP INDEX i ON `shop`.`t`"],
  ["RENAME TABLE IF EXISTS unknown TO nowhere, t TO u, u TO v", "RENAME TABLE `shop`.`t` TO `shop`.`v`"],
  ["RENAME TABLE IF EXISTS unknown TO nowhere", nothing],
  ["SET STATEMENT sql_mode = '' FOR ALTER TABLE t ADD z DATE NOT NULL", "ALTER TABLE `shop`.`t` ADD z DATE NOT NULL"],
  ["SET STATEMENT max_statement_time = 5 FOR TRUNCATE TABLE t", "TRUNCATE TABLE `shop`.`t`"],
  ["ALTER TABLE t ADD u CHAR(36) CHECK (IF(id > 0, 1, 0)) COMMENT 'IF EXISTS'", "ALTER TABLE `shop`.`t` ADD u CHAR(36) CHECK (IF(id > 0, 1, 0)) COMMENT 'IF EXISTS'"],
])("%s", async (statement, expected) => {
  expect(await decide(statement)).toBe(expected);
});

test("a destination that knows conditions gets the statement as it is", async () => {
  expect(await decide("ALTER TABLE t DROP COLUMN IF EXISTS a", true)).toBe("ALTER TABLE `shop`.`t` DROP COLUMN IF EXISTS a");
});
