import { expect, test } from "vitest";
import { withoutPlacement } from "./table-placement";

test.each([
  ["CREATE TABLE `t` (`id` int) /*!50100 TABLESPACE `ts1` */ ENGINE=InnoDB DATA DIRECTORY='/fast/' COMMENT='DATA DIRECTORY=x'", "CREATE TABLE `t` (`id` int) /*!50100 */ ENGINE=InnoDB COMMENT='DATA DIRECTORY=x'"],
  ["CREATE TABLE t (id INT, tablespace INT, directory INT) TABLESPACE = ts1, INDEX DIRECTORY '/x'", "CREATE TABLE t (id INT, tablespace INT, directory INT)"],
  ["CREATE TABLE t (id INT) PARTITION BY RANGE (id) (PARTITION a VALUES LESS THAN (5) DATA DIRECTORY = '/a' ENGINE = InnoDB, PARTITION b VALUES LESS THAN MAXVALUE TABLESPACE = ts2 ENGINE = InnoDB)", "CREATE TABLE t (id INT) PARTITION BY RANGE (id) (PARTITION a VALUES LESS THAN (5) ENGINE = InnoDB, PARTITION b VALUES LESS THAN MAXVALUE ENGINE = InnoDB)"],
  ["ALTER TABLE t TABLESPACE ts1", "ALTER TABLE t"],
  ["ALTER TABLE t ADD c INT, TABLESPACE ts1, ADD d INT", "ALTER TABLE t ADD c INT, ADD d INT"],
  ["ALTER TABLE t TABLESPACE ts1, ADD d INT", "ALTER TABLE t ADD d INT"],
  ["ALTER TABLE t DISCARD TABLESPACE", "ALTER TABLE t DISCARD TABLESPACE"],
  ["ALTER TABLE t ADD tablespace INT, ADD INDEX directory (tablespace)", "ALTER TABLE t ADD tablespace INT, ADD INDEX directory (tablespace)"],
  ["ALTER TABLE t DROP tablespace", "ALTER TABLE t DROP tablespace"],
  ...["RENAME INDEX tablespace TO y", "ADD KEY tablespace USING BTREE (c)", "ADD UNIQUE tablespace USING BTREE (c)", "ADD CONSTRAINT tablespace CHECK (c > 0)", "ORDER BY tablespace DESC", "CHANGE COLUMN a tablespace INT"].map((action) => [`ALTER TABLE t ${action}`, `ALTER TABLE t ${action}`]),
])("%s", (statement, expected) => {
  expect(withoutPlacement(statement).replaceAll(/ {2,}/g, " ").trim()).toBe(expected);
});
